import { afterAll, beforeAll, expect, test } from 'vitest'
import { count } from '../../../main/store/read/count.ts'
import { eventDetail } from '../../../main/store/read/event-detail.ts'
import { facet } from '../../../main/store/read/facet.ts'
import { objects } from '../../../main/store/read/objects.ts'
import { overview } from '../../../main/store/read/overview.ts'
import { schemaList } from '../../../main/store/read/schema-list.ts'
import { Views } from '../../../main/store/read/views.ts'
import { where } from '../../../main/store/read/where.ts'
import { methods } from '../../../shared/api.ts'
import { eventColumnNames } from '../../../shared/event.ts'
import { everything } from '../../../shared/filter.ts'
import { addTerm } from '../../../shared/search/edit.ts'
import { addEvents, addObject, type OpenCase, openCase } from './open-case.ts'

const alice = 'arn:aws:iam::111111111111:user/alice'
const linked = 'arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForSupport/x'
let open: OpenCase
beforeAll(async () => {
  open = await openCase()
  const event = { account: '111111111111', region: 'us-east-1', service: 's3', action: 'GetObject', read_only: true }
  await addEvents(open.db, [
    {
      ...event,
      time: '2024-01-01T10:00:00Z',
      actor: alice,
      outcome: 'success',
      source_ip: '198.51.100.7',
      user_agent: 'aws-cli',
      id: 'e0',
    },
    {
      ...event,
      time: '2024-01-01T11:00:00Z',
      actor: alice,
      outcome: 'denied',
      action: 'PutObject',
      read_only: false,
      source_ip: '198.51.100.7',
      user_agent: 'aws-cli',
      id: 'e1',
    },
    {
      ...event,
      time: '2024-01-01T12:00:00Z',
      actor: 'ec2.amazonaws.com',
      actor_type: 'AWSService',
      source_service: 'ec2.amazonaws.com',
      user_agent: 'ec2.amazonaws.com',
      region: 'eu-west-1',
    },
    {
      ...event,
      time: '2024-01-02T10:00:00.25Z',
      actor: linked,
      action: 'CreateCase',
      read_only: null,
      source_ip: '203.0.113.9',
      object_id: 3,
      ordinal: 0,
      id: 'e1',
      request: '{"a":1}',
    },
    { ...event, time: null, actor: null, account: '222222222222', service: null, action: null },
  ])
  await addObject(open.db, {
    object_id: 1,
    events: 4,
    bytes: 900,
    first: '2024-01-01T10:00:00Z',
    last: '2024-01-01T12:00:00Z',
    sha256: 'aa',
  })
  await addObject(open.db, {
    object_id: 2,
    state: 'duplicate',
    reason: 'same bytes as object 1',
    duplicates: 4,
    bytes: 900,
  })
  await addObject(open.db, {
    object_id: 3,
    state: 'partial',
    reason: 'one record is damaged',
    events: 1,
    conflicts: 1,
    bad_records: 1,
    bytes: 50,
    parent: 4,
    evidence: 'member',
  })
  await addObject(open.db, { object_id: 4, state: 'skipped', reason: 'an archive', bytes: 3000, format: null })
  await addObject(open.db, { object_id: 5, state: 'rejected', reason: 'not a log', bytes: 7, format: null })
  await open.db.run('INSERT INTO event_origin VALUES (1, 1, 2, 1), (1, 0, 2, 0)')
  await open.db.run("INSERT INTO conflict VALUES ('e1', 1, 1, 3, 0)")
  await open.db.run(`INSERT INTO import VALUES
    (1, '2024-05-01 12:00:00', '2024-05-01 12:01:00', 'done', '{"paths":["/a"]}', 'ada', NULL),
    (2, '2024-05-02 12:00:00', NULL, 'interrupted', '{"paths":["/b","/c"]}', 'ada', NULL),
    (3, '2024-05-03 12:00:00', NULL, 'interrupted', '{"paths":["/d"]}', 'ada', NULL),
    (4, '2024-05-04 12:00:00', '2024-05-04 12:01:00', 'done', '{"paths":["/d"]}', 'ada', NULL)`)
})
afterAll(() => open.close())

