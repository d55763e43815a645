import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Task } from '../../main/collect-worker.ts'
import type { Found } from '../../main/source/folder.ts'
import { WorkerPool } from '../../main/worker-pool.ts'

let folder = ''
let threads = 0
const began = () => threads++
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-pool-'))
  for (const name of ['tmp', 'evidence']) mkdirSync(join(folder, name))
  threads = 0
  process.on('worker', began)
})
afterEach(() => {
  process.off('worker', began)
  rmSync(folder, { recursive: true, force: true })
})

function found(name: string, bytes: number): Found {
  const path = join(folder, name)
  writeFileSync(path, `{"Records":[{"eventID":"${name}"}]}`.padEnd(bytes))
  return { uri: path, path, bytes, modifiedAt: null, unreadable: null }
}

/** Two batches whose objects arrive in lots, one lot after the other. */
async function* arriving(bytes: number): AsyncGenerator<Task> {
  for (const number of [0, 1]) {
    const lots = [0, 1, 2].map((lot) => [found(`${number}-${lot}`, bytes)])
    const more = (async function* () {
      yield* lots
    })()
    yield { number, objects: [], more, as: null, inPlace: true }
  }
}

async function read(tasks: AsyncIterable<Task> | Iterable<Task>): Promise<readonly number[]> {
  const pool = new WorkerPool(folder, 2, () => false)
  const objects: number[] = []
  const never = new AbortController().signal
  for await (const { batch } of pool.read(tasks, false, () => {}, never)) objects.push(batch.objects.length)
  await pool.close()
  return objects
}

test.each([
  ['one thread reads small objects as they arrive', 100, 1],
  ['a second one helps when they lag behind', 4 << 20, 2],
])('%s', async (_, bytes, expected) => {
  expect(await read(arriving(bytes))).toEqual([3, 3])
  expect(threads).toBe(expected)
})

test.each([1, 2, 3])(
  'of %i batches that are there from the beginning each has a thread, as far as there are some',
  async (count) => {
    const tasks = Array.from({ length: count }, (_, number) => {
      return { number, objects: [found(`${number}`, 100)], as: null, inPlace: true }
    })
    expect(await read(tasks)).toEqual(tasks.map(() => 1))
    expect(threads).toBe(Math.min(count, 2))
  },
)
