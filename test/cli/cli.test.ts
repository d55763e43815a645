import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import { at, cleanUp, coldtrail, json, numbers, record, start, trail } from './coldtrail.ts'

const hostile = 'agent \x1b[2J\x9b \u202e\nnext'
const summaryOfFirst = {
  objects: { stored: 2, duplicate: 0, skipped: 0, rejected: 0, partial: 0 },
  events: { stored: 12, duplicate: 3, conflicts: 0, bad: 0 },
  bytes: expect.any(Number),
  seconds: expect.any(Number),
  problems: [],
}

let first: unknown
/** Somebody else has the case open meanwhile: each command finds its engine running, which also saves time. */
const door = new Lobby({ door: 'desktop', version: '0.0.0' })
beforeAll(async () => {
  mkdirSync(at('logs'))
  trail(
    at('logs', 'a.json.gz'),
    numbers(0, 10).map((number) => record(number)),
  )
  trail(at('logs', 'b.json'), [
    ...numbers(7, 10).map((number) => record(number)),
    record(10, { userAgent: hostile, errorCode: 'AccessDenied' }),
    record(11, { eventName: 'GetUser' }),
  ])
  first = await json('import', 'logs', '--case', 'one.coldtrail', '--json')
  process.env.COLDTRAIL_HOME = at('home')
  await door.api.openCase({ path: at('one.coldtrail') })
})
afterAll(async () => {
  await door.close()
  cleanUp()
})

const sql = (query: string, ...more: string[]) => coldtrail('sql', '--case', 'one.coldtrail', query, ...more)

describe('coldtrail import', () => {
  test('creates the case, named after its folder, and prints what the contract says', async () => {
    expect(first).toEqual(summaryOfFirst)
    expect(await json('case', 'info', 'one.coldtrail', '--json')).toMatchObject({
      name: 'one',
      path: at('one.coldtrail'),
      events: 12,
    })
  })

  test('counts what it knows already and adds nothing', async () => {
    const again = await json('import', 'logs/a.json.gz', at('logs', 'b.json'), '--case', 'one.coldtrail', '--json')
    expect(again).toMatchObject({ objects: { stored: 0, duplicate: 2 }, events: { stored: 0 }, problems: [] })
    expect(await json('case', 'info', 'one.coldtrail', '--json')).toMatchObject({ events: 12 })
  })

  test('ends with 1 and lists each problem when not everything was taken', async () => {
    mkdirSync(at('mixed'))
    trail(at('mixed', 'good.json'), [record(100)])
    writeFileSync(at('mixed', 'cut.json.gz'), readFileSync(at('logs', 'a.json.gz')).subarray(0, 20))
    writeFileSync(at('mixed', 'notes \x1b[31m.txt'), 'no log at all')
    const text = await coldtrail('import', 'mixed', '--case', 'two')
    expect([text.code, text.out.split('\n')[1]]).toEqual([1, '1 event stored'])
    expect(text.err).toMatch(
      /^rejected: file:\/\/\/.*cut\.json\.gz: .+\nskipped: file:\/\/\/.*notes%20%1B%5B31m\.txt: .+\n$/,
    )

    const { code, out } = await coldtrail('import', 'mixed', '--case', 'three', '--json', '--in-place')
    const { objects, problems } = JSON.parse(out)
    expect([code, objects, problems]).toEqual([
      1,
      { stored: 1, duplicate: 0, skipped: 1, rejected: 1, partial: 0 },
      [
        { object: expect.stringContaining('cut.json.gz'), state: 'rejected', reason: expect.any(String) },
        { object: expect.stringContaining('notes'), state: 'skipped', reason: expect.any(String) },
      ],
    ])
  })
})

