import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerSums } from '../../../main/store/read/ledger-sums.ts'
import { writeManifest } from '../../../main/store/read/manifest.ts'
import { objectDetail } from '../../../main/store/read/object-detail.ts'
import { objects } from '../../../main/store/read/objects.ts'
import { type Input, methods } from '../../../shared/api.ts'
import { addEvents, addObject, type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
beforeAll(async () => {
  open = await openCase()
  const { db } = open
  await db.run(
    `INSERT INTO import VALUES (1, '2024-05-01', '2024-05-02', 'done', '{"paths":["/logs"]}', 'ada@laptop', '{}')`,
  )
  await addObject(db, { object_id: 1, events: 2, sha256: 'aa', uri: 'file:///logs/Trail%20one.gz', bytes: 30 })
  await addObject(db, { object_id: 2, format: 'zip', sha256: 'bb', bytes: 100, uri: 'file:///logs/all.zip' })
  await addObject(db, {
    object_id: 3,
    parent: 2,
    entry: 4,
    events: 1,
    duplicates: 1,
    bad_records: 1,
    bytes: 400,
    state: 'partial',
    reason: "1 record could not be read; it's cut",
    evidence: 'member',
    uri: 'file:///logs/all.zip!/=cmd|calc',
    unmapped: '{"newField":2,"other":1}',
  })
  await addObject(db, { object_id: 4, state: 'duplicate', sha256: 'aa', uri: 'file:///logs/copy.gz' })
  await addObject(db, { object_id: 5, state: 'skipped', format: null, evidence: 'none', reason: 'no log: a "picture"' })
  await db.run(`INSERT INTO bad_record VALUES (3, 7, 'cut off')`)
  await db.run('INSERT INTO event_origin VALUES (1, 0, 3, 2)')
  await addEvents(db, [{ object_id: 1 }, { object_id: 1 }, { object_id: 3 }])
})
afterAll(() => open.close())

const asked: readonly (readonly [Partial<Input<'objects'>>, readonly number[]])[] = [
  [{}, [1, 2, 3, 4, 5]],
  [{ state: 'skipped' }, [5]],
  [{ format: '' }, [5]],
  [{ format: 'cloudtrail' }, [1, 3, 4]],
  [{ search: 'trail ONE' }, [1]],
  [{ search: 'trail%20one' }, [1]],
  [{ search: "it's cut" }, [3]],
  [{ search: 'AA', state: 'duplicate' }, [4]],
  [{ search: 'nothing of the kind' }, []],
  [{ order: { column: 'bytes', descending: true } }, [4, 5, 3, 2, 1]],
  [{ order: { column: 'sha256', descending: false } }, [1, 4, 2, 3, 5]],
]
test.each(asked)('it lists the objects of %j', async (input, ids) => {
  const { total, rows } = await objects(open.db, methods.objects.input.parse({ offset: 0, limit: 10, ...input }))
  expect([total, rows.map(({ object_id }) => object_id)]).toEqual([ids.length, ids])
})

test('it adds up by state and format, and to the events that are stored', async () => {
  const sums = await ledgerSums(open.db)
  const lines = sums.lines.map(({ state, format, objects, bytes, events }) => [state, format, objects, bytes, events])
  expect(lines).toEqual([
    ['stored', 'cloudtrail', 1, 30, 2],
    ['stored', 'zip', 1, 100, 0],
    // What is in the archive is counted there.
    ['partial', 'cloudtrail', 1, 0, 1],
    ['duplicate', 'cloudtrail', 1, 1000, 0],
    ['skipped', null, 1, 1000, 0],
  ])
  expect(sums).toMatchObject({ events: 3, amiss: [] })
  expect(sums.unmapped).toEqual([
    { format: 'cloudtrail', field: 'newField', objects: 1, records: 2 },
    { format: 'cloudtrail', field: 'other', objects: 1, records: 1 },
  ])
})

test('it says what does not add up', async () => {
  await addEvents(open.db, [{ object_id: 4, ordinal: 9 }])
  try {
    expect((await ledgerSums(open.db)).amiss).toEqual([
      'the ledger tells of 3 events, the case holds 4',
      '1 objects hold another number of events than their line of the ledger says',
    ])
  } finally {
    await open.db.run('DELETE FROM event WHERE object_id = 4')
  }
})

test('it tells everything about an object', async () => {
  const twin = await objectDetail(open.db, 1)
  expect(twin.same).toEqual({ total: 1, rows: [{ object_id: 4, uri: 'file:///logs/copy.gz', state: 'duplicate' }] })
  expect(twin.import).toMatchObject({ import_id: 1, state: 'done', what: '{"paths":["/logs"]}' })
  expect((await objectDetail(open.db, 2)).members.rows.map(({ object_id }) => object_id)).toEqual([3])
  expect(await objectDetail(open.db, 3)).toMatchObject({
    parent: { object_id: 2, uri: 'file:///logs/all.zip', state: 'stored' },
    kept: 'member',
    imported_by: 'ada@laptop',
    bad: { total: 1, rows: [{ ordinal: 7, reason: 'cut off' }] },
    repeats: { total: 1, rows: [{ object_id: 1, events: 1 }] },
    unmapped: [
      { field: 'newField', records: 2 },
      { field: 'other', records: 1 },
    ],
    same: { total: 0, rows: [] },
  })
  await expect(objectDetail(open.db, 99)).rejects.toThrow('there is no object 99 in this case')
})

const of = {
  tool: 'Coldtrail 1.2.3',
  case: { id: 'c1', name: 'May', path: '/cases/may', createdAt: '2024-05-01T00:00:00.000Z' },
  writtenAt: '2024-05-03T00:00:00.000Z',
  writtenBy: 'ada@laptop',
}
const never = new AbortController().signal

test('it writes a manifest as one JSON document', async () => {
  const path = join(open.tmp, 'manifest.json')
  expect(await writeManifest(open.db, of, 'json', path, never, () => {})).toBe(5)
  const manifest = JSON.parse(await readFile(path, 'utf8'))
  expect(manifest).toMatchObject({
    kind: 'coldtrail-manifest',
    ...of,
    totals: { events: 3, amiss: [] },
    imports: [{ import_id: 1, who: 'ada@laptop', what: { paths: ['/logs'] } }],
  })
  expect(manifest.objects).toHaveLength(5)
  expect(manifest.objects[2]).toMatchObject({ object_id: 3, parent: 2, kept: 'member', imported_by: 'ada@laptop' })
})

test('it writes a manifest as one table, in which no cell is a formula', async () => {
  const path = join(open.tmp, 'manifest.csv')
  expect(await writeManifest(open.db, of, 'csv', path, never, () => {})).toBe(5)
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n')
  expect(lines.map((line) => line.split(',')[0])).toEqual([
    'line',
    'manifest',
    'import',
    ...Array(6).fill('total'),
    ...Array(5).fill('object'),
  ])
  expect(lines.find((line) => line.startsWith('object,5'))).toContain('skipped,"no log: a ""picture"""')
  expect(lines[1]).toContain('Coldtrail 1.2.3')
})

test.each(['jsonl', 'parquet'] as const)('it refuses a manifest as %s', async (format) => {
  const path = join(open.tmp, `manifest.${format}`)
  await expect(writeManifest(open.db, of, format, path, never, () => {})).rejects.toThrow('csv or json')
})
