import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import type { Batch } from '../../shared/batch.ts'
import type { Decoder } from '../../shared/decoder.ts'
import { batchOf, decoders, folder, type Given, plain, record, removeFolders, secret, version } from './batches.ts'

let file: CaseFile
beforeEach(async () => {
  file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
})
afterEach(() => file.close())
afterAll(removeFolders)

async function commit(given: readonly Given[]) {
  return (await file.commit(batchOf(file.tmp, given), decoders, 1)).objects
}

function counts(objects: Awaited<ReturnType<typeof commit>>): readonly string[] {
  return objects.map(({ object_id, state, events, duplicates, conflicts, bad }) =>
    [object_id, state, `${events} events`, `${duplicates} again`, `${conflicts} other`, `${bad} bad`].join(', '),
  )
}

/** Places (object:ordinal) of what is stored, what was found again and what contradicts. */
async function state() {
  const places = async (sql: string) => (await file.db.all<{ p: string }>(sql)).map(({ p }) => p)
  return {
    events: await places("SELECT object_id || ':' || ordinal AS p FROM event ORDER BY object_id, ordinal"),
    again: await places(
      "SELECT object_id || ':' || ordinal || ' = ' || other_object_id || ':' || other_ordinal AS p FROM event_origin ORDER BY ALL",
    ),
    other: await places(
      "SELECT object_id || ':' || ordinal || ' ≠ ' || other_object_id || ':' || other_ordinal AS p FROM conflict ORDER BY ALL",
    ),
  }
}

test('it stores what a record says, where it was and what it came from', async () => {
  const metadata = { 'x-amz-meta-signature': 'ab', nested: { 'k"': [1] } }
  const object = { metadata, unmapped: { newField: 2 }, keeping: { kind: 'in-place' as const, path: "/logs/it's" } }
  const records = [
    record('1', { requestParameters: { a: 1 } }),
    { eventID: '2', eventTime: '1970-01-01' },
    { eventID: '3', eventTime: 'soon' },
  ]
  await commit([{ uri: "s3://b/it's \ud800", records, object }])
  expect({
    events: await file.db.all(
      'SELECT time, format, id, action, request, object_id, ordinal FROM event ORDER BY ordinal',
    ),
    object: await file.db.all('SELECT * EXCLUDE (imported_at, imported_by, sha256) FROM object'),
  }).toEqual({
    events: [
      {
        time: '2024-01-15T10:00:00Z',
        format: 'plain',
        id: '1',
        action: 'ListBuckets',
        request: '{"a":1}',
        object_id: 1,
        ordinal: 0,
      },
      { time: '1970-01-01T00:00:00Z', format: 'plain', id: '2', action: null, request: null, object_id: 1, ordinal: 1 },
      { time: null, format: 'plain', id: '3', action: null, request: null, object_id: 1, ordinal: 2 },
    ],
    object: [
      {
        object_id: 1,
        uri: "s3://b/it's \ufffd",
        parent: null,
        entry: null,
        state: 'stored',
        reason: null,
        format: 'plain',
        bytes: 178,
        modified_at: '2024-01-15T10:00:00Z',
        metadata: JSON.stringify(metadata),
        evidence: 'in-place',
        evidence_path: "/logs/it's",
        import_id: 1,
        events: 3,
        duplicates: 0,
        conflicts: 0,
        bad_records: 0,
        first: '1970-01-01T00:00:00Z',
        last: '2024-01-15T10:00:00Z',
        unmapped: '{"newField":2}',
        integrity: null,
      },
    ],
  })
})

const nested = (text: string) => `{"eventID":"1","eventTime":"2024-01-15T10:00:00Z","requestParameters":${text}}`

