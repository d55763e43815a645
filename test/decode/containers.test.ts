import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeBytes, event, linesOf, records } from './decoding.ts'
import { zipFile } from './zip-file.ts'

const one = event({ eventID: 'one' })
const two = event({ eventID: 'two' })
const gz = (text: string | Uint8Array) => gzipSync(text)
const verdictOf = async (bytes: Uint8Array | string, name?: string) => {
  const result = await decodeBytes(bytes, name)
  return {
    state: result.objects[0]?.state,
    reason: result.objects[0]?.reason,
    ids: linesOf(result).map((line) => (line.r as { eventID: string }).eventID),
    flags: [...new Set(linesOf(result).map((line) => line.f))],
  }
}
const stored = (...ids: string[]) => ({ state: 'stored', reason: null, ids, flags: [undefined] })

describe('gzip', () => {
  const whole = gz(records(one, two))
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] as number) ^ 0xff
    return copy
  }
  // Flags for an extra field, a name, a comment and a header checksum (RFC 1952).
  const decorated = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]),
    Buffer.from('a.json\0hello\0'),
    Buffer.from([0, 0]),
    whole.subarray(10),
  ])

  test.each([
    ['whatever the object is called', whole, 'something.txt', stored('one', 'two')],
    ['not where only the name says so', Buffer.from(records(one)), 'x.json.gz', stored('one')],
    ['with every optional header field', decorated, 'x.gz', stored('one', 'two')],
    ['of many members', Buffer.concat([gz(records(one)), gz(''), gz(records(two))]), 'x.gz', stored('one', 'two')],
    [
      'with a record that spans members',
      Buffer.concat([gz(records(one).slice(0, 99)), gz(records(one).slice(99))]),
      'x.gz',
      stored('one'),
    ],
    ['with zeros behind it', Buffer.concat([whole, Buffer.alloc(512)]), 'x.gz', stored('one', 'two')],
    ['inside gzip', gz(whole), 'x.gz', stored('one', 'two')],
  ])('it opens gzip %s', async (_what, bytes, name, expected) => {
    expect(await verdictOf(bytes, name)).toEqual(expected)
  })

  test.each([
    [
      'is cut in the data',
      gz(
        records(
          one,
          two,
          event({
            userAgent: Array.from({ length: 99 }, (_, i) => createHash('md5').update(`${i}`).digest('hex')).join(),
          }),
        ),
      ).subarray(0, -1000),
      /gzip stream ends early; ends inside record/,
    ],
    ['is cut in the trailer', whole.subarray(0, -3), /gzip stream ends early; 2 records/],
    ['has no trailer', whole.subarray(0, -8), /gzip stream ends early; 2 records/],
    ['is followed by something else', Buffer.concat([whole, Buffer.from('garbage')]), /no gzip; 2 records/],
    ['is followed by zeros and something else', Buffer.concat([whole, Buffer.alloc(9), whole]), /no gzip; 2 records/],
    ['is followed by half a header', Buffer.concat([whole, whole.subarray(0, 5)]), /ends early; 2 records/],
    [
      'is followed by a member that is damaged',
      Buffer.concat([whole, flipped(whole, whole.length - 6)]),
      /gzip member 2: the checksum/,
    ],
  ])('it keeps and flags what is there when gzip %s', async (_what, bytes, reason) => {
    expect(await verdictOf(bytes, 'x.gz')).toMatchObject({
      state: 'partial',
      reason: expect.stringMatching(reason),
      flags: ['damaged'],
    })
  })

  test.each([
    ['a wrong checksum', flipped(whole, whole.length - 6), /CRC-32.* does not match/],
    ['a wrong length', flipped(whole, whole.length - 2), /length of the gzip data/],
    ['corrupt data', flipped(whole, 10), /corrupt gzip data|CRC-32/],
    ['nothing inside', gz(''), /the compressed stream holds nothing/],
    ['more than two layers', gz(gz(whole)), /^refused: more than 2 layers/],
  ])('it rejects gzip with %s', async (_what, bytes, reason) => {
    expect(await verdictOf(bytes, 'x.gz')).toEqual({
      state: 'rejected',
      reason: expect.stringMatching(reason),
      ids: [],
      flags: [],
    })
  })

  test('it refuses a bomb whose members are small one by one', async () => {
    const member = gz(Buffer.alloc(16 * 1024 * 1024))
    const bomb = Buffer.concat(Array<Buffer>(40).fill(member))
    expect(await verdictOf(bomb, 'x.gz')).toMatchObject({
      state: 'rejected',
      reason: expect.stringMatching(/^refused: .* 400 to 1/),
    })
  })

  test('it reads more than it may hold at once in pieces, and judges it as it judges small objects', async () => {
    const all = 2_150
    const padding = 'all work and no play '.repeat(1500)
    const body = Buffer.from(
      records(...Array.from({ length: all }, (_, i) => event({ eventID: `id-${i}`, userAgent: padding }))),
    )
    expect(body.length).toBeGreaterThan(64 * 1024 * 1024)
    const half = Math.trunc(body.length / 2)
    const large = Buffer.concat([
      gzipSync(body.subarray(0, half), { level: 1 }),
      gzipSync(body.subarray(half), { level: 1 }),
    ])
    const results = []
    for (const bytes of [
      large,
      large.subarray(0, -100_000),
      flipped(large, large.length - 6),
      Buffer.concat([large, Buffer.from('garbage')]),
    ]) {
      const { objects, lines } = await decodeBytes(bytes, 'x.gz')
      const framed = lines.cloudtrail ?? Buffer.alloc(0)
      let count = 0
      for (let at = framed.indexOf(10); at >= 0; at = framed.indexOf(10, at + 1)) count++
      const [object] = objects
      const isFlagged = framed.includes(',"f":"damaged",')
      results.push([
        object?.state,
        object?.reason?.replace(/\d+/g, 'N'),
        object?.records === count,
        isFlagged,
        count === all,
      ])
    }
    expect(results).toEqual([
      ['stored', undefined, true, false, true],
      ['partial', 'the gzip stream ends early; ends inside record N; N records kept', true, true, false],
      [
        'partial',
        'gzip member N: the checksum (CRC-N) of the gzip data does not match; ends inside record N; N records kept',
        true,
        true,
        false,
      ],
      ['partial', 'what follows the last sound gzip member is no gzip; N records kept', true, true, true],
    ])
  }, 60_000)
})

