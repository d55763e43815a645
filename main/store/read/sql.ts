import type { Checked } from '../../../shared/api.ts'
import { Problem } from '../../../shared/problem.ts'
import type { SqlResult } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { guard } from './guard.ts'

/** What the result of a person's SQL may cost. */
export interface Caps {
  /** Of the values as text. */
  readonly bytes: number
  readonly seconds: number
}
const usual: Caps = { bytes: 64 << 20, seconds: 120 }

/** What a query that was let through becomes before it runs, such as one that knows `lake`. */
export type Around = (query: string, signal?: Signal) => Promise<string>

/**
 * Runs a person's SQL if all it does is read. The result is gathered in `scratch` first: DuckDB keeps to its memory
 * there and knows how large it is before a row of it comes here. Cut to `limit` rows and the caps, and says so.
 */
export async function runSql(
  db: Db,
  { sql: text, limit }: Checked<'sql'>,
  signal?: Signal,
  caps: Caps = usual,
  around: Around = async (query) => query,
): Promise<SqlResult> {
  const started = performance.now()
  const query = await around(await guard(db, text, signal), signal)
  const table = `scratch.result_${++results}`
  try {
    await within(caps.seconds, signal, (soon) => gather(db, table, query, limit, soon))
    const { fits, total } = await measure(db, table, limit, caps.bytes, signal)
    const { columns, rows } = await db.rows(
      sql`SELECT * FROM ${table} WHERE rowid < $fits ORDER BY rowid`,
      { fits },
      signal,
    )
    return {
      columns,
      rows,
      milliseconds: Math.round(performance.now() - started),
      truncated: whyCut(fits, total, limit, caps.bytes),
    }
  } finally {
    await db.run(sql`DROP TABLE IF EXISTS ${table}`)
  }
}

let results = 0

async function gather(db: Db, table: string, query: string, limit: number, signal: Signal): Promise<void> {
  try {
    await db.run(sql`CREATE TABLE ${table} AS SELECT * FROM (${'\n'}${query}${'\n'}) LIMIT ${limit + 1}`, {}, signal)
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('bad-input', explained(error), { cause: error })
  }
}

/** DuckDB's words, with lines counted as the person wrote them: ours is the first. */
export function explained(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  if (text.includes('unnamed struct')) return 'a result cannot hold a row such as (1, 2); name its parts: {a: 1, b: 2}'
  return text.replace(/^LINE (\d+):/gm, (_, line: string) => `LINE ${Number(line) - 1}:`)
}

interface Size {
  /** Rows that fit in the bytes and the limit. */
  readonly fits: number
  readonly total: number
}

async function measure(db: Db, table: string, limit: number, bytes: number, signal: Signal | undefined): Promise<Size> {
  const [size] = await db.all<Size>(
    sql`
      SELECT count(*) AS total, count(*) FILTER (row_number <= $limit AND bytes <= $bytes) AS fits
      FROM (
        SELECT
          row_number() OVER (ORDER BY rowid) AS row_number,
          sum(strlen(CAST(result AS VARCHAR))) OVER (ORDER BY rowid) AS bytes
        FROM ${table} AS result
      )`,
    { limit, bytes },
    signal,
  )
  return size ?? { fits: 0, total: 0 }
}

function whyCut(fits: number, total: number, limit: number, bytes: number): string | null {
  if (fits === total) return null
  if (fits === limit) return `only the first ${limit} rows are shown; export the result to have all of them`
  const megabytes = Math.max(Math.round(bytes / (1 << 20)), 1)
  return fits === 0
    ? `the first row alone is larger than ${megabytes} MB; ask for fewer columns`
    : `only the first ${fits} rows are shown, as they fill ${megabytes} MB; ask for fewer columns or export the result`
}

/** Does `work` under a signal that also ends it after so many seconds. */
async function within<T>(
  seconds: number,
  signal: Signal | undefined,
  work: (signal: Signal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const leave = (): void => stop.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    leave()
  }, seconds * 1000)
  signal?.addEventListener('abort', leave, { once: true })
  if (signal?.aborted) leave()
  try {
    return await work(stop.signal)
  } catch (error) {
    if (late && signal?.aborted !== true) {
      throw new Problem(
        'failed',
        `stopped after ${seconds} seconds; narrow the query by time or ask for less at once`,
        {
          cause: error,
        },
      )
    }
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
  }
}