describe('the same event', () => {
  test.each<[string, readonly (readonly Given[])[], Awaited<ReturnType<typeof state>>]>([
    [
      'in a later batch is a duplicate',
      [[{ uri: 'a', records: [record('1'), record('2')] }], [{ uri: 'b', records: [record('2'), record('3')] }]],
      { events: ['1:0', '1:1', '2:1'], again: ['1:1 = 2:0'], other: [] },
    ],
    [
      'twice in a batch is a duplicate',
      [
        [
          { uri: 'a', records: [record('1'), record('1')] },
          { uri: 'b', records: [record('2'), record('1')] },
        ],
      ],
      { events: ['1:0', '2:0'], again: ['1:0 = 1:1', '1:0 = 2:1'], other: [] },
    ],
    [
      'with keys in another order and other escapes is a duplicate',
      [
        [{ uri: 'a', texts: [nested('{"a":{"x":1,"y":"A"},"b":[1,2]}')] }],
        [{ uri: 'b', texts: [nested('{"b":[1,2],"a":{"y":"\\u0041","x":1}}')] }],
      ],
      { events: ['1:0'], again: ['1:0 = 2:0'], other: [] },
    ],
    [
      'with another number is a conflict, however close',
      [
        [{ uri: 'a', texts: [nested('{"n":12345678901234567890}')] }],
        [{ uri: 'b', texts: [nested('{"n":12345678901234567891}')] }],
      ],
      { events: ['1:0', '2:0'], again: [], other: ['1:0 ≠ 2:0'] },
    ],
    [
      'with a list in another order is a conflict',
      [[{ uri: 'a', texts: [nested('[1,2]')] }], [{ uri: 'b', texts: [nested('[2,1]')] }]],
      { events: ['1:0', '2:0'], again: [], other: ['1:0 ≠ 2:0'] },
    ],
    [
      'at another time is a conflict',
      [
        [{ uri: 'a', records: [record('1')] }],
        [{ uri: 'b', records: [record('1', { eventTime: '2031-01-01T00:00:00Z' })] }],
      ],
      { events: ['1:0', '2:0'], again: [], other: ['1:0 ≠ 2:0'] },
    ],
    [
      'without the request is a conflict',
      [
        [{ uri: 'a', texts: [nested('{}')] }],
        [{ uri: 'b', records: [{ eventID: '1', eventTime: '2024-01-15T10:00:00Z' }] }],
      ],
      { events: ['1:0', '2:0'], again: [], other: ['1:0 ≠ 2:0'] },
    ],
    [
      'once more after a conflict is a duplicate of the one that it equals',
      [
        [{ uri: 'a', records: [record('1')] }],
        [{ uri: 'b', records: [record('1', { eventName: 'Forged' })] }],
        [{ uri: 'c', records: [record('1', { eventName: 'Forged' }), record('1'), record('1', { eventName: 'New' })] }],
      ],
      { events: ['1:0', '2:0', '3:2'], again: ['1:0 = 3:1', '2:0 = 3:0'], other: ['1:0 ≠ 2:0', '1:0 ≠ 3:2'] },
    ],
    [
      'is not to be told without an id',
      [
        [
          {
            uri: 'a',
            records: [
              { eventName: 'X' },
              { eventName: 'X' },
              { eventID: '', eventName: 'X' },
              { eventID: '', eventName: 'X' },
            ],
          },
        ],
      ],
      { events: ['1:0', '1:1', '1:2', '1:3'], again: [], other: [] },
    ],
  ])('%s', async (_, batches, expected) => {
    for (const batch of batches) await commit(batch)
    expect(await state()).toEqual(expected)
  })

  test('is counted for each object', async () => {
    await commit([{ uri: 'a', records: [record('1'), record('2')] }])
    const objects = await commit([
      { uri: 'b', records: [record('1'), record('2'), record('3')] },
      { uri: 'c', records: [record('3'), record('2', { eventName: 'Forged' })] },
    ])
    expect(counts(objects)).toEqual([
      '2, stored, 1 events, 2 again, 0 other, 0 bad',
      '3, stored, 1 events, 1 again, 1 other, 0 bad',
    ])
    expect(await file.db.all('SELECT object_id, events, duplicates, conflicts FROM object ORDER BY ALL')).toEqual([
      { object_id: 1, events: 2, duplicates: 0, conflicts: 0 },
      { object_id: 2, events: 1, duplicates: 2, conflicts: 0 },
      { object_id: 3, events: 1, duplicates: 1, conflicts: 1 },
    ])
  })

  test('a hundred thousand times costs seconds, not hours', async () => {
    const [bomb] = await commit([
      { uri: 'bomb', records: Array(100_000).fill(record('1', { requestParameters: { a: 'x' } })) },
    ])
    expect(bomb).toMatchObject({ events: 1, duplicates: 99_999, conflicts: 0 })
  })

  test('written ten thousand ways costs seconds, and each way stays', async () => {
    const texts = Array.from({ length: 10_000 }, (_, n) => nested(`{"n":${n}}`))
    const [bomb] = await commit([{ uri: 'bomb', texts }])
    expect(bomb).toMatchObject({ events: 10_000, duplicates: 0, conflicts: 9_999 })
  })
})

