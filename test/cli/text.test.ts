import { describe, expect, test, vi } from 'vitest'
import { askPassphrase } from '../../main/cli/ask-person.ts'
import type { Context } from '../../main/cli/context.ts'
import { Ended, exitCodeOf } from '../../main/cli/exit-codes.ts'
import { whatOf } from '../../main/cli/export.ts'
import { formatOf } from '../../main/cli/export-file.ts'
import { hasProblems, importJson, summary } from '../../main/cli/import.ts'
import { nameOf } from '../../main/cli/in-case.ts'
import { objectLine } from '../../main/cli/objects.ts'
import { columnsOption, portOption, timeOption } from '../../main/cli/options.ts'
import { printable, printableLines, safeJson } from '../../main/cli/printable.ts'
import { progressText } from '../../main/cli/progress-text.ts'
import { duration, size } from '../../main/cli/quantities.ts'
import { table } from '../../main/cli/table.ts'
import { Terminal } from '../../main/cli/terminal.ts'
import type { ImportResult, ObjectRow } from '../../shared/case.ts'
import { errorCodes, Problem } from '../../shared/problem.ts'

describe('text for a terminal', () => {
  test.each([
    ['plain ünïcode 日本 🦊 Z', 'plain ünïcode 日本 🦊 Z'],
    ['\x1b[2J\x1b]0;title\x07', '\\x1b[2J\\x1b]0;title\\x07'],
    ['a\nb\rc\td\0\x7f', 'a\\x0ab\\x0dc\\x09d\\x00\\x7f'],
    ['\x9b31m\x85', '\\x9b31m\\x85'],
    ['\u202egnp.exe\u2066\u200f\u061c', '\\u202egnp.exe\\u2066\\u200f\\u061c'],
    ['\u2028\u2029\ufeff\u200b', '\\u2028\\u2029\\ufeff\\u200b'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('shows %j harmlessly', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('keeps the lines of several lines', () => {
    expect(printableLines('a,b\r\n\x1b[0m\tc\n')).toBe('a,b\r\n\\x1b[0m\tc\n')
  })

  test('escapes a JSON document without changing its values', () => {
    const value = { '\u202e': ['\x9b\x7f\u2028', '\u{e0041}🦊', '\x1b\n\t"\\'] }
    for (const document of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      expect(JSON.parse(safeJson(document))).toEqual(value)
      expect(printableLines(safeJson(document))).toBe(safeJson(document))
    }
  })
})

describe('a table', () => {
  test('lines up, numbers at their end, nothing for null', () => {
    const rows = [
      ['iam', 5, true],
      ['日本', 12_345, null],
      [null, -1, false],
    ]
    expect(table([{ title: 'service' }, { title: 'calls', right: true }, { title: 'ro' }], rows)).toBe(
      [
        'service  calls  ro',
        '-------  -----  -----',
        'iam          5  true',
        '日本       12345',
        '            -1  false',
        '',
      ].join('\n'),
    )
  })

  test('lets no cell and no title leave its line, and shortens what is too long', () => {
    const text = table([{ title: 'a\nb' }], [['x\ny'], ['🦊'.repeat(101)]])
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
      'a\\x0ab',
      '-'.repeat(100),
      'x\\x0ay',
      `${'🦊'.repeat(99)}…`,
      '',
    ])
  })

  test('has its titles when it has no row', () => {
    expect(table([{ title: 'a' }, { title: 'b' }], [])).toBe('a  b\n-  -\n')
  })
})

const result: ImportResult = {
  objects: { stored: 2, partial: 1, duplicate: 0, skipped: 0, rejected: 1 },
  events: { stored: 1234, duplicate: 1, conflicts: 0, bad: 3 },
  bytes: 1_500_000,
  seconds: 61.2,
  problems: [{ object: 'file:///a', state: 'rejected', reason: 'no gzip' }],
}
const clean: ImportResult = {
  ...result,
  objects: { stored: 1, partial: 0, duplicate: 1, skipped: 0, rejected: 0 },
  events: { stored: 1, duplicate: 0, conflicts: 0, bad: 0 },
  bytes: 0,
  seconds: 0.05,
  problems: [],
}

describe('an import', () => {
  test('is summed up in two lines', () => {
    expect([summary(result), summary(clean)]).toEqual([
      [
        '4 objects (1.5 MB) in 1:01: 2 stored, 1 partial, 1 rejected',
        '1,234 events stored, 1 duplicate, 3 bad records',
      ],
      ['2 objects (0 B) in 0.1 s: 1 stored, 1 duplicate', '1 event stored'],
    ])
  })

  test('has the fields of the contract, in their order', () => {
    expect(JSON.stringify(importJson(result))).toBe(
      '{"objects":{"stored":2,"duplicate":0,"skipped":0,"rejected":1,"partial":1},"events":{"stored":1234,"duplicate":1,"conflicts":0,"bad":3},"bytes":1500000,"seconds":61.2,"problems":[{"object":"file:///a","state":"rejected","reason":"no gzip"}]}',
    )
  })

  test.each([
    [clean, false],
    [result, true],
    [{ ...clean, objects: { ...clean.objects, skipped: 1 } }, true],
    [{ ...clean, events: { ...clean.events, bad: 1 } }, true],
    [{ ...clean, events: { ...clean.events, duplicate: 9 } }, false],
  ])('has problems when something was not simply taken (%#)', (one, problems) => {
    expect(hasProblems(one)).toBe(problems)
  })
})

test('an object is one line with the fields of the contract, in their order', () => {
  const row: ObjectRow = {
    object_id: 1,
    uri: 'file:///\u202ea\n',
    state: 'stored',
    reason: null,
    format: 'cloudtrail',
    events: 2,
    duplicates: 0,
    conflicts: 0,
    bad_records: 0,
    bytes: 10,
    sha256: 'ab',
    first: '2024-01-15T10:00:00Z',
    last: null,
    integrity: null,
    imported_at: '2024-01-16T00:00:00Z',
  }
  expect(objectLine(row)).toBe(
    '{"uri":"file:///\\u202ea\\n","state":"stored","reason":null,"format":"cloudtrail","events":2,"duplicates":0,"bytes":10,"sha256":"ab","first":"2024-01-15T10:00:00Z","last":null,"integrity":null}\n',
  )
})

test('progress says what is known', () => {
  const none = { done: 0, total: null }
  const idle = { phase: 'starting', objects: none, bytes: none, rows: 0, rowsPerSecond: 0, secondsLeft: null }
  const busy = {
    phase: 'reading',
    objects: { done: 12, total: 1500 },
    bytes: { done: 3_200_000, total: 9 },
    rows: 85_000,
    rowsPerSecond: 41_000,
    secondsLeft: 187,
  }
  expect([progressText(idle), progressText(busy)]).toEqual([
    'starting',
    'reading · 12 of 1,500 objects · 3.2 MB · 85,000 rows · 41,000 rows/s · 3:07 left',
  ])
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1_270_000_000, '1.3 GB'],
  [5e15, '5000.0 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

test.each([
  [0, '0 s'],
  [0.26, '0.3 s'],
  [42.4, '42 s'],
  [59.6, '1:00'],
  [3725, '1:02:05'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

describe('options', () => {
  test.each([
    ['2024-01-15', '2024-01-15T00:00:00.000Z'],
    ['2024-01-15T10:00Z', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00:30.5Z', '2024-01-15T10:00:30.500Z'],
    ['2024-01-15 10:00:00+02:00', '2024-01-15T08:00:00.000Z'],
  ])('take the time %s', (text, time) => {
    expect(timeOption(text)).toBe(time)
  })

  test.each(['', 'yesterday', '2024', '2024-13-01', '2024-01-15T10:00', '15.01.2024', '2024-01-15Z', '1705312800'])(
    'refuse the time %j',
    (text) => {
      expect(() => timeOption(text)).toThrow('a time is a date')
    },
  )

  test('take columns, and refuse one that is not there', () => {
    expect(columnsOption('time, actor')).toEqual(['time', 'actor'])
    expect(() => columnsOption('time,acter')).toThrow("there is no column 'acter' among time, format, id")
  })

  test.each(['-1', '65536', '80 ', '0x50', 'http'])('refuse the port %j', (text) => {
    expect(() => portOption(text)).toThrow('a port is a number')
  })

  test.each([
    ['a.csv', 'csv'],
    ['a.b.JSON', 'json'],
    ['a.ndjson', 'jsonl'],
    ['a.parquet', 'parquet'],
    ['csv', null],
    ['a.csv.gz', null],
  ])('read the format of %s as %s', (file, format) => {
    expect(formatOf(file)).toBe(format)
  })

  test.each([
    ['/cases/intrusion.coldtrail', 'intrusion'],
    ['/cases/plain', 'plain'],
    ['/.coldtrail', '.coldtrail'],
    ['/', 'case'],
  ])('name a case at %s %s', (path, name) => {
    expect(nameOf(path)).toBe(name)
  })

  test('say what is exported', () => {
    const columns = ['time'] as const
    expect([
      whatOf('events', { search: 'x', from: '2024-01-15T00:00:00.000Z', columns }),
      whatOf('objects', {}),
      whatOf('SELECT 1', {}),
    ]).toEqual([
      {
        kind: 'events',
        filter: { search: 'x', from: '2024-01-15T00:00:00.000Z', to: null },
        columns: ['time'],
        order: { column: 'time', descending: false },
      },
      { kind: 'objects' },
      { kind: 'sql', sql: 'SELECT 1' },
    ])
  })

  test.each([
    ['objects', { search: 'x' }, '--search is for events'],
    ['SELECT 1', { columns: ['time'] as const }, '--columns is for events'],
    ['event', {}, "'event' is neither events, hits, findings, iam, iam-ocsf, objects, manifest nor a SELECT"],
  ])('refuse to export %s with %j', (view, options, message) => {
    expect(() => whatOf(view, options)).toThrow(message)
  })
})

test('every error has the exit code of the contract', () => {
  const codes = Object.fromEntries(errorCodes.map((code) => [code, exitCodeOf(new Problem(code, ''))]))
  expect(codes).toEqual({
    'bad-input': 2,
    'not-found': 2,
    refused: 4,
    locked: 3,
    newer: 3,
    'read-only': 3,
    'no-room': 3,
    cancelled: 130,
    'engine-down': 3,
    failed: 1,
  })
  const aborted = AbortSignal.abort().reason
  expect([exitCodeOf(new Ended(3, '')), exitCodeOf(aborted), exitCodeOf(new Error('x')), exitCodeOf('x')]).toEqual([
    3, 130, 1, 1,
  ])
})

describe('the terminal', () => {
  function terminal(tty: boolean) {
    const written: string[] = []
    const stream = (name: string) => ({
      isTTY: tty,
      columns: 20,
      on: () => stream(name),
      write: (text: string | Uint8Array, done?: unknown) => {
        written.push(`${name}:${text}`)
        if (typeof done === 'function') done()
        return true
      },
    })
    return { terminal: new Terminal(stream('out') as never, stream('err') as never), written }
  }

  test('rewrites one line of progress that a person watches, and takes it away before a sentence', async () => {
    const { terminal: shown, written } = terminal(true)
    shown.progress('reading \x1b[2J a long way to go')
    shown.say('careful: \x1b]0;x\x07')
    await shown.print('result\n')
    expect(written).toEqual([
      'err:\rreading \\x1b[2J a l\x1b[K',
      'err:\r\x1b[K',
      'err:careful: \\x1b]0;x\\x07\n',
      'out:result\n',
    ])
  })

  test('asks in words that it cannot be told to obey', async () => {
    const written: string[] = []
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    const { isTTY } = process.stdin
    process.stdin.isTTY = true
    try {
      const asked = askPassphrase({ signal: AbortSignal.abort() } as Context, 'of the key \x1b[2Jx\u202e')
      await expect(asked).rejects.toThrow('no passphrase was given')
      expect(written.slice(0, 2)).toEqual(['of the key \\x1b[2Jx\\u202e\n', 'Passphrase: '])
    } finally {
      stderr.mockRestore()
      process.stdin.isTTY = isTTY
    }
  })

  test('says nothing of progress to a pipe', () => {
    const { terminal: silent, written } = terminal(false)
    silent.progress('reading')
    silent.progress('')
    expect(written).toEqual([])
  })

  test('tells when nobody reads its results any more', async () => {
    const gone = Object.assign(new Error('broken pipe'), { code: 'EPIPE' })
    const stream = { on: () => stream, write: (_: string, done: (error: Error) => void) => done(gone) }
    await expect(new Terminal(stream as never, stream as never).print('x')).rejects.toBe(gone)
  })
})
