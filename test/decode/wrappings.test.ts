import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { crc32c } from '../../main/decode/crc32c.ts'
import { decodeBytes, event, linesOf, records } from './decoding.ts'
import { snappy } from './snappy-file.ts'
import { zipFile } from './zip-file.ts'

const one = event({ eventID: 'one' })
const two = event({ eventID: 'two' })
const log = Buffer.from(records(one, two))
/** Two events as the zstd command line writes them: from a pipe (no content size), with content size, without checksum. */
const zstd = {
  piped:
    'KLUv/QRY5QMA0oYYHWBtcxTsTN+T8avc6X+zrpbgeAHdilZuRaMIgoAL0YNg6MdJ0V0zFZ99PVm3ym27nhmM9KIxSBWkMtkEUgGkwiy5tKZwPbtN8OvrD4j0tdS6/nWLkBnOYwkfcugjBDZjxaEJAMAjYLzQjQDGOVYRAxcDwmcSvhzmE8sQd3U=',
  sized:
    'KLUv/WQHAO0DAJJGGB1gbXMU7Ezfk/Gr3Ol/s66W4HgB3YpWbkWjCIKAC9GDYOjHSdFdMxWffT1Zt8ptYzDSi8YgVZDKZBNIBZAKs+TSmsL17DbBr68/INLXUuv61y1CZjiPJXzIoY8Q2IwVhwIKAMAjYLzQDQDjDKmgWUUMXAwIn0n4cphPyxB3dQ==',
  unchecked:
    'KLUv/WAHAO0DAJJGGB1gbXMU7Ezfk/Gr3Ol/s66W4HgB3YpWbkWjCIKAC9GDYOjHSdFdMxWffT1Zt8ptYzDSi8YgVZDKZBNIBZAKs+TSmsL17DbBr68/INLXUuv61y1CZjiPJXzIoY8Q2IwVhwIKAMAjYLzQDQDjDKmgWUUMXAwIn0n4cphP',
}
const packed = Object.fromEntries(Object.entries(zstd).map(([name, text]) => [name, Buffer.from(text, 'base64')])) as {
  readonly [name in keyof typeof zstd]: Buffer
}
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] as number) ^ 0xff
  return copy
}

const verdictOf = async (bytes: Uint8Array, name: string) => {
  const result = await decodeBytes(bytes, name)
  const [object] = result.objects
  return {
    state: object?.state,
    reason: object?.reason,
    ids: linesOf(result).map((line) => (line.r as { eventID: string }).eventID),
  }
}
const stored = { state: 'stored', reason: null, ids: ['one', 'two'] }

describe('zstd', () => {
  test.each([
    ['from a pipe', packed.piped],
    ['with its content size', packed.sized],
    ['without a checksum', packed.unchecked],
    ['between skippable frames', Buffer.concat([skippable, packed.sized, skippable])],
    ['inside gzip', gzipSync(packed.sized)],
  ])('it opens zstd %s, whatever the object is called', async (_what, bytes) => {
    expect(await verdictOf(bytes, 'x.json.gz')).toEqual(stored)
  })

  test('it opens frames one behind the other', async () => {
    const { ids } = await verdictOf(Buffer.concat([packed.sized, packed.unchecked, packed.piped]), 'x')
    expect(ids).toEqual(['one', 'two', 'one', 'two', 'one', 'two'])
  })

  test.each([
    ['is cut', packed.sized.subarray(0, -10), 'rejected', /zstd stream ends early/],
    ['holds a wrong checksum', flipped(packed.sized, packed.sized.length - 1), 'rejected', /XXH64.* does not match/],
    ['claims another size', flipped(packed.sized, 5), 'rejected', /a frame holds (?:more|less) than it claims/],
    ['needs a dictionary', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 0]), 'rejected', /dictionary/],
    ['is damaged', flipped(packed.unchecked, 30), 'rejected', /corrupt zstd data|JSON|binary|text/],
    ['has something else behind it', Buffer.concat([packed.sized, log]), 'partial', /no zstd; 2 records/],
    [
      'has a wrong frame behind it',
      Buffer.concat([packed.sized, flipped(packed.sized, packed.sized.length - 1)]),
      'partial',
      /XXH64.* does not match; 2 records/,
    ],
    [
      'asks for a window of a gigabyte',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa0, 1, 0, 0]),
      'rejected',
      /^refused: a zstd window/,
    ],
  ])('it says what is wrong with zstd that %s', async (_what, bytes, state, reason) => {
    expect(await verdictOf(bytes, 'x.json.zst')).toMatchObject({ state, reason: expect.stringMatching(reason) })
  })

  test('it refuses a bomb of repeated bytes', async () => {
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38])
    const block = Buffer.alloc(4)
    block.writeUIntLE((131_072 << 3) | 2, 0, 3)
    const bomb = Buffer.concat([header, ...Array<Buffer>(1000).fill(block)])
    expect(await verdictOf(bomb, 'x')).toMatchObject({ reason: expect.stringMatching(/^refused: .* 400 to 1/) })
  })

  test('it refuses frames that are nothing but work', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x68, 1, 0, 0])
    const bytes = Buffer.concat(Array<Buffer>(1200).fill(frame))
    expect(await verdictOf(bytes, 'x')).toMatchObject({
      reason: expect.stringMatching(/^refused: zstd in more and smaller/),
    })
  }, 30_000)
})

