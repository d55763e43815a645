import type { ParquetColumn, Table } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { columnsOf } from './columns.ts'
import { hashOf } from './security-lake-row.ts'

/** Names that a column of times has, the most telling first. */
const times = [
  'time',
  'timestamp',
  '@timestamp',
  'eventtime',
  'event_time',
  'time_dt',
  'datetime',
  '_time',
  'ts',
  'start_time',
  'start',
  'created_at',
]

/** Parquet of anybody's making: each row an event that says when, if a column tells, and keeps all the others. */
export function otherTable(all: readonly ParquetColumn[]): Table {
  const columns = columnsOf(all)
  const name = times.find((each) => columns.has([each]))
  const at = name === undefined ? 'CAST(NULL AS TIMESTAMP)' : columns.time([name])
  return {
    format: 'parquet',
    kind: null,
    readingOf: () => ({
      format: 'parquet',
      steps: [{ '@row': columns.row() }],
      fields: {
        '@time': at,
        '@when': name === undefined ? 'CAST(NULL AS VARCHAR)' : columns.text([name]),
        h: hashOf('"@row"'),
        x: '"@row"',
      },
      select: {
        time: '"@time"',
        id: 'h',
        extra: 'x',
        fidelity: sql`'full'`,
        flags: sql`CASE WHEN "@time" IS NULL THEN CASE WHEN "@when" IS NULL THEN 'no-time' ELSE 'bad-time' END END`,
      },
    }),
    unmapped: columns.names.filter((each) => each.toLowerCase() !== name),
    lacks: name === undefined ? 'of no known log, and no column tells the time; its rows are kept as they are' : null,
  }
}
