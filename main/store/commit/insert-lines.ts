import type { Decoder } from '../../../shared/decoder.ts'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { quoted } from '../database.ts'

export interface LinesFile {
  readonly path: string
  /** Longest line, bytes. */
  readonly longest: number
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

/** Reads a whole file as `insertLines` would and stores nothing: does it throw? */
export function tryLines(decoder: Decoder, file: LinesFile): string {
  return `SELECT max(hash(${columnList})) FROM (${selectLines(decoder, file, 0, new Set())})`
}

function selectLines(
  decoder: Decoder,
  { path, longest }: LinesFile,
  base: number,
  without: ReadonlySet<number>,
): string {
  const fields = Object.entries(decoder.columns).map(([name, type]) => ({
    name: `"${name.replaceAll('"', '""')}"`,
    type,
  }))
  const record = fields.map(({ name, type }) => `${name} ${type}`).join(', ')
  // DuckDB reads a record that is no object (a text, a number) as an object without fields.
  const holdsSomething = ['x', ...fields.map(({ name }) => `r.${name}`)]
    .map((name) => `${name} IS NOT NULL`)
    .join(' OR ')
  const given: Partial<Record<EventColumnName, string>> = {
    ...decoder.select,
    format: quoted(decoder.id),
    object_id: `o + ${base}`,
    ordinal: 'n',
  }
  const columns = eventColumnNames
    .map((name) => `CAST(${given[name] ?? 'NULL'} AS ${eventColumns[name].type}) AS "${name}"`)
    .join(',\n  ')
  return `SELECT
  ${columns}
FROM (
  SELECT o, n, f, h, x, r.*
  FROM read_json(${quoted(path)},
    format = 'newline_delimited',
    compression = 'uncompressed',
    columns = {o: 'UINTEGER', n: 'UINTEGER', f: 'VARCHAR', h: 'VARCHAR', x: 'JSON', r: ${quoted(`STRUCT(${record})`)}},
    maximum_object_size = ${Math.max(1 << 20, longest + 1024)},
    ignore_errors = true)
  WHERE o IS NOT NULL AND n IS NOT NULL AND (${holdsSomething})${without.size > 0 ? ` AND o NOT IN (${[...without].join(', ')})` : ''}
)`
}
