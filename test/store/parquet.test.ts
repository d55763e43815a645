import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cloudtrail } from '../../main/decode/cloudtrail.ts'
import { decoders } from '../../main/decode/index.ts'
import { readTable } from '../../main/decode/table.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import type { Batch, Committed, DecodedObject } from '../../shared/batch.ts'
import { cloudtrailV1, cloudtrailV2, type Logged, rowV1, rowV2 } from '../lake-events.ts'
import { parquetOf, parquetOfRows } from '../parquet.ts'
import { batchOf, folder, removeFolders, secret, version } from './batches.ts'

let file: CaseFile
beforeEach(async () => {
  file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'a', version, lock: secret })
})
afterEach(() => file.close())
afterAll(removeFolders)

const call = (changes: Logged = {}): Logged => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::123456789012:user/ana',
    accountId: '123456789012',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ana',
  },
  eventTime: '2025-03-04T05:06:07Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.9',
  userAgent: 'aws-cli/2.20.0',
  requestParameters: { userName: 'backdoor', list: [{ a: 1 }, { b: [2, 3] }] },
  responseElements: null,
  requestID: '11111111-2222-4333-8444-555555555555',
  eventID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '123456789012',
  eventCategory: 'Management',
  ...changes,
})

describe('one call from several origins', () => {
  type Origin = 'full' | 'v1' | 'v2'
  const make: Readonly<Record<Origin, (event: Logged) => Promise<Given>>> = {
    full: async (event) => ({ records: [event] }),
    v1: async (event) => ({ parquet: await parquetOfRows(cloudtrailV1, [rowV1(event)]) }),
    v2: async (event) => ({ parquet: await parquetOfRows(cloudtrailV2, [rowV2(event)]) }),
  }
  const orders: readonly (readonly (readonly Origin[])[])[] = [
    [['full'], ['v1']],
    [['v1'], ['full']],
    [['full', 'v1']],
    [['v1', 'full']],
    [['v1', 'v2']],
    [['v1'], ['v2'], ['full']],
    [['v2'], ['full', 'v1']],
    [['v1', 'v2'], ['full']],
    [['full'], ['v1', 'v2']],
  ]

  test.each(orders.map((order) => [order.map((batch) => batch.join(' + ')).join(', then '), order] as const))(
    'it is one event with every origin when they come as %s',
    async (_, order) => {
      for (const batch of order) await commit(await Promise.all(batch.map((origin) => make[origin](call()))))
      const all = order.flat()
      const kept = all.includes('full') ? 'full' : 'flattened'
      expect(await file.db.all('SELECT object_id, ordinal, fidelity FROM event')).toEqual([
        { object_id: all.indexOf('full') + 1 || 1, ordinal: 0, fidelity: kept },
      ])
      const place = all.indexOf('full') + 1 || 1
      expect(await file.db.all('SELECT object_id, other_object_id AS other FROM event_origin ORDER BY ALL')).toEqual(
        all
          .map((_origin, i) => i + 1)
          .filter((id) => id !== place)
          .map((other) => ({ object_id: place, other })),
      )
      expect(await file.db.all('SELECT * FROM conflict')).toEqual([])
      expect(await file.db.all('SELECT events + duplicates AS records, events FROM object ORDER BY object_id')).toEqual(
        all.map((_origin, i) => ({ records: 1, events: i + 1 === place ? 1 : 0 })),
      )
    },
  )

  test('it keeps a flattened copy that says something else, as a conflict', async () => {
    await commit([await make.full(call())])
    await commit([await make.v1(call({ eventName: 'DeleteTrail' }))])
    expect(await file.db.all('SELECT action, fidelity FROM event ORDER BY object_id')).toEqual([
      { action: 'CreateUser', fidelity: 'full' },
      { action: 'DeleteTrail', fidelity: 'flattened' },
    ])
    expect(await file.db.all('SELECT object_id, other_object_id FROM conflict')).toEqual([
      { object_id: 1, other_object_id: 2 },
    ])
  })

  test('it tells a contradiction of the full event once that has taken the place of the flattened one', async () => {
    await commit([await make.v1(call())])
    await commit([await make.v1(call({ userAgent: 'forged' }))])
    await commit([await make.full(call())])
    expect(await file.db.all('SELECT object_id, user_agent, fidelity FROM event ORDER BY object_id')).toEqual([
      { object_id: 2, user_agent: 'forged', fidelity: 'flattened' },
      { object_id: 3, user_agent: 'aws-cli/2.20.0', fidelity: 'full' },
    ])
    expect(await file.db.all('SELECT object_id, other_object_id FROM conflict')).toEqual([
      { object_id: 2, other_object_id: 3 },
    ])
    expect(await file.db.all('SELECT object_id, other_object_id AS other FROM event_origin')).toEqual([
      { object_id: 3, other: 1 },
    ])
  })

  test('two full events that contradict each other stay two, and the flattened copy belongs to the one it agrees with', async () => {
    await commit([await make.full(call({ userAgent: 'forged' }))])
    await commit([await make.full(call()), await make.v2(call())])
    expect(await file.db.all('SELECT object_id FROM event ORDER BY object_id')).toEqual([
      { object_id: 1 },
      { object_id: 2 },
    ])
    expect(await file.db.all('SELECT object_id, other_object_id AS other FROM event_origin')).toEqual([
      { object_id: 2, other: 3 },
    ])
  })
})

