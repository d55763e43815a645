import { beforeEach, expect, it, vi } from 'vitest'
import { type EngineProcesses, engineProcesses } from '../../main/desktop/engine-process.ts'
import { type FakeUtilityProcess, utilityProcess } from './fake-electron.ts'

let engines: EngineProcesses

beforeEach(() => {
  vi.clearAllMocks()
  utilityProcess.started.length = 0
  engines = engineProcesses()
})

const started = () => utilityProcess.started.at(-1) as FakeUtilityProcess
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

it('starts the engine in a process of its own', () => {
  engines.start('/app/out/main/engine.js', '{"path":"/case"}')
  expect(utilityProcess.fork).toHaveBeenCalledExactlyOnceWith('/app/out/main/engine.js', ['{"path":"/case"}'], {
    serviceName: 'Coldtrail engine',
    stdio: process.env.COLDTRAIL_LOG ? 'inherit' : 'ignore',
    env: { ...process.env, UV_THREADPOOL_SIZE: '32' },
  })
})

it('passes on its word and its exit, also to who listens late', async () => {
  const engine = engines.start('/engine.js', '{}')
  const heard: unknown[] = []
  engine.onWord((word) => heard.push(word))
  started().emit('message', { kind: 'ready', address: 'a', token: 't' })
  started().emit('exit', 3)
  await turn()
  engine.onWord((word) => heard.push(word))
  engine.onExit((code) => heard.push(code))
  await turn()
  const ready = { kind: 'ready', address: 'a', token: 't' }
  expect(heard).toEqual([ready, ready, 3])
})

it('survives a fatal error of the engine', async () => {
  const codes: unknown[] = []
  engines.start('/engine.js', '{}').onExit((code) => codes.push(code))
  expect(() => started().emit('error', 'FatalError', 'v8', '{}')).not.toThrow()
  started().emit('exit', 134)
  await turn()
  expect(codes).toEqual([134])
})

it('waits for engines to end before Electron does', async () => {
  engines.start('/engine.js', '{}')
  let ended = false
  const waiting = engines.ended(10_000).then(() => {
    ended = true
  })
  await turn()
  expect(ended).toBe(false)
  started().emit('exit', 0)
  await waiting
  expect(started().kill).not.toHaveBeenCalled()
})

it('ends an engine that does not', async () => {
  engines.start('/engine.js', '{}')
  await engines.ended(10)
  expect(started().kill).toHaveBeenCalledOnce()
})
