import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { Database } from '../../main/store/database.ts'
import { folder, removeFolders } from './batches.ts'

const open: Database[] = []
afterEach(async () => {
  for (const db of open.splice(0)) await db.close()
})
afterAll(removeFolders)

async function database(path = folder(), readOnly = false): Promise<{ db: Database; path: string }> {
  for (const inner of ['evidence', 'tmp']) mkdirSync(join(path, inner), { recursive: true })
  const options = { readOnly, evidence: join(path, 'evidence'), tmp: join(path, 'tmp') }
  const db = await Database.open(join(path, 'case.duckdb'), options)
  open.push(db)
  return { db, path }
}

describe('a value travels', () => {
  test.each([
    ['1::BIGINT', '1', 'BIGINT'],
    ['9223372036854775807', '9223372036854775807', 'BIGINT'],
    ['count(*)', '1', 'BIGINT'],
    ['sum(1)', '1', 'HUGEINT'],
    ['1::INTEGER', 1, 'INTEGER'],
    ['1::UINTEGER', 1, 'UINTEGER'],
    ['1.50::DECIMAL(9,2)', '1.50', 'DECIMAL(9,2)'],
    ['0.5::DOUBLE', 0.5, 'DOUBLE'],
    ["'nan'::DOUBLE", 'NaN', 'DOUBLE'],
    ["'-inf'::DOUBLE", '-Infinity', 'DOUBLE'],
    ['true', true, 'BOOLEAN'],
    ['NULL::VARCHAR', null, 'VARCHAR'],
    ["'a''b'", "a'b", 'VARCHAR'],
    ['\'{"b": 1, "a":1.10}\'::JSON', '{"b": 1, "a":1.10}', 'JSON'],
    ["TIMESTAMP '2024-01-15 10:00:00'", '2024-01-15T10:00:00Z', 'TIMESTAMP'],
    ["TIMESTAMP '2024-01-15 10:00:00.5'", '2024-01-15T10:00:00.500Z', 'TIMESTAMP'],
    ["TIMESTAMP '2024-01-15 10:00:00.000001'", '2024-01-15T10:00:00.000001Z', 'TIMESTAMP'],
    ["TIMESTAMP '1969-12-31 23:59:59.25'", '1969-12-31T23:59:59.250Z', 'TIMESTAMP'],
    ["'infinity'::TIMESTAMP", 'infinity', 'TIMESTAMP'],
    ["TIMESTAMPTZ '2024-01-15 12:00:00+02'", '2024-01-15T10:00:00Z', 'TIMESTAMP WITH TIME ZONE'],
    ["TIMESTAMP_NS '2024-01-15 10:00:00.000000001'", '2024-01-15T10:00:00.000000001Z', 'TIMESTAMP_NS'],
    ["DATE '2024-01-15'", '2024-01-15', 'DATE'],
    ['[1::BIGINT, NULL, 9223372036854775807]', '[1,null,9223372036854775807]', 'BIGINT[]'],
    ["{'a': 'x\"y', 'b': [true]}", '{"a":"x\\"y","b":[true]}', 'STRUCT("a" VARCHAR, "b" BOOLEAN[])'],
    ["MAP {'k': TIMESTAMP '2024-01-15 10:00:00'}", '{"k":"2024-01-15T10:00:00Z"}', 'MAP(VARCHAR, TIMESTAMP)'],
    ["'\\x00\\xFF'::BLOB", '00ff', 'BLOB'],
    ['INTERVAL 1 DAY', '1 day', 'INTERVAL'],
  ])('%s → %j', async (expression, value, type) => {
    const { db } = await database()
    expect(await db.rows(`SELECT ${expression} AS v`)).toEqual({
      columns: [{ name: 'v', type }],
      rows: [[value]],
      more: false,
    })
  })
})

test('it counts in JavaScript numbers for our own queries', async () => {
  const { db } = await database()
  expect(await db.all('SELECT count(*) AS n, sum(2) AS s, max(range) AS m FROM range(3)')).toEqual([
    { n: 3, s: 6, m: 2 },
  ])
})

test('it binds text, whole numbers, fractions, truth and nothing as what they are', async () => {
  const { db } = await database()
  const params = { t: "'; DROP TABLE event; --", i: 3_000_000_000, d: 0.25, b: false, n: null }
  expect(await db.all('SELECT $t AS t, $i AS i, typeof($i) AS k, $d AS d, $b AS b, $n AS n', params)).toEqual([
    { ...params, k: 'BIGINT' },
  ])
})

test.each([
  [2, 2, true],
  [3, 3, false],
  [undefined, 3, false],
  [0, 0, true],
])('it reads at most %s rows and says whether there are more', async (most, rows, more) => {
  const { db } = await database()
  const result = await db.rows('SELECT range FROM range(3)', {}, undefined, most)
  expect({ rows: result.rows.length, more: result.more }).toEqual({ rows, more })
})

