import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { runSql } from '../../../main/store/read/sql.ts'
import { addEvents, type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
beforeAll(async () => {
  open = await openCase()
  await addEvents(open.db, [{ time: '2024-01-01T10:00:00.123456Z', account: '007', extra: '{"n":9007199254740993}' }])
})
afterAll(() => open.close())

afterEach(async () => {
  const [left] = await open.db.all<{ n: number }>(
    "SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'scratch'",
  )
  expect(left?.n).toBe(0)
})

test('it answers values as they travel, with their types', async () => {
  const { columns, rows, truncated } = await runSql(open.db, {
    sql: `SELECT time, account, extra, 9007199254740993 AS big, 1::UTINYINT AS small, 0.5::DOUBLE AS half, true AS yes,
      NULL AS nothing, [1, 2] AS list, DATE '2024-01-02' AS day FROM event`,
    limit: 10,
  })
  expect([columns, rows, truncated]).toEqual([
    [
      { name: 'time', type: 'TIMESTAMP' },
      { name: 'account', type: 'VARCHAR' },
      { name: 'extra', type: 'JSON' },
      { name: 'big', type: 'BIGINT' },
      { name: 'small', type: 'UTINYINT' },
      { name: 'half', type: 'DOUBLE' },
      { name: 'yes', type: 'BOOLEAN' },
      { name: 'nothing', type: 'INTEGER' },
      { name: 'list', type: 'INTEGER[]' },
      { name: 'day', type: 'DATE' },
    ],
    [
      [
        '2024-01-01T10:00:00.123456Z',
        '007',
        '{"n":9007199254740993}',
        '9007199254740993',
        1,
        0.5,
        true,
        null,
        '[1,2]',
        '2024-01-02',
      ],
    ],
    null,
  ])
})

test('it keeps the order and says that it was cut at the limit', async () => {
  const { rows, truncated } = await runSql(open.db, {
    sql: 'SELECT i FROM range(100000) r(i) ORDER BY i DESC',
    limit: 3,
  })
  expect([rows, truncated]).toEqual([[['99999'], ['99998'], ['99997']], expect.stringContaining('first 3 rows')])
})

test('it is whole when it has just as many rows as the limit', async () => {
  const { rows, truncated } = await runSql(open.db, { sql: 'SELECT i FROM range(3) r(i)', limit: 3 })
  expect([rows.length, truncated]).toEqual([3, null])
})

test('it cuts a result that is too large and says so', async () => {
  const caps = { bytes: 3 << 20, seconds: 60 }
  const many = await runSql(
    open.db,
    { sql: "SELECT repeat('x', 1000000) AS t FROM range(50)", limit: 100 },
    undefined,
    caps,
  )
  expect([many.rows.length, many.truncated]).toEqual([3, expect.stringContaining('they fill 3 MB')])
  const one = await runSql(open.db, { sql: "SELECT repeat('x', 5000000) AS t", limit: 100 }, undefined, caps)
  expect([one.rows, one.truncated]).toEqual([[], expect.stringContaining('the first row alone')])
})

const endless = 'SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE (i * j) % 7 = 3'

test('it stops a query that takes too long', async () => {
  const started = performance.now()
  const asked = runSql(open.db, { sql: endless, limit: 10 }, undefined, { bytes: 1 << 20, seconds: 0.3 })
  await expect(asked).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('stopped after 0.3 seconds'),
  })
  expect(performance.now() - started).toBeLessThan(5000)
})

test('it can be cancelled', async () => {
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(), 200)
  await expect(runSql(open.db, { sql: endless, limit: 10 }, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' })
  await expect(runSql(open.db, { sql: 'SELECT 1', limit: 10 }, cancel.signal)).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test.each([
  ['SELECT nothing_like_it FROM event', 'nothing_like_it'],
  ['SELECT time\nFROM event\nWHERE acount = 1', 'LINE 3: WHERE acount = 1'],
  ['SELECT 1\nFROM event WHERE WHERE', `LINE 2: FROM event WHERE WHERE\n${' '.repeat(25)}^`],
  [`SELECT ${'é, '.repeat(60)} FROM FROM`, '...'],
  ["SELECT 'x'::INT", 'Could not convert'],
  ['SELECT no_such_function_1(1)', 'no_such_function_1'],
  ['SELECT (1, 2)', 'name its parts'],
])('it says what is wrong with %s', async (sql, message) => {
  await expect(runSql(open.db, { sql, limit: 10 })).rejects.toMatchObject({ message: expect.stringContaining(message) })
})