describe('parquet that is damaged, lies or has odd names', () => {
  const flows = (rows: number, extra = '') =>
    `SELECT '10.0.0.' || (i % 200) AS srcaddr, '192.0.2.1' AS dstaddr, 1700000000 + i AS "start", 1700000060 + i AS "end", '012345678901' AS account_id ${extra} FROM range(${rows}) t(i)`

  test('it keeps the groups of rows that can be read, and costs its neighbours nothing', async () => {
    const good = await parquetOf(flows(10))
    const cut = await spoiled(await parquetOf(flows(9000, ', 5 AS n'), 'COMPRESSION zstd, ROW_GROUP_SIZE 2048'), 2)
    const { objects } = await commit([{ parquet: good }, { parquet: cut }, { records: [call()] }])
    expect(objects.map(({ state, events, bad }) => [state, events, bad])).toEqual([
      ['stored', 10, 0],
      ['partial', 9000 - 2048, 2048],
      ['stored', 1, 0],
    ])
    expect(objects[1]?.reason).toMatch(/^2048 of 9000 rows lie in damaged groups of rows/)
    const [row] = await file.db.all(
      'SELECT count(DISTINCT ordinal) AS n, max(ordinal) AS last FROM event WHERE object_id = 2',
    )
    expect(row).toEqual({ n: 9000 - 2048, last: 8999 })
    expect(await file.db.all('SELECT object_id FROM lake_file')).toEqual([{ object_id: 1 }])
  })

  test('it rejects one that cannot be read at all, with a reason that names no file of ours', async () => {
    const { objects } = await commit([
      { parquet: await spoiled(await parquetOf(flows(3000, ', 6 AS n')), 0) },
      { parquet: Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100, 7), Buffer.from('PAR1')]) },
      { parquet: await parquetOf(flows(5, ', 7 AS n')) },
    ])
    expect(objects.map(({ state, events }) => [state, events])).toEqual([
      ['rejected', 0],
      ['rejected', 0],
      ['stored', 5],
    ])
    for (const { reason } of objects.slice(0, 2)) {
      expect(reason).toMatch(/^the parquet cannot be read: /)
      expect(reason).not.toContain(file.path)
    }
  })

  test('it refuses a few bytes that claim millions of rows', async () => {
    const bomb = await parquetOf(`SELECT 1 AS a, 'x' AS b FROM range(3000000)`)
    const long = await parquetOf(`SELECT repeat('x', 100000) AS a FROM range(60000)`)
    const { objects } = await commit([{ parquet: bomb }, { parquet: long }])
    for (const { state, reason } of objects) {
      expect(state).toBe('rejected')
      expect(reason).toMatch(/^refused: \d+ bytes (claim to hold|would become)/)
    }
  })

  test('it reads many groups of rows under their numbers, and none', async () => {
    const { objects } = await commit([
      { parquet: await parquetOf(flows(7000), 'ROW_GROUP_SIZE 2048') },
      { parquet: await parquetOf(flows(0)) },
    ])
    expect(objects.map(({ state, events }) => [state, events])).toEqual([
      ['stored', 7000],
      ['stored', 0],
    ])
    const [row] = await file.db.all(
      'SELECT count(*) AS n FROM event WHERE time = make_timestamp((1700000000 + ordinal::BIGINT) * 1000000)',
    )
    expect(row).toEqual({ n: 7000 })
  })

  test.each([
    ['file_row_number', '7 AS file_row_number'],
    ['filename', `'/etc/passwd' AS filename`],
    ['file_index', '99 AS file_index'],
    ['an injection', `1 AS "x"" FROM read_text('/etc/passwd') --"`],
    ['two names that differ in case', '1 AS "A", 2 AS "a "'],
    ['a quote', `1 AS "it's"`],
  ])('it reads columns named %s as what they are', async (_, columns) => {
    const { objects } = await commit([{ parquet: await parquetOf(flows(3, `, ${columns}`)) }])
    expect(objects.map(({ state, events }) => [state, events])).toEqual([['stored', 3]])
    const rows = await file.db.all<{ ordinal: number; account: string; extra: string }>(
      'SELECT ordinal, account, extra FROM event ORDER BY ordinal',
    )
    expect(rows.map(({ ordinal, account }) => [ordinal, account])).toEqual([0, 1, 2].map((n) => [n, '012345678901']))
    const [object] = await file.db.all<{ unmapped: string }>('SELECT unmapped FROM object')
    for (const name of Object.keys(JSON.parse(object?.unmapped ?? '{}'))) {
      expect(Object.keys(JSON.parse(rows[0]?.extra ?? '{}'))).toContain(name)
    }
    expect(Object.keys(JSON.parse(object?.unmapped ?? '{}')).length).toBeGreaterThan(0)
  })

  test('it never takes parquet for stored whose rows nobody handed over', async () => {
    const batch = batchOf(file.tmp, [{ uri: 's3://logs/lost', records: [], object: { format: 'parquet' } }])
    const { objects } = await file.commit(batch, decoders, await file.beginImport({}), readTable)
    expect(objects[0]).toMatchObject({ state: 'rejected', reason: expect.stringContaining('did not reach') })
  })

  test('it stores nothing twice when the same file comes again', async () => {
    const parquet = await parquetOf(flows(5))
    await commit([{ parquet }])
    const { objects } = await commit([{ parquet, uri: 's3://other/copy' }])
    expect(objects.map(({ state }) => state)).toEqual(['duplicate'])
    expect(await file.db.all('SELECT count(*) AS n FROM event')).toEqual([{ n: 5 }])
  })
})