describe('an object', () => {
  const a = { uri: 'a', records: [record('1')] }

  test.each<[string, readonly Given[], readonly Given[], readonly string[], number]>([
    [
      'of the same name and bytes is a duplicate without a line',
      [a],
      [a],
      ['1, duplicate, 0 events, 0 again, 0 other, 0 bad'],
      1,
    ],
    [
      'of the same bytes is a duplicate with a line',
      [a],
      [{ ...a, uri: 'b' }],
      ['2, duplicate, 0 events, 0 again, 0 other, 0 bad'],
      2,
    ],
    [
      'of the same name and other bytes is new',
      [a],
      [{ uri: 'a', records: [record('2')] }],
      ['2, stored, 1 events, 0 again, 0 other, 0 bad'],
      2,
    ],
    [
      'is compared with those of its own batch',
      [],
      [a, { ...a, uri: 'b' }, a],
      [
        '1, stored, 1 events, 0 again, 0 other, 0 bad',
        '2, duplicate, 0 events, 0 again, 0 other, 0 bad',
        '1, duplicate, 0 events, 0 again, 0 other, 0 bad',
      ],
      2,
    ],
    [
      'that failed in the same way before gets no other line',
      [{ uri: 'x', object: { state: 'rejected', reason: 'no', sha256: null } }],
      [{ uri: 'x', object: { state: 'rejected', reason: 'no', sha256: null } }],
      ['1, rejected, 0 events, 0 again, 0 other, 0 bad'],
      1,
    ],
    [
      'that failed before and can be read now takes the place of the failure',
      [{ uri: 'a', object: { state: 'rejected', reason: 'may not be read', sha256: null } }],
      [a],
      ['2, stored, 1 events, 0 again, 0 other, 0 bad'],
      1,
    ],
    [
      'that was skipped is no reason to call others of its bytes duplicates',
      [{ ...a, object: { state: 'skipped', reason: 'no log' } }],
      [{ ...a, uri: 'b' }],
      ['2, stored, 1 events, 0 again, 0 other, 0 bad'],
      2,
    ],
    [
      'that could not be kept stores no events, though its lines are there',
      [],
      [
        { ...a, object: { state: 'rejected', reason: 'cannot be kept' } },
        { uri: 'b', records: [record('2')] },
      ],
      ['1, rejected, 0 events, 0 again, 0 other, 0 bad', '2, stored, 1 events, 0 again, 0 other, 0 bad'],
      2,
    ],
  ])('%s', async (_, before, then, expected, ledger) => {
    await commit(before)
    expect(counts(await commit(then))).toEqual(expected)
    expect(await file.db.all('SELECT count(*) AS n FROM object')).toEqual([{ n: ledger }])
  })

  test('tells whose bytes it has', async () => {
    await commit([a])
    const [again] = await commit([{ ...a, uri: 'b' }])
    expect(again?.reason).toBe('same bytes as object 1, a')
  })

  test('out of an archive knows its archive, also when only the archive was there before', async () => {
    const archive = { uri: 'z.zip', object: { format: 'zip' } }
    const member = (entry: number, id: string): Given => ({
      uri: `z.zip!/${entry}`,
      records: [record(id)],
      object: { keeping: { kind: 'member', of: 0, entry } },
    })
    await commit([archive, member(0, '1')])
    await commit([archive, member(0, '1'), member(1, '2')])
    expect(await file.db.all('SELECT object_id, uri, parent, entry, evidence FROM object ORDER BY ALL')).toEqual([
      { object_id: 1, uri: 'z.zip', parent: null, entry: null, evidence: 'none' },
      { object_id: 2, uri: 'z.zip!/0', parent: 1, entry: 0, evidence: 'member' },
      { object_id: 5, uri: 'z.zip!/1', parent: 1, entry: 1, evidence: 'member' },
    ])
  })

  test('is known by its bytes and by its name', async () => {
    const batch = batchOf(file.tmp, [a])
    const sha256 = batch.objects[0]?.sha256 ?? ''
    const before = [file.hasEvidence, file.known(sha256), await file.knownUri('a', sha256)]
    await file.commit(batch, decoders, 1)
    const after = [
      file.hasEvidence,
      file.known(sha256),
      await file.knownUri('a', sha256),
      await file.knownUri('b', sha256),
    ]
    expect({ before, after, version: file.dataVersion }).toEqual({
      before: [false, undefined, undefined],
      after: [true, 1, 1, undefined],
      version: 2,
    })
  })
})

