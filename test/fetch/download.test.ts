import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Claims } from '../../main/fetch/check-bytes.ts'
import { download, type Remote } from '../../main/fetch/download.ts'
import { fetchAll } from '../../main/fetch/fetch-all.ts'
import { Gate } from '../../main/fetch/gate.ts'
import { Pace } from '../../main/fetch/pace.ts'
import { Packs } from '../../main/fetch/packs.ts'
import { Watch } from '../../main/fetch/watch.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-fetch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let bytes = Buffer.alloc(0)
let md5 = ''
const ofSize = (size: number) => {
  bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * 7919) % 251))
  md5 = createHash('md5').update(bytes).digest('hex')
}
beforeEach(() => ofSize(10_000))
const never = new AbortController().signal

const watches: Watch[] = []
function watch(run = never, stallAfter?: number): Watch {
  const made = new Watch(run, stallAfter)
  watches.push(made)
  return made
}
afterEach(() => {
  for (const one of watches.splice(0)) one.close()
})

type Step = { cut: number } | 'reset' | 'slow' | 'flip' | 'changed' | 'denied' | 'silent' | 'long' | 'whole'

/** An endpoint that does these things one after the other, then answers well; what it was asked is kept. */
function endpoint(
  steps: readonly Step[],
  more: Partial<Claims> = {},
): Remote & { asked: (readonly [number, string | null])[] } {
  const left = [...steps]
  const asked: (readonly [number, string | null])[] = []
  return {
    asked,
    etag: md5,
    judge: (error) => {
      const { message } = error as Error
      const what =
        message === 'SlowDown' ? 'slow' : message === 'changed' ? 'changed' : message === 'denied' ? 'fail' : 'again'
      return { what, reason: message }
    },
    open: async (from, etag, receive, signal) => {
      asked.push([from, etag])
      const step = left.shift() ?? 'whole'
      if (step === 'reset') throw new Error('reset')
      if (step === 'slow') throw new Error('SlowDown')
      if (step === 'changed') throw new Error('changed')
      if (step === 'denied') throw new Error('denied')
      const rest = Buffer.from(bytes.subarray(from))
      if (step === 'flip') rest[10] = 0
      const take = receive({ bytes: bytes.length, etag: md5, etagIsMd5: true, checksums: {}, ...more })
      if (step === 'silent') await once(signal, 'abort').then(() => Promise.reject(signal.reason))
      else take(typeof step === 'object' ? rest.subarray(0, step.cut) : rest)
      if (step === 'long') take(Buffer.from('z'))
    },
  }
}

function landed({ path, packed, bytes }: Awaited<ReturnType<typeof download>>): Buffer {
  if (packed === null) return readFileSync(path ?? '')
  return readFileSync(packed.path).subarray(packed.from, packed.from + bytes)
}

