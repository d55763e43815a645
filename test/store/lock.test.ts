import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isStale, readLock, releaseLock, takeLock } from '../../main/store/lock.ts'
import { folder, removeFolders, secret } from './batches.ts'
import { buildChild } from './build-child.ts'

let child: string
beforeAll(async () => {
  child = await buildChild()
})
afterAll(removeFolders)

/** More than any system gives out. */
const nobodysPid = 2 ** 22 + 12_345

const linux = process.platform === 'linux'
const mine = { pid: process.pid, host: hostname(), startedAt: '2024-01-15T10:00:00Z', processStart: null, ...secret }

describe('a lock is stale', () => {
  test.each([
    ['when its process is gone', { pid: nobodysPid }, true],
    ['not while its process lives', {}, false],
    ['when its number went to a later process', { processStart: '1' }, linux],
    ['not when another computer holds it, whatever runs here', { host: 'elsewhere', pid: nobodysPid }, false],
  ])('%s', (_, change, stale) => {
    expect(isStale({ ...mine, ...change })).toBe(stale)
  })
})

test('it is a file that only its user may read, and goes when it is given back', async () => {
  const path = folder()
  const { lock } = await takeLock(path, secret)
  const file = join(path, 'case.lock')
  expect({ mode: statSync(file).mode & 0o777, read: await readLock(path) }).toEqual({ mode: 0o600, read: lock })
  await releaseLock(path, lock)
  expect({ read: await readLock(path), left: readdirSync(path) }).toEqual({ read: null, left: [] })
})

test.each([
  ['here', {}, /on this computer \(process \d+, since 2024-01-15T10:00:00Z\)/],
  [
    'on another computer',
    { host: 'elsewhere' },
    /on the computer elsewhere \(process \d+, since 2024-01-15T10:00:00Z\).*delete .*case\.lock/,
  ],
])('it refuses a case that is open %s, in a sentence without secrets', async (_, change, sentence) => {
  const path = folder()
  writeFileSync(join(path, 'case.lock'), JSON.stringify({ ...mine, ...change }))
  const refusal = await takeLock(path, secret).catch((error) => error)
  expect(refusal).toMatchObject({ code: 'locked', message: expect.stringMatching(sentence) })
  expect(refusal.message).not.toContain(secret.token)
})

test.each([
  ['of a dead process', JSON.stringify({ ...mine, pid: nobodysPid })],
  ['that a crash tore', '{"pid":12'],
  ['that is empty', ''],
])('it takes over a lock %s', async (_, text) => {
  const path = folder()
  writeFileSync(join(path, 'case.lock'), text)
  const { lock } = await takeLock(path, secret)
  expect({ read: await readLock(path), left: readdirSync(path) }).toEqual({ read: lock, left: ['case.lock'] })
})

test('it takes over from a process that was killed', async () => {
  const path = folder()
  const holder = spawn(process.execPath, [child, 'hold-lock', path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  await expect(takeLock(path, secret)).rejects.toMatchObject({ code: 'locked' })
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const { tookOver } = await takeLock(path, secret)
  expect(tookOver?.pid).toBe(holder.pid)
})

test('it does not give back a lock that somebody else has taken', async () => {
  const path = folder()
  const { lock } = await takeLock(path, secret)
  const other = JSON.stringify({ ...mine, token: 'another' })
  writeFileSync(join(path, 'case.lock'), other)
  await releaseLock(path, lock)
  expect(readFileSync(join(path, 'case.lock'), 'utf8')).toBe(other)
})

test.each([
  ['a stale lock', JSON.stringify({ ...mine, pid: nobodysPid })],
  ['no lock', null],
])('of many processes that find %s at the same moment, one gets the case', async (_, text) => {
  for (let round = 0; round < 3; round++) {
    const path = join(folder(), 'case')
    mkdirSync(path)
    if (text !== null) writeFileSync(join(path, 'case.lock'), text)
    const racers = await Promise.all(Array.from({ length: 5 }, () => racer(path)))
    const start = Date.now() + 50
    const words = await Promise.all(racers.map(({ race }) => race(start)))
    const left = readdirSync(path)
    await Promise.all(racers.map(({ end }) => end()))
    expect({ words: words.sort(), left, leftAfter: readdirSync(path) }).toEqual({
      words: ['got it', 'locked', 'locked', 'locked', 'locked'],
      left: ['case.lock'],
      leftAfter: [],
    })
  }
})

interface Racer {
  race(start: number): Promise<string>
  end(): Promise<void>
}

async function racer(path: string): Promise<Racer> {
  const running = spawn(process.execPath, [child, 'take-lock', path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const word = async (): Promise<string> => String((await once(running.stdout, 'data'))[0]).trim()
  expect(await word()).toBe('ready')
  return {
    race(start) {
      running.stdin.write(`${start}\n`)
      return word()
    },
    async end() {
      running.stdin.end()
      await once(running, 'exit')
    },
  }
}