describe('a line', () => {
  test.each([
    ['is cut short', '{"eventID":"1', /^it is no JSON: /],
    ['is no JSON', 'nonsense', /^it is no JSON: /],
    ['holds a NUL', 'non\u0000sense', /^it is no JSON: /],
    ['holds half a surrogate pair', '{"eventID":"\\ud800"}', /half of a surrogate pair/],
    ['is not UTF-8', Buffer.from('{"eventID":"\xff\xfe"}', 'latin1'), /not UTF-8/],
    ['is a text', '"text"', 'it is a string, not an object'],
    ['is a number', '5', 'it is a number, not an object'],
    ['is null', 'null', 'it is null, not an object'],
    ['is a list', '[{"eventID":"1"}]', 'it is a list, not an object'],
    ['is empty', '{}', 'it is an object without any value'],
  ])('that %s costs itself alone and is told', async (_, text, reason) => {
    const good = JSON.stringify(record('1'))
    const objects = await commit([
      { uri: 'a', texts: [good, text, '{"eventID":"2"}'] },
      { uri: 'b', texts: ['{"eventID":"3"}'] },
      { uri: 'c', texts: [text, text], object: { sha256: null } },
    ])
    expect(counts(objects)).toEqual([
      '1, partial, 2 events, 0 again, 0 other, 1 bad',
      '2, stored, 1 events, 0 again, 0 other, 0 bad',
      '3, rejected, 0 events, 0 again, 0 other, 2 bad',
    ])
    expect(objects.map(({ reason }) => reason)).toEqual([
      '1 of 3 records could not be read',
      null,
      '2 of 2 records could not be read',
    ])
    const told = typeof reason === 'string' ? reason : expect.stringMatching(reason)
    expect(await file.db.all('SELECT * FROM bad_record ORDER BY ALL')).toEqual([
      { object_id: 1, ordinal: 1, reason: told },
      { object_id: 3, ordinal: 0, reason: told },
      { object_id: 3, ordinal: 1, reason: told },
    ])
  })

  test('is told beside those that could not even be framed', async () => {
    const object = {
      state: 'partial' as const,
      reason: 'cut off',
      bad: [{ ordinal: 9, reason: 'cut off' }],
      badCount: 1,
    }
    const [first] = await commit([{ uri: 'a', texts: ['{"eventID":"1"}', 'nonsense'], object }])
    expect(first).toMatchObject({ state: 'partial', reason: 'cut off; 1 of 3 records could not be read', bad: 2 })
    expect(await file.db.all('SELECT ordinal FROM bad_record ORDER BY ALL')).toEqual([{ ordinal: 1 }, { ordinal: 9 }])
  })

  test('is told a hundred times an object and counted always', async () => {
    const [first] = await commit([{ uri: 'a', texts: ['{"eventID":"1"}', ...Array(250).fill('nonsense')] }])
    expect(first).toMatchObject({ events: 1, bad: 250 })
    expect(await file.db.all('SELECT count(*) AS n FROM bad_record')).toEqual([{ n: 100 }])
  })

  test('that never arrived is counted', async () => {
    const [first] = await commit([{ uri: 'a', records: [record('1')], object: { records: 3 } }])
    expect(first).toMatchObject({ state: 'partial', events: 1, bad: 2 })
  })
})