describe('coldtrail objects', () => {
  test('prints one line of the contract for each object', async () => {
    const { code, out } = await coldtrail('objects', '--case', 'one.coldtrail', '--state', 'stored', '--json')
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(readFileSync(at('logs', name)))
        .digest('hex')
    expect([code, rows]).toEqual([
      0,
      [
        {
          uri: `file://${at('logs', 'a.json.gz')}`,
          state: 'stored',
          reason: null,
          format: 'cloudtrail',
          events: 10,
          duplicates: 0,
          bytes: readFileSync(at('logs', 'a.json.gz')).length,
          sha256: sha256('a.json.gz'),
          first: '2024-01-15T10:00:00Z',
          last: '2024-01-15T10:00:09Z',
          integrity: null,
        },
        expect.objectContaining({
          uri: `file://${at('logs', 'b.json')}`,
          events: 2,
          duplicates: 3,
          sha256: sha256('b.json'),
        }),
      ],
    ])
    expect(Object.keys(rows[0])).toEqual([
      'uri',
      'state',
      'reason',
      'format',
      'events',
      'duplicates',
      'bytes',
      'sha256',
      'first',
      'last',
      'integrity',
    ])
  })

  test('prints a table to people', async () => {
    const lines = (await coldtrail('objects', '--case', 'one.coldtrail')).out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^state +format +events +duplicates +bytes +first +last +object/)
    expect(lines.length).toBeGreaterThanOrEqual(4)
  })

  test('prints nothing when no object ended so', async () => {
    expect(await coldtrail('objects', '--case', 'one.coldtrail', '--state', 'partial', '--json')).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  })
})

describe('coldtrail sql', () => {
  const query =
    'SELECT time, action, request, 9007199254740993::BIGINT AS big, 1::INTEGER AS small, NULL AS none, read_only, ordinal FROM event ORDER BY time LIMIT 2'
  const row = (second: number) => ({
    time: `2024-01-15T10:00:0${second}Z`,
    action: 'ListUsers',
    request: { path: '/x/', many: [1, 2] },
    big: '9007199254740993',
    small: 1,
    none: null,
    read_only: null,
    ordinal: second,
  })

  test('prints typed JSON: structures as such, 64-bit numbers as text, times in UTC', async () => {
    const [whole, short, lines] = [
      await sql(query, '--format', 'json'),
      await sql(query, '--json'),
      await sql(query, '--format', 'jsonl'),
    ]
    expect([JSON.parse(whole.out), JSON.parse(short.out)]).toEqual([
      [row(0), row(1)],
      [row(0), row(1)],
    ])
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([row(0), row(1)])
  })

  test('prints CSV', async () => {
    const { code, out } = await sql(
      "SELECT action, count(*) AS calls, '=1+1' AS trap FROM event GROUP BY action ORDER BY calls",
      '--format',
      'csv',
    )
    expect([code, out]).toEqual([0, "action,calls,trap\nGetUser,1,'=1+1\nListUsers,11,'=1+1\n"])
  })

  test('prints a table in which log text does nothing', async () => {
    const { code, out } = await sql('SELECT user_agent, ordinal FROM event WHERE error_code IS NOT NULL')
    expect([code, out]).toEqual([
      0,
      [
        'user_agent                        ordinal',
        '--------------------------------  -------',
        'agent \\x1b[2J\\x9b \\u202e\\x0anext        3',
        '',
      ].join('\n'),
    ])
  })

  test('writes a file, of the format that its name says', async () => {
    const { code, out, err } = await sql('SELECT action FROM event', '-o', 'actions.parquet')
    expect([code, out, readFileSync(at('actions.parquet')).subarray(0, 4).toString()]).toEqual([0, '', 'PAR1'])
    expect(err).toMatch(/^12 rows \(\d.* B\) written to .*actions\.parquet, sha256 [0-9a-f]{64}\n$/)
    await sql('SELECT 1 AS a', '-o', 'table.txt')
    expect(readFileSync(at('table.txt'), 'utf8')).toBe('a\n-\n1\n')
  })

  test('says when a table does not hold all rows, and gives all of them in the other formats', async () => {
    const [shown, all] = [
      await sql('SELECT range AS n FROM range(10001)'),
      await sql('SELECT range AS n FROM range(10001)', '--format', 'jsonl'),
    ]
    expect([shown.code, shown.out.split('\n').length, shown.err]).toEqual([
      0,
      10_003,
      expect.stringContaining('not all rows are here'),
    ])
    expect(all.out.split('\n').length).toBe(10_002)
  })

  test('leaves nothing in the temporary folder, and no reader waiting', async () => {
    const { child, ended } = start([
      'sql',
      '--case',
      'one.coldtrail',
      'SELECT range FROM range(500000)',
      '--format',
      'jsonl',
    ])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { code, err } = await ended
    expect([code, err]).toEqual([0, ''])
    expect(readdirSync(at('one.coldtrail', 'tmp'))).toEqual([])
  })
})