test('it counts the events of a filter', async () => {
  expect(await count(open.db, where({ ...everything, search: 'outcome:denied' }))).toEqual({ events: 1 })
})

test('it counts the values of a column, none among them', async () => {
  expect(await facet(open.db, where(everything), { column: 'action', limit: 2 })).toEqual({
    values: [
      { value: 'GetObject', events: 2 },
      { value: 'CreateCase', events: 1 },
    ],
    distinct: 4,
    events: 5,
  })
  expect(await facet(open.db, where(everything), { column: 'read_only', limit: 5 })).toEqual({
    values: [
      { value: true, events: 3 },
      { value: false, events: 1 },
      { value: null, events: 1 },
    ],
    distinct: 3,
    events: 5,
  })
})

test('it counts no values where no events are', async () => {
  const nothing = where({ ...everything, from: '2030-01-01T00:00:00Z' })
  expect(await facet(open.db, nothing, { column: 'action', limit: 2 })).toEqual({ values: [], distinct: 0, events: 0 })
})

test('it keeps the facets of one state of the data', async () => {
  const views = new Views(open.db)
  const ask = (version: number) =>
    views.facet({ filter: { ...everything, search: 'account:222222222222' }, column: 'format', limit: 5 }, version)
  const before = await ask(1)
  await open.db.run("INSERT INTO event (format, account, object_id, ordinal) VALUES ('other', '222222222222', 9, 0)")
  const [stale, fresh] = [await ask(1), await ask(2)]
  await open.db.run('DELETE FROM event WHERE object_id = 9')
  await views.close()
  expect([before.events, stale.events, fresh.events]).toEqual([1, 1, 2])
})

test('it shows the case at a glance, without the noise of AWS itself', async () => {
  const { tops, ...rest } = await overview(open.db)
  expect(rest).toEqual({
    objects: { stored: 1, partial: 1, duplicate: 1, skipped: 1, rejected: 1 },
    bytes: 900 + 900 + 3000 + 7,
    events: 5,
    duplicates: 4,
    conflicts: 1,
    badRecords: 1,
    findings: 0,
    untimed: 1,
    first: '2024-01-01T10:00:00Z',
    last: '2024-01-02T10:00:00.250Z',
    accounts: 2,
    regions: 2,
    problems: [
      { object_id: 5, uri: 'file:///logs/5.json.gz', state: 'rejected', reason: 'not a log' },
      { object_id: 3, uri: 'file:///logs/3.json.gz', state: 'partial', reason: 'one record is damaged' },
      { object_id: 4, uri: 'file:///logs/4.json.gz', state: 'skipped', reason: 'an archive' },
    ],
    unfinished: [{ startedAt: '2024-05-02T12:00:00Z', paths: ['/b', '/c'] }],
  })
  expect(Object.fromEntries(tops.map(({ column, values }) => [column, values]))).toEqual({
    actor: [{ value: alice, events: 2, denied: 1 }],
    source_ip: [
      { value: '198.51.100.7', events: 2, denied: 1 },
      { value: '203.0.113.9', events: 1, denied: 0 },
    ],
    service: [{ value: 's3', events: 2, denied: 1 }],
    action: [
      { value: 'CreateCase', events: 1, denied: 0 },
      { value: 'PutObject', events: 1, denied: 1 },
    ],
    account: [
      { value: '111111111111', events: 4, denied: 1 },
      { value: '222222222222', events: 1, denied: 0 },
    ],
    region: [
      { value: 'us-east-1', events: 4, denied: 1 },
      { value: 'eu-west-1', events: 1, denied: 0 },
    ],
    user_agent: [{ value: 'aws-cli', events: 2, denied: 1 }],
  })
})