describe('a batch that the database refuses', () => {
  const fussy: Decoder = {
    ...plain,
    id: 'fussy',
    select: { ...plain.select, action: 'CAST(CAST(eventName AS INTEGER) AS VARCHAR)' },
  }
  const both = new Map([...decoders, [fussy.id, fussy]])
  const given = [
    { uri: 'a', records: [record('1', { eventName: '1' })] },
    { uri: 'b', records: [record('2', { eventName: 'two' })] },
    { uri: 'c', records: [record('3', { eventName: '3' }), record('1', { eventName: '1' })] },
  ]

  test('costs nobody but the object that it refuses', async () => {
    const { objects } = await file.commit(batchOf(file.tmp, given, fussy.id), both, 1)
    expect(counts(objects)).toEqual([
      '1, stored, 1 events, 0 again, 0 other, 0 bad',
      '2, rejected, 0 events, 0 again, 0 other, 0 bad',
      '3, stored, 1 events, 1 again, 0 other, 0 bad',
    ])
    expect(objects[1]?.reason).toMatch(/^the database refused its records: Conversion Error: .*'two'/)
  })

  test('is not remembered as known where it was refused', async () => {
    const batch = batchOf(file.tmp, given, fussy.id)
    await file.commit(batch, both, 1)
    expect(batch.objects.map(({ sha256 }) => file.known(sha256 ?? ''))).toEqual([1, undefined, 3])
  })

  test.each([
    [
      'a mistake of the decoder',
      new Map([[plain.id, { ...plain, select: { id: 'nothing_of_that_name' } }]]),
      /Binder Error/,
    ],
    ['a decoder that is not there', new Map<string, Decoder>(), /no decoder is named "plain"/],
  ])('because of %s stores nothing and says so', async (_, wrong, message) => {
    const batch = batchOf(file.tmp, given)
    await expect(file.commit(batch, wrong, 1)).rejects.toThrow(message)
    expect(await file.db.all('SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM object) AS n')).toEqual([
      { n: 0 },
    ])
    expect((await file.commit(batch, decoders, 1)).objects.map(({ state }) => state)).toEqual([
      'stored',
      'stored',
      'stored',
    ])
  })
})

/** The same batch with its records taken apart into columns. */
async function shredded(batch: Batch): Promise<Batch> {
  const lines = await Promise.all(
    batch.lines.map(async (line) => {
      const path = `${line.path}.records`
      const columns = `{o: 'UINTEGER', n: 'UINTEGER', r: 'STRUCT(eventID VARCHAR, eventTime VARCHAR, eventName VARCHAR, requestParameters JSON)'}`
      await file.db.run(
        `COPY (SELECT o, n, r.* FROM read_json('${line.path}', format = 'newline_delimited', columns = ${columns})) TO '${path}' (FORMAT parquet)`,
      )
      return { ...line, path, shredded: true as const }
    }),
  )
  return { ...batch, lines }
}