interface Given {
  readonly records?: readonly Logged[]
  readonly parquet?: Buffer
  readonly uri?: string
}

let places = 0

/** Commits one batch of objects, each framed records or parquet. */
async function commit(given: readonly Given[]): Promise<Committed> {
  const parquet: Batch['parquet'][number][] = []
  const named = given.map(({ records, uri, parquet: bytes }, o) => {
    places++
    const object: Partial<DecodedObject> = {}
    if (bytes) {
      const path = join(file.tmp, `${places}.parquet`)
      writeFileSync(path, bytes)
      parquet.push({ o, path, temporary: true })
      Object.assign(object, {
        format: 'parquet',
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
    }
    return { uri: uri ?? `s3://logs/${places}`, records: records ?? [], object }
  })
  const batch = batchOf(file.tmp, named, cloudtrail.id)
  return file.commit({ ...batch, parquet }, decoders, await file.beginImport({}), readTable)
}

/** Turns over the head of a page, so that the group of rows which it belongs to cannot be read. */
async function spoiled(bytes: Buffer, group: number): Promise<Buffer> {
  const path = join(file.tmp, 'sound.parquet')
  writeFileSync(path, bytes)
  const [page] = await file.db.all<{ at: number }>(
    `SELECT data_page_offset AS at FROM parquet_metadata('${path}') WHERE row_group_id = ${group} AND path_in_schema = 'dstaddr'`,
  )
  const at = page?.at ?? 0
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(40, 0xff), bytes.subarray(at + 40)])
}
