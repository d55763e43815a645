import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, download, type Remote } from '../../main/fetch/download.ts'
import { fetchAll } from '../../main/fetch/fetch-all.ts'
import { Gate } from '../../main/fetch/gate.ts'
import { Pace } from '../../main/fetch/pace.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-fetch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = Buffer.from('x'.repeat(5000) + 'y'.repeat(5000))
const md5 = createHash('md5').update(bytes).digest('hex')
const never = new AbortController().signal

type Step = { cut: number } | 'reset' | 'slow' | 'flip' | 'changed' | 'denied' | 'silent' | 'long' | 'whole'

/** An endpoint that does these things one after the other, then answers well; what it was asked is kept. */
function endpoint(
  steps: readonly Step[],
  more: Partial<Answer> = {},
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
    open: async (from, etag) => {
      asked.push([from, etag])
      const step = left.shift() ?? 'whole'
      if (step === 'reset') throw new Error('reset')
      if (step === 'slow') throw new Error('SlowDown')
      if (step === 'changed') throw new Error('changed')
      if (step === 'denied') throw new Error('denied')
      const rest = Buffer.from(bytes.subarray(from))
      if (step === 'flip') rest[10] = 0
      const stream =
        step === 'silent'
          ? new Readable({ read() {} })
          : typeof step === 'object'
            ? Readable.from([rest.subarray(0, step.cut)])
            : Readable.from([rest, ...(step === 'long' ? [Buffer.from('z')] : [])])
      return { stream, bytes: bytes.length, etag: md5, etagIsMd5: true, checksums: {}, ...more }
    },
  }
}

describe('a download', () => {
  test.each<[string, Step[], (readonly [number, string | null])[]]>([
    ['is whole at once', [], [[0, md5]]],
    [
      'goes on where its body was cut',
      [{ cut: 3000 }, { cut: 1000 }],
      [
        [0, md5],
        [3000, md5],
        [4000, md5],
      ],
    ],
    [
      'is tried again after a reset',
      ['reset', 'reset'],
      [
        [0, md5],
        [0, md5],
        [0, md5],
      ],
    ],
    [
      'goes on after "slow down" in the middle',
      [{ cut: 10 }, 'slow'],
      [
        [0, md5],
        [10, md5],
        [10, md5],
      ],
    ],
    [
      'begins anew when a byte was wrong',
      ['flip'],
      [
        [0, md5],
        [0, md5],
      ],
    ],
    [
      'begins anew when it was too long',
      ['long'],
      [
        [0, md5],
        [0, md5],
      ],
    ],
    [
      'takes what is there when the object has changed',
      ['changed'],
      [
        [0, md5],
        [0, null],
      ],
    ],
    [
      'gives up a connection on which nothing comes',
      ['silent'],
      [
        [0, md5],
        [0, md5],
      ],
    ],
  ])('%s', async (_, steps, asked) => {
    const remote = endpoint(steps)
    const got = await download(remote, join(folder, 'x'), new Pace(), never, 150)
    expect(remote.asked).toEqual(asked)
    expect(got).toMatchObject({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    expect(readFileSync(got.path).equals(bytes)).toBe(true)
  })

  test.each<[string, Step[], Partial<Answer>, RegExp]>([
    ['is refused', ['denied'], {}, /^denied$/],
    ['is wrong five times over', Array(5).fill('flip'), {}, /MD5/],
    ['changes five times', Array(5).fill('changed'), {}, /changed/],
    ['has another SHA-256 than S3 keeps', [], { etagIsMd5: false, checksums: { sha256: 'AAAA' } }, /SHA-256/],
    ['has another CRC-32 than S3 keeps', [], { etagIsMd5: false, checksums: { crc32: 'AAAA' } }, /CRC-32/],
    ['has another SHA-1 than S3 keeps', [], { etagIsMd5: false, checksums: { sha1: 'AAAA' } }, /SHA-1/],
  ])('leaves nothing behind when it %s', async (_, steps, more, reason) => {
    await expect(download(endpoint(steps, more), join(folder, 'x'), new Pace(), never)).rejects.toThrow(reason)
    expect(readdirSync(folder)).toEqual([])
  })

  test('takes checksums that hold', async () => {
    const checksums = {
      sha256: createHash('sha256').update(bytes).digest('base64'),
      sha1: createHash('sha1').update(bytes).digest('base64'),
    }
    await download(endpoint([{ cut: 1 }], { checksums }), join(folder, 'x'), new Pace(), never)
    expect(existsSync(join(folder, 'x'))).toBe(true)
  })

  test('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const going = download(endpoint(Array(50).fill('reset')), join(folder, 'x'), new Pace(), stop.signal)
    stop.abort()
    await expect(going).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the pace', () => {
  test('halves once for one wave of refusals, and recovers', () => {
    const pace = new Pace()
    const before = pace.limit
    for (let i = 0; i < 20; i++) pace.slowDown(1000)
    expect(pace.limit).toBe(before / 2)
    pace.slowDown(2000)
    expect(pace.limit).toBe(before / 4)
    for (let i = 0; i < 10_000; i++) pace.good()
    expect(pace.limit).toBe(64)
    for (let i = 0; i < 100; i++) pace.slowDown(10_000 + i * 1000)
    expect(pace.limit).toBe(1)
  })
})

describe('many downloads', () => {
  async function* numbers(count: number) {
    for (let i = 0; i < count; i++) yield i
  }
  const all = (count: number, remote: (item: number) => Remote, gate = new Gate(), signal = never) =>
    fetchAll(numbers(count), { folder, pace: new Pace(), gate, remote, onBytes: () => {} }, signal)

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
    expect(readdirSync(folder)).toHaveLength(90)
  })

  test('never go out more at once than the pace allows', async () => {
    let now = 0
    let most = 0
    const slow = (): Remote => ({
      ...endpoint([]),
      open: async (from, etag, signal) => {
        most = Math.max(most, ++now)
        await setTimeout(5)
        now--
        return endpoint([]).open(from, etag, signal)
      },
    })
    for await (const _ of all(200, slow));
    expect(most).toBeGreaterThan(4)
    expect(most).toBeLessThanOrEqual(64)
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
    expect(readdirSync(folder).length).toBeLessThan(200)
  })

  test('stop at the first trouble of our own disk', async () => {
    rmSync(folder, { recursive: true })
    await expect(all(5, () => endpoint([])).next()).rejects.toThrow(/ENOENT/)
  })
})