describe('records that were taken apart', () => {
  const given = [
    { uri: 'a', records: [record('1'), record('2', { requestParameters: { a: [1] } })] },
    { uri: 'b', records: [record('2', { requestParameters: { a: [1] } }), record('3')] },
  ]

  test('are the same events, and repeat each other as framed ones do', async () => {
    const { objects } = await file.commit(await shredded(batchOf(file.tmp, given)), decoders, 1)
    expect(counts(objects)).toEqual([
      '1, stored, 2 events, 0 again, 0 other, 0 bad',
      '2, stored, 1 events, 1 again, 0 other, 0 bad',
    ])
    expect(await state()).toEqual({ events: ['1:0', '1:1', '2:1'], again: ['1:1 = 2:0'], other: [] })
  })

  test('are left out where the bytes of their object are in the case already', async () => {
    await commit(given)
    const again = given.map((object) => ({ ...object, uri: `${object.uri} again` }))
    const { objects } = await file.commit(await shredded(batchOf(file.tmp, again)), decoders, 1)
    expect(objects.map((object) => [object.state, object.events])).toEqual([
      ['duplicate', 0],
      ['duplicate', 0],
    ])
  })

  test('that the database refuses cost nobody but their object', async () => {
    const fussy = { ...plain, select: { ...plain.select, time: 'make_timestamp(CAST(eventName AS BIGINT))' } }
    const mixed = [
      { uri: 'a', records: [record('1', { eventName: '1' })] },
      { uri: 'b', records: [record('2', { eventName: 'two' })] },
    ]
    const { objects } = await file.commit(await shredded(batchOf(file.tmp, mixed)), new Map([[plain.id, fussy]]), 1)
    expect(counts(objects)).toEqual([
      '1, stored, 1 events, 0 again, 0 other, 0 bad',
      '2, rejected, 0 events, 0 again, 0 other, 0 bad',
    ])
  })
})

test('a commit that is cancelled stores nothing, and what was cancelled can be committed', async () => {
  const endless = {
    ...plain,
    select: { ...plain.select, title: '(SELECT max(hash(range))::VARCHAR FROM range(1000000000000))' },
  }
  const batch = batchOf(file.tmp, [{ uri: 'a', records: [record('1')] }])
  const stop = new AbortController()
  const cancelled = file.commit(batch, new Map([[plain.id, endless]]), 1, undefined, stop.signal)
  setTimeout(() => stop.abort(), 50)
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  expect(await state()).toEqual({ events: [], again: [], other: [] })
  await file.commit(batch, decoders, 1)
  expect(await state()).toEqual({ events: ['1:0'], again: [], other: [] })
})

test('it commits batches that come at once one after the other', async () => {
  const batches = Array.from({ length: 5 }, (_, b) =>
    batchOf(
      file.tmp,
      [0, 1].map((o) => ({ uri: `${b}/${o}`, records: [record(`${b}-${o}`), record('same')] })),
    ),
  )
  const committed = await Promise.all(batches.map((batch) => file.commit(batch, decoders, 1)))
  expect(committed.flatMap(({ objects }) => objects.map(({ object_id }) => object_id))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ])
  expect(await file.db.all('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM event')).toEqual([{ n: 11, ids: 11 }])
})

test('it stores a batch of many formats, each by its decoder', async () => {
  const other: Decoder = { ...plain, id: 'other', select: { id: 'eventID', title: 'eventName' } }
  const one = batchOf(file.tmp, [{ uri: 'a', records: [record('1')] }])
  const path = join(file.tmp, 'other.jsonl')
  writeFileSync(path, `{"o":1,"n":0,"f":"odd","h":"sha256:1","x":{"k":1},"r":{"eventID":"2","eventName":"T"}}\n`)
  const sha256 = createHash('sha256').update('b').digest('hex')
  const batch: Batch = {
    objects: [...one.objects, ...one.objects.map((object) => ({ ...object, uri: 'b', sha256 }))],
    parquet: [],
    lines: [...one.lines, { decoder: 'other', path, records: 1, longest: 200 }],
  }
  await file.commit(batch, new Map([...decoders, [other.id, other]]), 1)
  expect(await file.db.all('SELECT format, id, action, title, object_id FROM event ORDER BY object_id')).toEqual([
    { format: 'plain', id: '1', action: 'ListBuckets', title: null, object_id: 1 },
    { format: 'other', id: '2', action: null, title: 'T', object_id: 2 },
  ])
})
