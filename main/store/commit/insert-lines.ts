import type { Decoder } from '../../../shared/decoder.ts'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { quoted } from '../database.ts'

export interface LinesFile {
  readonly path: string
  /** Longest line, bytes. */
  readonly longest: number
  readonly shredded?: true
}

/** Names as they stand in SQL; `first`, `time` and the like are words of it. */
export const columnList = eventColumnNames.map((name) => `"${name}"`).join(', ')

/**
 * Inserts the records of a file of framed lines (shared/decoder.ts) as events of the objects `base + o`. Lines that
 * DuckDB cannot read, and records that hold nothing, are left out: the caller counts.
 */
export function insertLines(decoder: Decoder, file: LinesFile, base: number, without: ReadonlySet<number>): string {
  return `INSERT INTO event (${columnList})\n${selectLines(decoder, file, base, without)}`
}

/** Reads a whole file, or what it holds of the objects from the first to the last, as `insertLines` would and stores nothing: does it throw? */
export function tryLines(decoder: Decoder, file: LinesFile, only?: readonly [first: number, last: number]): string {
  const records = selectLines(decoder, file, 0, new Set(), only)
  return `SELECT max(hash(${columnList})) FROM (${records})`
}

/** Selects what `insertLines` inserts. */
export function selectLines(
  decoder: Decoder,
  file: LinesFile,
  base: number,
  without: ReadonlySet<number>,
  only?: readonly [first: number, last: number],
): string {
  const wanted = [
    ...(without.size > 0 ? [`o NOT IN (${[...without].join(', ')})`] : []),
    ...(only ? [`o BETWEEN ${only[0]} AND ${only[1]}`] : []),
  ]
  const { stages } = decoder
  const given: Partial<Record<EventColumnName, string>> = {
    ...(stages?.select ?? decoder.select),
    format: quoted(decoder.id),
    object_id: `o + ${base}`,
    ordinal: 'n',
  }
  const columns = eventColumnNames
    .map((name) => `CAST(${given[name] ?? 'NULL'} AS ${eventColumns[name].type}) AS "${name}"`)
    .join(',\n  ')
  const records = file.shredded ? recordsOf(decoder, file) : linesOf(decoder, file)
  const staged = (stages?.steps ?? []).reduce((from, step) => `SELECT *, ${named(step)} FROM (${from})`, records)
  return `SELECT
  ${columns}
FROM (
  ${staged}
)${wanted.length > 0 ? ` WHERE ${wanted.join(' AND ')}` : ''}`
}

/** Records that were taken apart: about none of them was there anything odd, so nothing can be missing. */
function recordsOf(decoder: Decoder, { path }: LinesFile): string {
  const fields = fieldsOf(decoder).map(({ name }) => `, ${name}`)
  return `SELECT o, n, CAST(NULL AS VARCHAR) AS f, CAST(NULL AS VARCHAR) AS h, CAST(NULL AS JSON) AS x${fields.join('')}
  FROM read_parquet(${quoted(path)})`
}

function linesOf(decoder: Decoder, { path, longest }: LinesFile): string {
  const fields = fieldsOf(decoder)
  const record = fields.map(({ name, type }) => `${name} ${type}`).join(', ')
  // DuckDB reads a record that is no object (a text, a number) as an object without fields.
  const holdsSomething = ['x', ...fields.map(({ name }) => `r.${name}`)]
    .map((name) => `${name} IS NOT NULL`)
    .join(' OR ')
  return `SELECT o, n, f, h, x, r.*
  FROM read_json(${quoted(path)},
    format = 'newline_delimited',
    compression = 'uncompressed',
    columns = {o: 'UINTEGER', n: 'UINTEGER', f: 'VARCHAR', h: 'VARCHAR', x: 'JSON', r: ${quoted(`STRUCT(${record})`)}},
    maximum_object_size = ${Math.max(1 << 20, longest + 1024)},
    ignore_errors = true)
  WHERE o IS NOT NULL AND n IS NOT NULL AND (${holdsSomething})`
}

function named(step: Readonly<Record<string, string>>): string {
  return Object.entries(step)
    .map(([name, expression]) => `${expression} AS "${name}"`)
    .join(', ')
}

function fieldsOf({ columns }: Decoder): readonly { readonly name: string; readonly type: string }[] {
  return Object.entries(columns).map(([name, type]) => ({ name: `"${name.replaceAll('"', '""')}"`, type }))
}
