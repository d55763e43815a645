import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { columnList } from '../commit/insert-lines.ts'
import { quoted } from '../database.ts'
import { type ParquetPart, rowsOf } from './source.ts'

/** Inserts the rows of parquet as events of the objects `base + o`. Null when none of the objects is wanted. */
export function insertParquet(part: ParquetPart, base: number, without: ReadonlySet<number>): string | null {
  const files = part.files.filter(({ o }) => !without.has(o))
  return files.length === 0 ? null : `INSERT INTO event (${columnList})\n${eventsOf({ ...part, files }, base)}`
}

/** Reads the rows as `insertParquet` would and stores nothing: does it throw? */
export function tryParquet(part: ParquetPart): string {
  return `SELECT max(hash(${columnList})) FROM (${eventsOf(part, 0)})`
}

/** The events that the rows become. */
export function eventsOf(part: ParquetPart, base: number): string {
  const { format, steps, fields, select } = part.reading
  const given: Partial<Record<EventColumnName, string>> = {
    ...select,
    format: quoted(format),
    object_id: `"@o" + ${base}`,
    ordinal: '"@n"',
  }
  const columns = eventColumnNames
    .map((name) => `CAST(${given[name] ?? 'NULL'} AS ${eventColumns[name].type}) AS "${name}"`)
    .join(',\n  ')
  const rows = steps.reduce((from, step) => `SELECT *, ${named(step).join(', ')} FROM (${from})`, rowsOf(part))
  return `SELECT
  ${columns}
FROM (
  SELECT ${['"@o"', '"@n"', ...named(fields)].join(',\n    ')}
  FROM (${rows})
)`
}

function named(expressions: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(expressions).map(([name, expression]) => `${expression} AS "${name.replaceAll('"', '""')}"`)
}