describe('zip', () => {
  test('it reads every entry as an object of its own, whose name is never a path', async () => {
    const bytes = zipFile(
      { name: '../../evil.json', bytes: records(one) },
      { name: 'folder/', bytes: '' },
      { name: 'folder/log.json.gz', bytes: gz(records(two)) },
      { name: 'C:\\notes.txt', bytes: 'nothing to see' },
    )
    const result = await decodeBytes(bytes, 'all.zip')
    expect(
      result.objects.map(({ uri, state, format, records: count, member, modifiedAt }) => [
        uri,
        state,
        format,
        count,
        member,
        modifiedAt !== null,
      ]),
    ).toEqual([
      ['file:///evidence/all.zip', 'stored', 'zip', 0, null, false],
      ['file:///evidence/all.zip!/../../evil.json', 'stored', 'cloudtrail', 1, { of: 0, entry: 0 }, true],
      ['file:///evidence/all.zip!/folder/log.json.gz', 'stored', 'cloudtrail', 1, { of: 0, entry: 2 }, true],
      ['file:///evidence/all.zip!/C:\\notes.txt', 'skipped', null, 0, { of: 0, entry: 3 }, true],
    ])
    expect(linesOf(result).map(({ o, n }) => [o, n])).toEqual([
      [1, 0],
      [2, 0],
    ])
    expect(result.objects[1]?.sha256).toBe(createHash('sha256').update(records(one)).digest('hex'))
  })

  test.each([
    ['inside another', { name: 'a.zip', bytes: zipFile({ name: 'b', bytes: 'c' }) }, /^refused: a zip archive inside/],
    ['that is encrypted', { name: 'a.json', bytes: records(one), encrypted: true as const }, /^encrypted/],
    ['packed in another way', { name: 'a.json', bytes: records(one), method: 12 }, /zip method 12/],
    ['whose checksum is wrong', { name: 'a.json', bytes: records(one), sum: 1 }, /CRC-32/],
    ['that is larger than it says', { name: 'a.json', bytes: records(one), size: 10 }, /broken zip archive/],
    ['that says it is a bomb', { name: 'a.json', bytes: records(one), size: 3_000_000_000 }, /^refused|broken/],
  ])('it rejects an entry %s', async (_what, entry, reason) => {
    const { objects, lines } = await decodeBytes(zipFile(entry), 'x.zip')
    expect(objects.at(-1)).toMatchObject({
      state: expect.stringMatching('rejected|partial'),
      reason: expect.stringMatching(reason),
    })
    expect(lines).toEqual({})
  })

  test.each([
    ['without entries', zipFile(), /a zip archive without entries/],
    ['that is cut short', zipFile({ name: 'a.json', bytes: records(one) }).subarray(0, -10), /broken zip archive/],
    [
      'of more than 10,000 entries',
      zipFile(...Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}`, bytes: '' }))),
      /^refused: a zip archive of 10001 entries/,
    ],
  ])('it rejects an archive %s', async (_what, bytes, reason) => {
    expect(await verdictOf(bytes, 'x.zip')).toMatchObject({ state: 'rejected', reason: expect.stringMatching(reason) })
  })
})

test.each([
  ['bzip2', Buffer.from('BZh91AY&SY'), /^bzip2-compressed/],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], /^xz-compressed/],
  ['parquet', Buffer.from('PAR1PAR1'), /^parquet/],
  ['7-zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], /^7-zip archive/],
  ['tar', tarHeader(), /^tar archive: .*; unpack it and import the folder$/],
  ['RAR', Buffer.from('Rar!\x1a\x07'), /^RAR archive/],
])('it rejects %s by its magic bytes and says what it is, also inside gzip', async (_what, bytes, reason) => {
  const expected = { state: 'rejected', reason: expect.stringMatching(reason) }
  expect(await verdictOf(Buffer.from(bytes), 'x.txt')).toMatchObject(expected)
  expect(await verdictOf(gz(Buffer.from(bytes)), 'x.txt')).toMatchObject(expected)
})

/** How a tar begins: the name of its first file, and the word behind it. */
function tarHeader(): Buffer {
  const header = Buffer.alloc(1024)
  header.write('logs/trail.json.gz')
  header.write('ustar', 257)
  return header
}

test.each([
  ['', 'AWSLogs/', 'skipped', /folder marker/],
  ['', 'x.json', 'skipped', /empty object/],
  ['\x1f', 'x.json.gz', 'rejected', /named like a log/],
  ['<!DOCTYPE html><html></html>', 'x.json.gz', 'rejected', /an HTML page/],
  ['<!DOCTYPE html><html></html>', 'readme.html', 'skipped', /an HTML page/],
  ["{'Records':[]}", 'x.json', 'rejected', /single quotes/],
  ['{"foo":1}', 'x.json', 'rejected', /fields are "foo"/],
  ['{"foo":1}', 'package.lock', 'skipped', /fields are "foo"/],
  ['{"Records":null}', 'x.json', 'rejected', /"Records" is null/],
  ['{"Records":{"0":{}}}', 'x.json', 'rejected', /"Records" is an object/],
  ['{"Events":[{"Id":1}]}', 'x.json', 'rejected', /fields are "Id"/],
  ['notes of the analyst', 'README.txt', 'skipped', /it looks like text/],
  ['\xff\xd8\xff\xe0', 'photo.jpg', 'skipped', /a JPEG image/],
  ['\0\0\0\0\0\0\0\0', 'Thumbs.db', 'skipped', /zero bytes/],
  ['eventName,_col1\nListBuckets,12\n', 'result_1.csv.gz', 'skipped', /CloudTrail Lake query whose rows are no events/],
  [
    '{"Records":[{"eventSource":"aws:dynamodb","eventName":"MODIFY","awsRegion":"x","eventID":"1","eventVersion":"1.1","dynamodb":{}}]}',
    'x.json',
    'skipped',
    /changes of a DynamoDB table/,
  ],
])('it says what is no log: %j called %s', async (text, name, state, reason) => {
  const result = await decodeBytes(Buffer.from(text, 'latin1'), name)
  expect(result.objects).toMatchObject([{ state, reason: expect.stringMatching(reason), records: 0 }])
  expect(result.lines).toEqual({})
})

test('it reads records as the format that the person names, whatever they look like', async () => {
  const text = '{"Records":[{"eventName":"Custom"}]}'
  const asked = await decodeBytes(text, 'x.json', 'cloudtrail')
  expect([
    (await decodeBytes(text, 'x.json')).objects[0]?.state,
    asked.objects[0]?.state,
    linesOf(asked).length,
  ]).toEqual(['rejected', 'stored', 1])
})

test('it stores digest files without events', async () => {
  const digest = { awsAccountId: '1', digestS3Object: 'x', digestEndTime: '2024-01-15T10:00:00Z', logFiles: [] }
  const { objects, lines } = await decodeBytes(gz(JSON.stringify(digest)), 'x.json.gz')
  expect(objects).toMatchObject([{ state: 'stored', format: 'cloudtrail-digest', records: 0, reason: null }])
  expect(lines).toEqual({})
})

test('it hashes the bytes as they are stored', async () => {
  const bytes = gz(records(one))
  expect((await decodeBytes(bytes)).objects[0]).toMatchObject({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  })
})