describe.each([10_000, 300_000])('a download of %i bytes', (size) => {
  beforeEach(() => ofSize(size))

  test.each<[string, Step[], (readonly [number, boolean])[]]>([
    ['is whole at once', [], [[0, true]]],
    [
      'goes on where its body was cut',
      [{ cut: 3000 }, { cut: 1000 }],
      [
        [0, true],
        [3000, true],
        [4000, true],
      ],
    ],
    [
      'is tried again after a reset',
      ['reset', 'reset'],
      [
        [0, true],
        [0, true],
        [0, true],
      ],
    ],
    [
      'goes on after "slow down" in the middle',
      [{ cut: 10 }, 'slow'],
      [
        [0, true],
        [10, true],
        [10, true],
      ],
    ],
    [
      'begins anew when a byte was wrong',
      ['flip'],
      [
        [0, true],
        [0, true],
      ],
    ],
    [
      'begins anew when it was too long',
      ['long'],
      [
        [0, true],
        [0, true],
      ],
    ],
    [
      'takes what is there when the object has changed',
      ['changed'],
      [
        [0, true],
        [0, false],
      ],
    ],
    [
      'gives up a connection on which nothing comes',
      ['silent'],
      [
        [0, true],
        [0, true],
      ],
    ],
  ])('%s', async (_, steps, asked) => {
    const remote = endpoint(steps)
    const got = await download(remote, join(folder, 'x'), new Packs(folder), new Pace(), watch(never, 150))
    expect(remote.asked).toEqual(asked.map(([from, isSame]) => [from, isSame ? md5 : null]))
    expect(got).toMatchObject({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    expect(landed(got).equals(bytes)).toBe(true)
  })

  test.each<[string, Step[], Partial<Claims>, RegExp]>([
    ['is refused', ['denied'], {}, /^denied$/],
    ['is wrong five times over', Array(5).fill('flip'), {}, /MD5/],
    ['changes five times', Array(5).fill('changed'), {}, /changed/],
    ['has another SHA-256 than S3 keeps', [], { etagIsMd5: false, checksums: { sha256: 'AAAA' } }, /SHA-256/],
    ['has another CRC-32 than S3 keeps', [], { etagIsMd5: false, checksums: { crc32: 'AAAA' } }, /CRC-32/],
    ['has another SHA-1 than S3 keeps', [], { etagIsMd5: false, checksums: { sha1: 'AAAA' } }, /SHA-1/],
  ])('leaves nothing behind when it %s', async (_, steps, more, reason) => {
    await expect(
      download(endpoint(steps, more), join(folder, 'x'), new Packs(folder), new Pace(), watch()),
    ).rejects.toThrow(reason)
    expect(readdirSync(folder)).toEqual([])
  })

  test('takes checksums that hold', async () => {
    const checksums = {
      sha256: createHash('sha256').update(bytes).digest('base64'),
      sha1: createHash('sha1').update(bytes).digest('base64'),
    }
    const remote = endpoint([{ cut: 1 }], { checksums })
    const got = await download(remote, join(folder, 'x'), new Packs(folder), new Pace(), watch())
    expect(landed(got).equals(bytes)).toBe(true)
  })

  test('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const going = download(
      endpoint(Array(50).fill('reset')),
      join(folder, 'x'),
      new Packs(folder),
      new Pace(),
      watch(stop.signal),
    )
    stop.abort()
    await expect(going).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('many downloads', () => {
  async function* numbers(count: number) {
    for (let i = 0; i < count; i++) yield i
  }
  const all = (
    count: number,
    remote: (item: number) => Remote | null,
    gate = new Gate(),
    signal = never,
    pace = new Pace(),
  ) => fetchAll(numbers(count), { folder, packs: new Packs(folder), pace, gate, remote, onBytes: () => {} }, signal)

  test('come one for each item, whether it can be had or not', async () => {
    const had: number[] = []
    const not: number[] = []
    for await (const one of all(100, (item) =>
      endpoint(item % 10 === 3 ? ['denied'] : item % 7 === 0 ? [{ cut: 5 }] : []),
    )) {
      if (one.ok) had.push(one.item)
      else not.push(one.item)
    }
    expect(not.sort((a, b) => a - b)).toEqual([3, 13, 23, 33, 43, 53, 63, 73, 83, 93])
    expect(had).toHaveLength(90)
    expect(readdirSync(folder)).toEqual(['pack-0'])
  })

  test('leave out what there is no use in fetching, and go no further ahead for that', async () => {
    let asked = 0
    const answered: number[] = []
    const some = all(100_000, () => {
      asked++
      return null
    })
    for await (const one of some) {
      answered.push(one.item)
      expect(one).toMatchObject({ ok: false, reason: null })
      expect(asked - answered.length).toBeLessThan(1000)
      if (answered.length === 3000) break
    }
    expect(new Set(answered).size).toBe(3000)
  })

  test('never go out more at once than the pace allows', async () => {
    let now = 0
    let most = 0
    const slow = (): Remote => ({
      ...endpoint([]),
      open: async (from, etag, receive, signal) => {
        most = Math.max(most, ++now)
        await setTimeout(5)
        now--
        return endpoint([]).open(from, etag, receive, signal)
      },
    })
    const pace = new Pace()
    Object.defineProperty(pace, 'limit', { value: 7 })
    for await (const _ of all(200, slow, new Gate(), never, pace));
    expect(most).toBe(7)
  })

  test('wait while they are paused', async () => {
    const gate = new Gate()
    gate.close()
    let came = 0
    const reading = (async () => {
      for await (const _ of all(10, () => endpoint([]), gate)) came++
    })()
    await setTimeout(50)
    expect(came).toBe(0)
    gate.open()
    await reading
    expect(came).toBe(10)
  })

  test('end without leaving requests or files when nobody wants more', async () => {
    for await (const _ of all(500, () => endpoint([]))) break
    const stop = new AbortController()
    for await (const _ of all(500, () => endpoint([]), new Gate(), stop.signal)) stop.abort()
    expect(readdirSync(folder).filter((name) => !name.startsWith('pack-'))).toEqual([])
  })

  test('stop at the first trouble of our own disk', async () => {
    rmSync(folder, { recursive: true })
    await expect(all(5, () => endpoint([])).next()).rejects.toThrow(/ENOENT/)
  })
})

describe('a pack', () => {
  test('goes when the last of its objects is given back, and the rest when all is over', () => {
    const packs = new Packs(folder)
    const big = Buffer.alloc(20 << 20)
    const first = [packs.add(big), packs.add(big)]
    const second = packs.add(Buffer.from('x'))
    expect(second).toEqual({ path: join(folder, 'pack-1'), from: 0 })
    for (const packed of first) packs.release(packed)
    expect(readdirSync(folder)).toEqual(['pack-1'])
    packs.release(second)
    expect(readdirSync(folder)).toEqual(['pack-1'])
    packs.close()
    expect(readdirSync(folder)).toEqual([])
  })
})
