import type { ExportFormat, ExportWhat } from '../../../shared/api.ts'
import { eventColumnNames } from '../../../shared/event.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Rows } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import { quoted } from '../database.ts'
import type { Db, Params } from '../db.ts'
import { exportedFindings, exportedHits } from '../detection/exported.ts'
import { exportColumn, exportOptions } from './export-format.ts'
import { guard } from './guard.ts'
import { objectColumns, ofLedger } from './objects.ts'
import { type Around, explained } from './sql.ts'
import { where } from './where.ts'

/**
 * Writes rows to a new file at `partPath`, which must lie in the tmp folder of the case: DuckDB may write nowhere else.
 * All rows, in the order asked for; memory stays bounded as DuckDB streams and sorts on disk. Answers how many.
 * Throws as `guard` does for a person's SQL.
 */
export async function exportRows(
  db: Db,
  what: RowsWhat,
  format: ExportFormat,
  partPath: string,
  signal?: Signal,
  around: Around = async (query) => query,
): Promise<number> {
  const source = await sourceOf(db, what, signal, around)
  const empty = await describe(db, source, signal)
  const columns = empty.columns.map((column) => exportColumn(column, format))
  const [copied] = await db.all<{ Count: number }>(
    sql`
      COPY (SELECT ${columns.join(', ')} FROM (${'\n'}${source.sql}${'\n'}))
      TO ${quoted(partPath)} (${exportOptions[format]})`,
    source.params,
    signal,
  )
  return copied?.Count ?? 0
}

/** The columns that the rows will have; a person's SQL that cannot be understood is theirs to mend. */
async function describe(db: Db, { sql: text, params }: Source, signal: Signal | undefined): Promise<Rows> {
  try {
    return await db.rows(sql`SELECT * FROM (${'\n'}${text}${'\n'}) LIMIT 0`, params, signal)
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('bad-input', explained(error), { cause: error })
  }
}

/** What is no table: manifest.ts and marks/exchange.ts write theirs, the lobby writes what is weak about identities. */
export type RowsWhat = Exclude<ExportWhat, { readonly kind: 'manifest' | 'marks' | 'iam' }>

interface Source {
  readonly sql: string
  readonly params: Params
}

async function sourceOf(db: Db, what: RowsWhat, signal: Signal | undefined, around: Around): Promise<Source> {
  if (what.kind === 'sql') return { sql: await around(await guard(db, what.sql, signal), signal), params: {} }
  if (what.kind === 'objects') {
    const lines = ofLedger({ state: null, format: null, search: '', proof: null, ...what.which })
    return {
      sql: sql`SELECT ${objectColumns.join(', ')} FROM object WHERE ${lines.sql} ORDER BY object_id`,
      params: lines.params,
    }
  }
  if (what.kind === 'findings') return exportedFindings(what.found)
  if (what.kind === 'hits') return exportedHits(what.found)
  const rows = where(what.filter)
  return {
    sql: sql`SELECT ${(what.columns ?? eventColumnNames).join(', ')} FROM event WHERE ${rows.sql} ${orderBy(what.order)}`,
    params: rows.params,
  }
}

/** Events that are equal in the column follow time and place, so that an export is the same every time. */
function orderBy(order: Extract<ExportWhat, { kind: 'events' }>['order']): string {
  if (order === null) return ''
  const direction = order.descending ? 'DESC' : 'ASC'
  const keys = new Set([order.column, 'time', 'object_id', 'ordinal'])
  return `ORDER BY ${[...keys].map((key) => `event.${key} ${direction} NULLS LAST`).join(', ')}`
}