test('it lets go of a result that it did not read to its end', async () => {
  const { db } = await database()
  await db.run('CREATE TABLE t AS SELECT range FROM range(1000000)')
  for (let i = 0; i < 20; i++) await db.rows('SELECT * FROM t', {}, undefined, 1)
  await db.write((tx) => tx.run('DELETE FROM t'))
  await db.run('CHECKPOINT')
  expect(await db.all('SELECT count(*) AS n FROM t')).toEqual([{ n: 0 }])
})

const endless = 'SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range'

test.each([0, 1, 50])('it stops a question that is taken back after %i ms', async (delay) => {
  const { db } = await database()
  const stop = new AbortController()
  setTimeout(() => stop.abort(), delay)
  await expect(db.all(endless, {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
  expect(await db.all('SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('it answers while long questions run, and lets a waiting one be taken back', async () => {
  const { db } = await database()
  const stop = new AbortController()
  const long = [0, 1, 2].map(() => db.all(endless, {}, stop.signal))
  expect(await db.all('SELECT 1 AS one')).toEqual([{ one: 1 }])
  for (let i = 0; i < 3; i++) long.push(db.all(endless, {}, stop.signal))
  const waiting = new AbortController()
  const late = db.all('SELECT 2', {}, waiting.signal)
  waiting.abort()
  await expect(late).rejects.toMatchObject({ code: 'cancelled' })
  stop.abort()
  const ends = await Promise.allSettled(long)
  expect(ends.map(({ status }) => status)).toEqual(Array(6).fill('rejected'))
})

test('it runs writers one after the other and undoes one that fails', async () => {
  const { db } = await database()
  await db.run('CREATE TABLE t (n INTEGER)')
  const failing = db.write(async (tx) => {
    await tx.run('INSERT INTO t VALUES (1)')
    throw new Error('no')
  })
  const working = db.write((tx) => tx.run('INSERT INTO t SELECT count(*) FROM t'))
  await expect(failing).rejects.toThrow('no')
  await working
  expect(await db.all('SELECT n FROM t')).toEqual([{ n: 0 }])
})

test('it closes while questions run', async () => {
  const { db } = await database()
  const asked = expect(db.all(endless)).rejects.toThrow()
  await db.close()
  await asked
  await expect(db.all('SELECT 1')).rejects.toMatchObject({ code: 'not-found' })
})

describe('SQL is confined to the evidence and our own folder', () => {
  test.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "COPY (SELECT 1) TO '/tmp/coldtrail-escaped.csv'",
    "ATTACH '/tmp/coldtrail-escaped.duckdb'",
    'INSTALL httpfs',
    'SET enable_external_access = true',
    "SET allowed_directories = ['/']",
    "SET memory_limit = '8GB'",
  ])('%s is refused', async (statement) => {
    const { db } = await database()
    await expect(db.run(statement)).rejects.toThrow(/permission|configuration|disabled|access/i)
  })

  test.each(['evidence', 'tmp'])('a file in %s can be read', async (inner) => {
    const { db, path } = await database()
    writeFileSync(join(path, inner, "it's.txt"), 'x')
    expect(await db.all(`SELECT content FROM read_text($path)`, { path: join(path, inner, "it's.txt") })).toEqual([
      { content: 'x' },
    ])
  })
})

test.each([false, true])('it has a scratch database that all questions share (read-only: %s)', async (readOnly) => {
  const { db, path } = await database()
  await db.close()
  const again = (await database(path, readOnly)).db
  await again.run('CREATE TABLE scratch.ids AS SELECT range AS id FROM range(10)')
  const counts = await Promise.all([1, 2, 3, 4].map(() => again.all('SELECT count(*) AS n FROM scratch.ids')))
  expect(counts).toEqual(Array(4).fill([{ n: 10 }]))
})

test('it reads times as UTC wherever the computer is', async () => {
  const { db } = await database()
  expect(await db.all("SELECT current_setting('TimeZone') AS zone")).toEqual([{ zone: 'UTC' }])
})

test('it is created in the storage format that the program pins', async () => {
  const { db } = await database()
  expect(
    await db.all("SELECT tags['storage_version'] AS version FROM duckdb_databases() WHERE database_name = 'case'"),
  ).toEqual([{ version: expect.stringMatching(/^v1\.5\.0/) }])
})

test('it says in words that a file is no database', async () => {
  const path = folder()
  writeFileSync(join(path, 'case.duckdb'), 'this is no database at all, but it is long enough to look at'.repeat(200))
  await expect(database(path)).rejects.toThrow(/not a valid DuckDB database/)
})