describe('coldtrail export', () => {
  const exported = (...args: string[]) => json('export', ...args, '--case', 'one.coldtrail', '--json')

  test('writes the events that a search finds, and says what it wrote', async () => {
    const said = await exported(
      'events',
      '-o',
      'events.csv',
      '--search',
      'GetUser',
      '--columns',
      'time,action',
      '--from',
      '2024-01-15',
      '--to',
      '2024-01-16',
    )
    const bytes = readFileSync(at('events.csv'))
    expect(bytes.toString()).toBe('time,action\n2024-01-15T10:00:11Z,GetUser\n')
    expect(said).toEqual({
      path: at('events.csv'),
      rows: 1,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  test('keeps to the times, from ≤ time < to', async () => {
    const said = await exported(
      'events',
      '-o',
      'some.jsonl',
      '--from',
      '2024-01-15T10:00:02Z',
      '--to',
      '2024-01-15T12:00:05+02:00',
    )
    const times = readFileSync(at('some.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).time)
    expect([said, times]).toMatchObject([
      { rows: 3 },
      ['2024-01-15T10:00:02Z', '2024-01-15T10:00:03Z', '2024-01-15T10:00:04Z'],
    ])
  })

  test('writes the ledger and the rows of a query, and replaces what was there', async () => {
    writeFileSync(at('rows.json'), 'old')
    await exported('SELECT 1 AS a', '-o', 'rows.json')
    expect(JSON.parse(readFileSync(at('rows.json'), 'utf8'))).toEqual([{ a: 1 }])
    expect(await exported('objects', '-o', 'ledger', '--format', 'csv')).toMatchObject({ path: at('ledger') })
    expect(readFileSync(at('ledger'), 'utf8')).toContain('a.json.gz')
  })
})

describe('coldtrail case', () => {
  test('creates a case once, and lists it', async () => {
    const name = 'The "May" intrusion'
    expect(await json('case', 'create', 'new.coldtrail', '--name', name, '--json')).toMatchObject({
      name,
      events: 0,
      readOnly: false,
    })
    expect((await coldtrail('case', 'create', 'new.coldtrail')).code).toBe(3)
    const listed = (await json('case', 'list', '--json')) as { path: string; name: string; state: string }[]
    expect(listed.find(({ path }) => path === at('new.coldtrail'))).toMatchObject({ name, state: 'closed' })
    expect((await coldtrail('case', 'list')).out).toContain(name)
    expect((await coldtrail('case', 'info', 'new.coldtrail')).out).toContain(`${name}: 0 events\n`)
  })

  test('tells and takes who is ours', async () => {
    await json('case', 'create', 'ours', '--json')
    const nobody = (await json('case', 'ours', 'ours')) as Record<string, unknown>
    const ours = { ...nobody, accounts: [{ id: '012345678901', name: 'prod', partner: false }] }
    writeFileSync(at('ours.json'), JSON.stringify(ours))
    expect(await json('case', 'ours', 'ours', '--set', 'ours.json')).toEqual(ours)
    expect(await json('case', 'ours', 'ours')).toEqual(ours)

    writeFileSync(at('bad.json'), JSON.stringify({ ...ours, accounts: [{ id: '12', name: '', partner: false }] }))
    const bad = await coldtrail('case', 'ours', 'ours', '--set', 'bad.json')
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('an AWS account id has 12 digits')])
    expect(await json('case', 'ours', 'ours')).toEqual(ours)
  })
})

describe.concurrent('exit codes', () => {
  test.each([
    [[]],
    [['nothing']],
    [['case']],
    [['import', 'logs']],
    [['import', '--case', 'x']],
    [['import', 'missing', '--case', 'x']],
    [['objects', '--case', 'one.coldtrail', '--state', 'lost']],
    [['objects', '--case', 'one.coldtrail', '--colour']],
    [['sql', '--case', 'one.coldtrail']],
    [['sql', '--case', 'one.coldtrail', 'SELECT 1', '--format', 'xml']],
    [['sql', '--case', 'one.coldtrail', 'SELEC 1']],
    [['sql', '--case', 'one.coldtrail', 'SELECT nothing FROM event']],
    [['sql', '--case', 'one.coldtrail', 'SELECT nothing FROM event', '--json']],
    [['export', 'events', '--case', 'one.coldtrail']],
    [['export', 'events', '--case', 'one.coldtrail', '-o', 'x.doc']],
    [['export', 'events', '--case', 'one.coldtrail', '-o', 'no/such/folder/x.csv']],
    [['export', 'events', '--case', 'one.coldtrail', '-o', 'x.csv', '--from', 'yesterday']],
    [['export', 'events', '--case', 'one.coldtrail', '-o', 'x.csv', '--columns', 'tyme']],
    [['export', 'events', '--case', 'one.coldtrail', '-o', 'x.csv', '--search', '((']],
    [['export', 'objects', '--case', 'one.coldtrail', '-o', 'x.csv', '--search', 'x']],
    [['case', 'ours', 'one.coldtrail', '--set', 'missing.json']],
    [['serve', '--port', 'http']],
    [['serve', 'one.coldtrail', '--sample']],
  ])('are 2 for %j', async (args) => {
    const { code, out, err } = await coldtrail(...args)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(/\S/) })
    expect(existsSync(at('x')) || existsSync(at('x.csv'))).toBe(false)
  })

  test.each([
    [['objects', '--case', 'nowhere']],
    [['sql', '--case', 'logs', 'SELECT 1']],
    [['case', 'info', 'logs/b.json']],
    [['import', 'logs', '--case', 'logs']],
    [['import', 'logs', '--case', 'logs/b.json']],
    [['case', 'create', 'logs']],
  ])('are 3 for %j', async (args) => {
    const { code, out, err } = await coldtrail(...args)
    expect({ code, out, err }).toEqual({ code: 3, out: '', err: expect.stringMatching(/^coldtrail: .+\n$/) })
    expect(readdirSync(at('logs'))).toEqual(['a.json.gz', 'b.json'])
  })

  test.each([
    'DELETE FROM event',
    'SELECT 1; SELECT 2',
    "SELECT * FROM read_text('/etc/passwd')",
    "COPY event TO 'x.csv'",
  ])('are 4 for the SQL %s', async (query) => {
    const [shown, written] = [await sql(query), await sql(query, '--json')]
    expect([shown.code, written.code, written.out]).toEqual([4, 4, ''])
    expect(shown.err).toMatch(/^coldtrail: /)
  })
})

describe.concurrent('coldtrail --help', () => {
  test.each([
    ['import'],
    ['objects'],
    ['sql'],
    ['export'],
    ['serve'],
    ['case'],
    ['case', 'create'],
    ['case', 'info'],
    ['case', 'list'],
    ['case', 'ours'],
    [],
  ])('gives examples for %s %s', async (...command) => {
    const { code, out } = await coldtrail(...command, '--help')
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`Examples:\\n {2}\\$ coldtrail ${command.join(' ')}`)),
    ])
  })

  test('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await coldtrail('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })
})
