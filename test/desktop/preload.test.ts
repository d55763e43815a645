import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Bridge } from '../../shared/api.ts'

/** The built file is what ships, so it is what is tested: run alone, with nothing but a `require` that knows electron. */
const built = 'out/main/preload.cjs'
const required: string[] = []
const exposed: Record<string, unknown> = {}
const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: vi.fn(async (...message: unknown[]) => message),
  send: vi.fn(),
})
const webUtils = { getPathForFile: vi.fn((_file: unknown) => '') }
let bridge: Required<Bridge>

beforeAll(() => {
  if (!existsSync(built)) throw new Error(`${built} is missing: run node scripts/build.mjs --node`)
  runInNewContext(readFileSync(built, 'utf8'), {
    require: (name: string) => {
      required.push(name)
      const contextBridge = {
        exposeInMainWorld: (key: string, value: unknown) => Object.assign(exposed, { [key]: value }),
      }
      return { contextBridge, ipcRenderer, webUtils }
    },
    module: { exports: {} },
    exports: {},
  })
  bridge = exposed.coldtrail as Required<Bridge>
})

it('requires electron and nothing else', () => {
  expect(required).toEqual(['electron'])
  expect(readFileSync(built, 'utf8')).not.toMatch(/\bimport\b|process\.|__dirname/)
})

it('puts exactly the bridge on the page', () => {
  expect(Object.keys(exposed)).toEqual(['coldtrail'])
  expect(Object.keys(bridge).sort()).toEqual(['cancel', 'choose', 'invoke', 'onNotice', 'pathOf'])
  expect(Object.values(bridge).every((value) => typeof value === 'function')).toBe(true)
})

it('speaks on its own channels only', async () => {
  await bridge.invoke('about', {}, 1)
  await bridge.choose('case', '/cases')
  bridge.cancel(1)
  expect([ipcRenderer.invoke.mock.calls, ipcRenderer.send.mock.calls]).toEqual([
    [
      ['coldtrail:invoke', 'about', {}, 1],
      ['coldtrail:choose', 'case', '/cases'],
    ],
    [['coldtrail:cancel', 1]],
  ])
})

it('passes notices on without the event that carried them, until told to stop', () => {
  const heard: unknown[][] = []
  const stop = bridge.onNotice((...said: unknown[]) => heard.push(said))
  const notice = { kind: 'data', dataVersion: 2 }
  ipcRenderer.emit('coldtrail:notice', { sender: ipcRenderer }, notice)
  expect(stop()).toBeUndefined()
  ipcRenderer.emit('coldtrail:notice', { sender: ipcRenderer }, notice)
  expect(heard).toEqual([[notice]])
  expect(ipcRenderer.listenerCount('coldtrail:notice')).toBe(0)
})

it('knows the path of a file that has one', () => {
  webUtils.getPathForFile.mockReturnValueOnce('/logs/a.json')
  expect(bridge.pathOf({})).toBe('/logs/a.json')
  expect(bridge.pathOf({})).toBeNull()
  webUtils.getPathForFile.mockImplementationOnce(() => {
    throw new TypeError('not a file')
  })
  expect(bridge.pathOf('text')).toBeNull()
})
