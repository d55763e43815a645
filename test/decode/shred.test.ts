import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { decodeObject } from '../../main/decode/decode-object.ts'
import type { Format } from '../../main/decode/format.ts'
import { formats } from '../../main/decode/index.ts'
import { keyTable } from '../../main/decode/key-table.ts'
import type { Sink } from '../../main/decode/lines.ts'
import { newFindings } from '../../main/decode/scan.ts'
import { quickScan } from '../../main/decode/shred/quick-scan.ts'
import { quickTable } from '../../main/decode/shred/quick-table.ts'
import { Shredder } from '../../main/decode/shred/shredder.ts'
import { insertLines } from '../../main/store/commit/insert-lines.ts'
import { tables } from '../../main/store/schema.ts'
import { event, inFolder, type Row, records } from './decoding.ts'

interface Read {
  readonly rows: readonly Row[]
  /** Records that were taken apart. */
  readonly shredded: number
  readonly framed: number
}

/**
 * The events that the database makes of files: framed all of them and read at once, or taken apart where that is
 * possible and read in stages.
 */
async function read(paths: readonly string[], isShredding: boolean): Promise<Read> {
  return inFolder(async (folder) => {
    const lines = new Map<string, Buffer[]>()
    const parts = new Map<string, { shredder: Shredder; bytes: Buffer[] }>()
    let framed = 0
    const sink: Sink = {
      write(decoder, bytes, count) {
        framed += count
        lines.set(decoder, [...(lines.get(decoder) ?? []), Buffer.from(bytes)])
      },
      parquet() {},
      ...(isShredding ? { shredder } : {}),
    }
    function shredder(format: Format): Shredder {
      let part = parts.get(format.id)
      if (part === undefined) {
        const bytes: Buffer[] = []
        part = { shredder: new Shredder(format.columns), bytes }
        part.shredder.begin((piece) => void bytes.push(Buffer.from(piece)))
        parts.set(format.id, part)
      }
      return part.shredder
    }
    let o = 0
    for (const path of paths) {
      const about = { uri: `file://${path}`, bytes: statSync(path).size, modifiedAt: null, metadata: null, as: null }
      await decodeObject(path, about, sink, () => o++)
    }
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    const insert = async (format: Format, bytes: readonly Buffer[], shredded: object) => {
      const path = join(folder, `${format.id}-${Object.keys(shredded).length}`)
      writeFileSync(path, Buffer.concat(bytes))
      const { stages, ...decoder } = format
      const used = isShredding && stages ? { ...decoder, stages } : decoder
      await connection.run(insertLines(used, { path, longest: 1 << 20, ...shredded }, 0, new Set()))
    }
    try {
      await connection.run(tables[0] as string)
      let shredded = 0
      for (const format of formats) {
        const framedLines = lines.get(format.id)
        if (framedLines !== undefined) await insert(format, framedLines, {})
        const part = parts.get(format.id)
        if (part === undefined) continue
        part.shredder.finish()
        shredded += part.shredder.records
        await insert(format, part.bytes, { shredded: true })
      }
      const reader = await connection.runAndReadAll('FROM event ORDER BY object_id, ordinal')
      return { rows: reader.getRowObjectsJson(), shredded, framed }
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  })
}

/** Both ways; they have to agree. */
async function compared(paths: readonly string[]): Promise<Read> {
  const framed = await read(paths, false)
  const shredded = await read(paths, true)
  expect(shredded.rows).toEqual(framed.rows)
  expect([framed.shredded, shredded.shredded + shredded.framed]).toEqual([0, framed.framed])
  return shredded
}

async function comparedText(...texts: readonly string[]): Promise<Read> {
  return inFolder((folder) => {
    const paths = texts.map((_, i) => join(folder, `${i}.json`))
    for (const [i, path] of paths.entries()) writeFileSync(path, texts[i] as string)
    return compared(paths)
  })
}

const fixtures = join(import.meta.dirname, '..', 'fixtures')

test.each(formats.map(({ id }) => id))('records of %s are the same events, taken apart or framed', async (id) => {
  const files = readdirSync(join(fixtures, id)).filter((file) => !file.endsWith('.expected.json'))
  await compared(files.map((file) => join(fixtures, id, file)))
})

const plain = JSON.stringify(event())
const withText = (name: string, json: string) => plain.replace(`"${name}":null`, `"${name}":${json}`)

test('a plain record is taken apart', async () => {
  expect(await comparedText(records(event(), event()))).toMatchObject({ shredded: 2, framed: 0 })
})

test.each([
  '"text"',
  '""',
  '"a \\"quoted\\" word, \\\\ and \\n\\r\\t\\b\\f"',
  '"{\\"Version\\":\\"2012-10-17\\"}"',
  '"grüße 😀 \u007f\u2028"',
  '0',
  '7',
  '-12',
  '123456789012345',
  '0.0',
  '4817.0',
  '0.25',
  '-1.5',
  '12.125',
  'true',
  'false',
  'null',
  '{}',
  '[]',
  '[[],{},[{}]]',
  '{"a":{"b":[1,"x",null,true,{"c":-1}]},"a":2}',
])('a request of %s is taken apart', async (json) => {
  const text = `{"Records":[${withText('requestParameters', json)}]}`
  expect(await comparedText(text)).toMatchObject({ shredded: 1, framed: 0 })
})

test('a request nested as deep as a record may be is taken apart, and a deeper one is no record', async () => {
  const nested = (depth: number) => withText('requestParameters', `${'['.repeat(depth)}${']'.repeat(depth)}`)
  expect(await comparedText(nested(511))).toMatchObject({ shredded: 1, framed: 0 })
  expect(await comparedText(`[${nested(512)}]`)).toMatchObject({ shredded: 0, framed: 0 })
})

test.each([
  ['"\\u0041"', 'an escape of a letter'],
  ['"\\/"', 'an escape of a slash'],
  ['"\\ud800"', 'half of a surrogate pair'],
  ['"\u0001"', 'a control character'],
  ['{ }', 'a space'],
  ['{"a":\t1}', 'a tab'],
  ['[1, 2]', 'a space behind a comma'],
  ['1e3', 'an exponent'],
  ['1.10', 'a trailing zero'],
  ['1.2345', 'four digits of a fraction'],
  ['-0', 'minus zero'],
  ['-0.5', 'minus zero point five'],
  ['1234567890123456', 'a number of 16 digits'],
])('a request of %s is framed, for it holds %s', async (json) => {
  const text = `{"Records":[${withText('requestParameters', json)}]}`
  expect(await comparedText(text)).toMatchObject({ shredded: 0, framed: 1 })
})

test.each([
  ['an unknown field', plain.replace('{', '{"newField":1,')],
  ['a field twice', plain.replace('{', '{"eventName":"Other",')],
  ['a field whose name is escaped', plain.replace('"eventName"', '"event\\u004eame"')],
  ['no id', plain.replace(/"eventID":"[^"]*",/, '')],
  ['an empty id', plain.replace(/"eventID":"[^"]*"/, '"eventID":""')],
  ['an id that is null', plain.replace(/"eventID":"[^"]*"/, '"eventID":null')],
  ['more than a megabyte', withText('requestParameters', `"${'x'.repeat(1 << 20)}"`)],
])('a record with %s is framed', async (_what, text) => {
  expect(await comparedText(`{"Records":[${text}]}`)).toMatchObject({ shredded: 0, framed: 1 })
})

test.each(['7', 'true', '{"a":1}', '["x"]', '"say \\"x\\""', '"NULL"', '""'])(
  'a text field that holds %s says the same',
  async (json) => {
    const text = plain.replace(/"userAgent":"[^"]*"/, `"userAgent":${json}`)
    expect(await comparedText(`{"Records":[${text}]}`)).toMatchObject({ shredded: 1, framed: 0 })
  },
)

test('a broken record between plain ones costs nobody but itself', async () => {
  const lines = [plain, plain.replace('"iam.', '"iam" .'), plain, '{"eventID":', plain]
  await comparedText(lines.join('\n'), `{"Records":[${lines.slice(0, 3).join(',')}]}`)
})

/** A generator with a seed: the same records in each run. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const letters = [...'abcdef\\"\n/é \u2028😀']

function value(next: (below: number) => number, depth: number): unknown {
  const kind = next(depth > 3 ? 5 : 8)
  if (kind === 0) return null
  if (kind === 1) return next(2) === 1
  if (kind === 2) return next(1_000_000) - 500_000
  if (kind === 3) return next(100_000) / 10 ** (next(40) === 0 ? 5 : next(4))
  if (kind === 4) return Array.from({ length: next(9) }, () => letters[next(letters.length)]).join('')
  if (kind === 5) return Array.from({ length: next(4) }, () => value(next, depth + 1))
  return Object.fromEntries(Array.from({ length: next(4) }, (_, i) => [`k${i}`, value(next, depth + 1)]))
}

test('whatever stands in the fields, in whatever order, and however often values come again', async () => {
  const next = random(42)
  const pool = Array.from({ length: 50 }, () => value(next, 0))
  const any = () => (next(10) === 0 ? value(next, 0) : pool[next(pool.length)])
  const names = Object.keys(formats[0]?.columns ?? {}).filter((name) => name !== 'eventID')
  const objects = Array.from({ length: 4 }, (_, file) =>
    records(
      ...Array.from({ length: 1500 }, (_, i) => {
        const fields = names.filter(() => next(3) > 0).map((name) => [name, any()] as const)
        fields.splice(next(fields.length), 0, ['eventID', `${file}-${i}`])
        if (next(50) === 0) fields.push(['unheardOf', any()])
        return Object.fromEntries(fields)
      }),
    ),
  )
  const { shredded, framed } = await comparedText(...objects)
  expect(shredded).toBeGreaterThan(100)
  expect(framed).toBeGreaterThan(100)
})

test('each value that is remembered is the value that stands there, also after all before it was forgotten', () => {
  const table = quickTable(keyTable(['id', 'a', 'b', 'c'], 'id'))
  const found = newFindings()
  let forgotten = 0
  const wrong: string[] = []
  for (let i = 0; i < 150_000; i++) {
    // Each comes twice, so that it pays to remember them, and they are some times what is remembered at once.
    const value = (field: string) => `${field}-${i >> 1}-${'x'.repeat(60 + ((i >> 1) % 11) * 20)}`
    const record = Buffer.from(
      `${JSON.stringify({ a: value('a'), id: 'always', b: { in: value('b') }, c: value('c') })}${' '.repeat(64)}`,
    )
    const { epoch } = table.recall
    if (quickScan(record, 0, record.length, table, found) !== record.length - 64) wrong.push(`record ${i}`)
    if (table.recall.epoch !== epoch) forgotten++
    for (const k of table.order.subarray(0, table.count)) {
      const entry = table.entry[k] as number
      if (entry === 0) continue
      const start = table.recall.start[entry] as number
      const remembered = table.recall.bytes.subarray(start, start + (table.recall.length[entry] as number))
      const stands = record.subarray(table.from[k], table.to[k])
      if (entry >= table.recall.next || !remembered.equals(stands)) wrong.push(`record ${i}: ${stands.subarray(0, 20)}`)
    }
  }
  expect(wrong).toEqual([])
  expect(forgotten).toBeGreaterThan(3)
})

test('values that begin alike are remembered side by side', () => {
  const table = quickTable(keyTable(['id', 'tls'], 'id'))
  const found = newFindings()
  const unknown: number[] = []
  for (let i = 0; i < 30_000; i++) {
    const tls = { version: 'x'.repeat(80), host: `${'s'.repeat(1 + ((i * 7) % 33))}.amazonaws.com` }
    const record = Buffer.from(`${JSON.stringify({ tls, id: 'always' })}${' '.repeat(250)}`)
    quickScan(record, 0, record.length, table, found)
    if (table.entry[table.order[0] as number] === 0) unknown.push(i)
  }
  expect(unknown).toEqual([])
  expect(table.recall.next).toBe(1 + 33 + 1)
  const { reach, score } = table
  expect({ reach: reach[1], pays: (score[1] as number) > 0 }).toEqual({ reach: 96, pays: true })
})

test('large records go out before they fill the memory', async () => {
  const large = (i: number) => event({ eventID: `${i}`, requestParameters: { text: `${i}${'y'.repeat(1_000_000)}` } })
  const texts = Array.from({ length: 7 }, (_, file) =>
    records(...Array.from({ length: 10 }, (_, i) => large(10 * file + i))),
  )
  expect(await comparedText(...texts)).toMatchObject({ shredded: 70, framed: 0 })
})

const real = join(import.meta.dirname, '..', '..', '..', 'unpacked', 'cloudtrail')

test.skipIf(!isThere(real))('real logs are the same events', async () => {
  const files = readdirSync(real, { recursive: true, encoding: 'utf8' }).map((name) => join(real, name))
  await compared(files.filter((path) => statSync(path).isFile()))
})

function isThere(path: string): boolean {
  try {
    return readdirSync(path).length > 0
  } catch {
    return false
  }
}
