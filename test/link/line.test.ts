import { mkdtempSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { socketAddress } from '../../main/link/address.ts'
import { connect, type Line } from '../../main/link/connect.ts'
import { type Listening, listen } from '../../main/link/listen.ts'
import type { Notice, Reply } from '../../shared/api.ts'

const token = 'a-token-of-this-test'
let listening: Listening | undefined
const lines: Line[] = []

afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  await listening?.close()
})

async function open(
  answer: (method: string, input: unknown, signal: AbortSignal) => Promise<Reply<unknown>>,
  onAlone = () => {},
  patience = 15_000,
) {
  const address = join(mkdtempSync(join(tmpdir(), 'coldtrail-line-')), 'case.sock')
  listening = await listen(address, token, answer, onAlone, patience)
  const enter = async (onNotice: (notice: Notice) => void = () => {}) => {
    const line = await connect(address, token, onNotice)
    lines.push(line)
    return line
  }
  return { address, enter }
}

const echo = async (method: string, input: unknown): Promise<Reply<unknown>> => ({ ok: true, value: { method, input } })

describe('the line between a door and an engine', () => {
  test('answers each call with its own reply, whatever order they end in', async () => {
    const { enter } = await open(async (method, input) => {
      await new Promise((resolve) => setTimeout(resolve, Number(input)))
      return { ok: true, value: method }
    })
    const line = await enter()
    const replies = await Promise.all([line.call('slow', 60), line.call('quick', 1)])
    expect(replies).toEqual([
      { ok: true, value: 'slow' },
      { ok: true, value: 'quick' },
    ])
  })

  test('carries text of any kind and size', async () => {
    const { enter } = await open(echo)
    const line = await enter()
    const input = { text: `${'x'.repeat(3_000_000)}\n"\\\u2028\u0000é😀` }
    expect(await line.call('echo', input)).toEqual({ ok: true, value: { method: 'echo', input } })
  })

  test('tells every door every notice', async () => {
    const { enter } = await open(echo)
    const heard: unknown[] = []
    await enter((notice) => heard.push(['first', notice]))
    await enter((notice) => heard.push(['second', notice]))
    const notice: Notice = { kind: 'data', dataVersion: 7 }
    listening?.notify(notice)
    await expect.poll(() => heard.length).toBe(2)
    expect(heard).toEqual(
      expect.arrayContaining([
        ['first', notice],
        ['second', notice],
      ]),
    )
  })

  test('cancels a call, and all calls of a door that leaves', async () => {
    let aborted = 0
    const { enter } = await open(
      (_method, _input, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted++
            resolve({ ok: false, code: 'cancelled', message: 'cancelled' })
          })
        }),
    )
    const line = await enter()
    const abort = new AbortController()
    const call = line.call('wait', null, abort.signal)
    abort.abort()
    expect(await call).toMatchObject({ code: 'cancelled' })
    void line.call('wait', null)
    await new Promise((resolve) => setTimeout(resolve, 30))
    line.close()
    await expect.poll(() => aborted).toBe(2)
  })

  test('refuses a door with the wrong token, or with none', async () => {
    const { address } = await open(echo)
    await expect(connect(address, 'another-token-here-ok', () => {})).rejects.toThrow('nobody answers')
    const closed = await new Promise((resolve) => {
      const socket = createConnection(address).on('close', () => resolve('closed'))
      socket.write('{"kind":"call","call":1,"method":"echo"}\n')
    })
    expect(closed).toBe('closed')
  })

  test('says that the engine has ended to a call that can no longer be answered', async () => {
    const { enter } = await open(() => new Promise(() => {}))
    const line = await enter()
    const call = line.call('wait', null)
    await new Promise((resolve) => setTimeout(resolve, 30))
    line.close()
    expect(await call).toMatchObject({ ok: false, code: 'engine-down' })
  })

  test('tells the engine when nobody comes, or the last door has left, and lets nobody in who comes then', async () => {
    let alone = 0
    const nobody = await open(echo, () => alone++, 50)
    await expect.poll(() => alone).toBe(1)
    await expect(nobody.enter()).rejects.toThrow('nobody answers')
    await listening?.close()

    const { enter } = await open(echo, () => alone++)
    const line = await enter()
    line.close()
    await expect.poll(() => alone).toBe(2)
    await expect(enter()).rejects.toThrow('nobody answers')
  })

  test.skipIf(process.platform === 'win32')('lets no other user near the socket', async () => {
    const { address } = await open(echo)
    expect(statSync(address).mode & 0o077).toBe(0)
  })
})

describe('the address of a socket', () => {
  test.skipIf(process.platform === 'win32').each([
    ['a short path that can be written', '/tmp/a.coldtrail', true, /^\/tmp\/a\.coldtrail\/case\.sock$/],
    ['read-only media', '/tmp/a.coldtrail', false, /coldtrail-\d+\/[0-9a-f]{24}\.sock$/],
    [
      'a path too long for a socket',
      `/tmp/${'long/'.repeat(30)}a.coldtrail`,
      true,
      /coldtrail-\d+\/[0-9a-f]{24}\.sock$/,
    ],
  ])('is right for %s', (_name, path, writable, expected) => {
    expect(socketAddress(path, writable, token)).toMatch(expected)
  })
})