describe('Snappy', () => {
  const large = Buffer.from(records(...Array.from({ length: 900 }, (_, i) => event({ eventID: `id-${i}` }))))

  test.each(Object.entries(snappy))('it opens the %s layout, small and of many blocks', async (_layout, pack) => {
    expect(await verdictOf(pack(log), 'x.gz')).toEqual(stored)
    expect((await verdictOf(pack(large), 'x.snappy')).ids).toHaveLength(900)
    expect(await verdictOf(gzipSync(pack(log)), 'x')).toEqual(stored)
    expect((await decodeBytes(zipFile({ name: 'a', bytes: pack(log) }), 'x.zip')).objects[1]?.records).toBe(2)
  })

  test.each(Object.entries(snappy))('it keeps what comes before the damage in the %s layout', async (_layout, pack) => {
    const { state, reason, ids } = await verdictOf(pack(large).subarray(0, -50), 'x.snappy')
    expect([state, reason]).toEqual(['partial', expect.stringMatching(/the Snappy stream ends early/)])
    expect(ids.length).toBeGreaterThan(500)
  })

  test.each([
    ['claims 4 GiB', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0x41])],
    ['claims 2 GiB, as Hadoop does', Buffer.from([0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xf0, 0x78])],
    ['refers to bytes before its beginning', Buffer.from([10, 1, 5, 0x41, 0x42])],
    ['holds less than it claims', snappy.raw(log).subarray(0, 40)],
    ['has a checksum that is wrong', flipped(snappy.framing(log), 14)],
    ['has a chunk of an unknown kind', Buffer.concat([snappy.framing(Buffer.alloc(0)), Buffer.from([5, 0, 0, 0])])],
    [
      'has a chunk that claims too much',
      Buffer.concat([snappy.framing(Buffer.alloc(0)), Buffer.from([0, 9, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127, 0])]),
    ],
    [
      'has a block that claims too much',
      Buffer.concat([snappy.xerial(Buffer.alloc(0)), Buffer.from([0, 0, 0, 4, 255, 255, 255, 127])]),
    ],
  ])('it rejects Snappy that %s, and allocates nothing for it', async (_what, bytes) => {
    const before = process.memoryUsage().arrayBuffers
    expect(await verdictOf(bytes, 'x.snappy')).toMatchObject({
      state: 'rejected',
      reason: expect.stringMatching(/snappy/i),
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6)
  })

  test('its checksum is that of RFC 3720', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  })
})

test('it refuses more layers than two, of whatever kind', async () => {
  expect(await verdictOf(gzipSync(snappy.framing(packed.sized)), 'x')).toMatchObject({
    state: 'rejected',
    reason: expect.stringMatching(/^refused: more than 2 layers/),
  })
})

test('it opens a zip archive of gzip members one behind the other, as Firehose writes CloudWatch Logs', async () => {
  const message = (id: string) =>
    gzipSync(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '123456789012',
        logGroup: 'trail',
        logStream: 's',
        logEvents: [{ id, timestamp: 1, message: JSON.stringify(event({ eventID: id })) }],
      }),
    )
  const members = Buffer.concat([message('one'), message('two')])
  for (const [bytes, place] of [
    [zipFile({ name: 'stream', bytes: members }), 1],
    [members, 0],
    [gzipSync(members), 0],
  ] as const) {
    const result = await decodeBytes(bytes, 'stream')
    expect(result.objects[place]).toMatchObject({ state: 'stored', records: 2 })
  }
})