test('it pages the ledger', async () => {
  const row = {
    object_id: 3,
    uri: 'file:///logs/3.json.gz',
    state: 'partial',
    reason: 'one record is damaged',
    format: 'cloudtrail',
    events: 1,
    duplicates: 0,
    conflicts: 1,
    bad_records: 1,
    bytes: 50,
    sha256: null,
    first: null,
    last: null,
    integrity: null,
    imported_at: '2024-05-01T12:00:00Z',
  }
  const all = methods.objects.input.parse({ offset: 0, limit: 9 })
  expect(await objects(open.db, { ...all, offset: 2, limit: 1 })).toEqual({ total: 5, rows: [row] })
  expect(await objects(open.db, { ...all, state: 'partial' })).toEqual({ total: 1, rows: [row] })
  expect(await objects(open.db, { ...all, state: 'partial', offset: 1 })).toEqual({ total: 1, rows: [] })
})

test('a number of a top table is what its door opens', async () => {
  const { tops } = await overview(open.db)
  const doors = tops.flatMap(({ column, search, values }) =>
    values.map(({ value, events }) => ({ search: addTerm(search, column, value), events })),
  )
  expect(doors.length).toBeGreaterThan(5)
  for (const { search, events } of doors) {
    expect({ search, ...(await count(open.db, where({ ...everything, search }))) }).toEqual({ search, events })
  }
})

test('it tells everything about an event', async () => {
  const raw = { raw: '{"eventID":"e1"}', rawIs: 'logged' as const, rawProblem: null, rawCutAt: null }
  const detail = await eventDetail(open.db, { object_id: 3, ordinal: 0 }, async () => raw)
  expect(Object.keys(detail.columns)).toEqual(eventColumnNames)
  expect(detail).toMatchObject({
    ...raw,
    columns: {
      time: '2024-01-02T10:00:00.250Z',
      id: 'e1',
      request: '{"a":1}',
      read_only: null,
      object_id: 3,
      ordinal: 0,
    },
    object: { object_id: 3, state: 'partial', evidence: 'member', bytes: 50 },
    origins: [],
    conflicts: [{ object_id: 1, ordinal: 1, uri: 'file:///logs/1.json.gz' }],
  })
  const other = await eventDetail(open.db, { object_id: 1, ordinal: 1 }, async () => raw)
  expect([other.origins, other.conflicts]).toEqual([
    [{ object_id: 2, ordinal: 1, uri: 'file:///logs/2.json.gz' }],
    [{ object_id: 3, ordinal: 0, uri: 'file:///logs/3.json.gz' }],
  ])
})

test('it says that there is no such event', async () => {
  const asked = eventDetail(open.db, { object_id: 77, ordinal: 0 }, async () => ({
    raw: null,
    rawProblem: null,
    rawIs: 'logged',
    rawCutAt: null,
  }))
  await expect(asked).rejects.toMatchObject({ code: 'not-found' })
})

test('it lists every table and says what every column of it means', async () => {
  const tables = await schemaList(open.db)
  expect(tables.map(({ table }) => table)).toEqual([
    'event',
    'bad_record',
    'collected',
    'conflict',
    'detection',
    'detection_event',
    'event_origin',
    'finding',
    'import',
    'lake_file',
    'manual_event',
    'mark',
    'marked',
    'object',
    'pseudonym',
    'report',
    'rule',
    'rule_hit',
    'saved_query',
    'seal',
    'source',
    'suppressed_event',
    'suppression',
    'verification',
    'view_filter',
  ])
  const silent = tables.flatMap(({ table, columns }) =>
    columns.filter(({ meaning }) => !meaning).map(({ name }) => `${table}.${name}`),
  )
  expect(silent).toEqual([])
  expect(tables[0]?.columns[0]).toMatchObject({ name: 'time', type: 'TIMESTAMP' })
  expect(tables[0]?.columns.find(({ name }) => name === 'request')?.type).toBe('JSON')
})
