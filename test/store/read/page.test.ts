import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Views } from '../../../main/store/read/views.ts'
import type { Order } from '../../../shared/api.ts'
import { everything, type Filter } from '../../../shared/filter.ts'
import { type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
let views: Views

/** 30,000 events in one microsecond, 25,000 of them in one object; 30,000 in one second; some at the ends of time. */
beforeAll(async () => {
  open = await openCase()
  views = new Views(open.db)
  await open.db.run(`
    INSERT INTO event (time, format, service, action, object_id, ordinal)
    SELECT TIMESTAMP '2024-03-01 12:00:00.5', 'cloudtrail', 's3', 'GetObject',
      CASE WHEN i < 25000 THEN 7 ELSE 100 + i END, i
    FROM range(30000) AS r(i)
    UNION ALL
    SELECT TIMESTAMP '2024-03-02 12:00:00' + to_microseconds((i * 7919) % 1000000), 'cloudtrail',
      CASE WHEN i % 5 = 0 THEN 'iam' ELSE 'ec2' END, 'a' || (i % 13), 8, i
    FROM range(30000) AS r(i)
    UNION ALL
    SELECT TIMESTAMP '2020-01-01' + to_hours(i * 5), 'cloudtrail', 'sts', CASE WHEN i % 3 = 0 THEN 'AssumeRole' END, 9, i
    FROM range(4000) AS r(i)
    UNION ALL
    SELECT NULL, 'vpc-flow', 'vpc', NULL, i % 3 + 10, i FROM range(30000) AS r(i)`)
  await open.db.run(`
    INSERT INTO event (time, format, service, action, object_id, ordinal) VALUES
      ('infinity', 'odd', 'odd', 'x', 1, 0), ('-infinity', 'odd', 'odd', 'x', 1, 1),
      ('0044-03-15 (BC) 00:00:00', 'odd', 'odd', 'x', 1, 2), ('9999-12-31 23:59:59.999999', 'odd', 'odd', 'x', 1, 3),
      ('0001-01-01 00:00:00', 'odd', 'odd', 'x', 1, 4), ('1969-12-31 23:59:59.999999', 'odd', 'odd', 'x', 1, 5),
      ('1970-01-01 00:00:00', 'odd', 'odd', 'x', 1, 6), ('292277-01-01 00:00:00', 'odd', 'odd', 'x', 1, 7)`)
})
afterAll(async () => {
  await views.close()
  await open.close()
})

const newest: Order = { column: 'time', descending: true }
const oldest: Order = { column: 'time', descending: false }

/** All rows as they should come, sorted by DuckDB in one go. */
async function reference(condition: string, { column, descending }: Order): Promise<readonly (readonly unknown[])[]> {
  const direction = descending ? 'DESC' : 'ASC'
  const time = `CASE WHEN time BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999' THEN time END`
  const keys =
    column === 'time'
      ? [`(${time}) ${direction} NULLS LAST`, `object_id ${direction}`, `ordinal ${direction}`]
      : [`${column} ${direction} NULLS LAST`, `time ${direction} NULLS LAST`, `rowid ${direction}`]
  const { rows } = await open.db.rows(
    `SELECT object_id, ordinal, service FROM event WHERE ${condition} ORDER BY ${keys.join(', ')}`,
  )
  return rows
}

const search = (text: string): Filter => ({ ...everything, search: text })
const range = (from: string | null, to: string | null): Filter => ({ ...everything, from, to })

describe.each<[string, Filter, string, Order]>([
  ['all events, newest first', everything, 'true', newest],
  ['all events, oldest first', everything, 'true', oldest],
  ['a search that finds few', search('service:iam'), "service = 'iam'", newest],
  ['a search that finds few without a time', search('service:vpc'), "service = 'vpc'", oldest],
  [
    'a range',
    range('2024-03-02T12:00:00.25Z', '2024-03-02T12:00:00.75Z'),
    "time >= '2024-03-02 12:00:00.25' AND time < '2024-03-02 12:00:00.75'",
    newest,
  ],
  ['an open range', range('2021-01-01T00:00:00Z', null), "time >= '2021-01-01'", oldest],
  ['another column', everything, 'true', { column: 'action', descending: false }],
  ['another column, falling', search('NOT service:ec2'), "service <> 'ec2'", { column: 'service', descending: true }],
  ['nothing', search('service:none-of-this'), 'false', newest],
])('page of %s', (_, filter, condition, order) => {
  test('it is what sorting everything would give, at any offset', async () => {
    const all = await reference(condition, order)
    const offsets = [
      0,
      1,
      199,
      25_000,
      29_950,
      30_000,
      59_999,
      63_990,
      64_003,
      64_100,
      94_000,
      all.length - 1,
      all.length,
    ]
    for (const offset of [...new Set([...offsets, ...spread(all.length, 25)])].filter((o) => o >= 0)) {
      const page = await views.page({ filter, columns: ['service'], order, offset, limit: 200 }, 1)
      expect({ offset, rows: page.rows }).toEqual({ offset, rows: all.slice(offset, offset + 200) })
      expect(page.columns.map(({ name }) => name)).toEqual(['object_id', 'ordinal', 'service'])
    }
  })

  test('it finds the place of every event', async () => {
    const all = await reference(condition, order)
    for (const offset of spread(all.length, 12)) {
      const [object_id, ordinal] = all[offset] as [number, number]
      expect(await views.position({ filter, order, of: { object_id, ordinal } }, 1)).toEqual({ offset })
    }
  })
})

test.each([
  '0001-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999999Z',
  '2020-01-01T00:00:01Z',
  '2024-03-01T12:00:00.5Z',
  '2024-03-02T12:00:00.123456Z',
  '9999-12-31T00:00:00Z',
])('it finds the first event at or after %s', async (time) => {
  const { rows } = await open.db.rows(
    `SELECT object_id, ordinal, service FROM event
    WHERE time >= CAST($time AS TIMESTAMP) AND time <= '9999-12-31 23:59:59.999999'
    ORDER BY time, object_id, ordinal LIMIT 1`,
    { time },
  )
  for (const order of [oldest, newest, { column: 'service', descending: false } as const]) {
    const { offset } = await views.position({ filter: everything, order, of: { time } }, 1)
    const page = await views.page(
      { filter: everything, columns: ['service'], order, offset: offset ?? -1, limit: 1 },
      1,
    )
    expect(page.rows).toEqual(rows)
  }
})

test('it finds nothing after the last event, nor an event that the filter leaves out', async () => {
  const later = { filter: search('service:sts'), order: newest, of: { time: '2030-01-01T00:00:00Z' } }
  expect(await views.position(later, 1)).toEqual({ offset: null })
  const without = { filter: search('service:sts'), order: newest, of: { object_id: 8, ordinal: 3 } }
  expect(await views.position(without, 1)).toEqual({ offset: null })
  const ranged = { filter: range('2024-03-02T00:00:00Z', null), order: newest, of: { object_id: 7, ordinal: 3 } }
  expect(await views.position(ranged, 1)).toEqual({ offset: null })
})

test('it shows new events under a new number of the data', async () => {
  const filter = search('service:fresh')
  const ask = async (dataVersion: number) =>
    (await views.page({ filter, columns: ['service'], order: newest, offset: 0, limit: 10 }, dataVersion)).rows.length
  const before = await ask(1)
  await open.db.run("INSERT INTO event (format, service, object_id, ordinal) VALUES ('cloudtrail', 'fresh', 200000, 0)")
  expect([before, await ask(2)]).toEqual([0, 1])
  await open.db.run("DELETE FROM event WHERE service = 'fresh'")
})

test('it leaves nothing behind when it is closed', async () => {
  const other = await openCase()
  const closing = new Views(other.db)
  await other.db.run(
    "INSERT INTO event (format, action, object_id, ordinal) SELECT 'x', 'a' || i, 1, i FROM range(1000) r(i)",
  )
  const ask = (text: string, signal?: AbortSignal) =>
    closing.page({ filter: search(text), columns: ['time'], order: newest, offset: 0, limit: 5 }, 1, signal)
  await ask('action:a1*')
  await expect(ask('action:a2*', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  await closing.close()
  const [left] = await other.db.all<{ n: number }>(
    "SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'scratch'",
  )
  expect(left?.n).toBe(0)
  await other.close()
})

test('it keeps no more than a few tables however many views are asked for', async () => {
  for (let i = 0; i < 20; i++) {
    const order: Order = { column: 'action', descending: i % 2 === 0 }
    await views.page({ filter: search(`action:a${i}`), columns: ['time'], order, offset: 0, limit: 5 }, 3)
  }
  const [kept] = await open.db.all<{ n: number }>(
    "SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'scratch'",
  )
  expect(kept?.n).toBeLessThanOrEqual(10)
})

test('it refuses a search that cannot be read', async () => {
  const asked = views.page({ filter: search('service:('), columns: ['time'], order: newest, offset: 0, limit: 5 }, 1)
  await expect(asked).rejects.toMatchObject({ code: 'bad-input' })
})

function spread(length: number, count: number): readonly number[] {
  return Array.from({ length: Math.min(count, length) }, (_, i) => Math.floor((i * 7919 * length) / (count * 7919)))
}
