import { createHash } from 'node:crypto'
import type { Ref } from '../../../shared/report/document.ts'
import type { Cell, Column } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { guard } from './guard.ts'
import { type Around, explained } from './sql.ts'

/** The answer to one SELECT, kept in `scratch` while somebody reads it, so that millions of rows need no memory here. */
export interface Kept {
  readonly columns: readonly Column[]
  readonly rows: number
  /** SHA-256 of the columns and then each row as a JSON line. */
  readonly sha256: string
  /** Rows in their order, a page at a time; again and again. */
  pages(most?: number): AsyncIterable<readonly (readonly Cell[])[]>
  drop(): Promise<void>
}

const pageRows = 5000

/** How a query is asked: `isOurs`: nobody else wrote a word of it outside of quotes, so it need not pass the guard. */
export interface Asked {
  readonly isOurs: boolean
  readonly around?: Around
}

/** Runs a query and keeps its answer; one that is not ours only if all it does is read. Errors: `bad-input`, `refused`. */
export async function keepAnswer(
  db: Db,
  text: string,
  { isOurs, around = async (query) => query }: Asked,
  signal?: Signal,
): Promise<Kept> {
  const query = isOurs ? text : await around(await guard(db, text, signal), signal)
  const table = `scratch.figure_${++tables}`
  const drop = () => db.run(sql`DROP TABLE IF EXISTS ${table}`)
  try {
    await db.run(sql`CREATE TABLE ${table} AS SELECT * FROM (${'\n'}${query}${'\n'})`, {}, signal)
    const { columns } = await db.rows(sql`SELECT * FROM ${table} LIMIT 0`)
    const pages = (most?: number) => pagesOf(db, table, most ?? Number.POSITIVE_INFINITY, signal)
    return { columns, ...(await digest(columns, pages())), pages, drop }
  } catch (error) {
    await drop()
    throw new Error(explained(error), { cause: error })
  }
}

/** Rows and hash of the columns' names and of rows that come page by page. */
export async function digest(
  columns: readonly Column[],
  pages: AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const hash = createHash('sha256').update(`${JSON.stringify(columns.map(({ name }) => name))}\n`)
  let count = 0
  for await (const page of pages) {
    for (const row of page) hash.update(`${JSON.stringify(row)}\n`)
    count += page.length
  }
  return { rows: count, sha256: hash.digest('hex') }
}

/** The records that a query names, each once and in order: how many, the hash of all, and the first of them. */
export async function recordsOf(
  db: Db,
  text: string,
  { isOurs }: Asked,
  first: number,
  signal?: Signal,
): Promise<{ readonly count: number; readonly sha256: string; readonly first: readonly Ref[] }> {
  const kept = await keepAnswer(
    db,
    sql`SELECT DISTINCT object_id, ordinal FROM (${'\n'}${text}${'\n'}) ORDER BY object_id, ordinal`,
    { isOurs },
    signal,
  )
  try {
    const some: Ref[] = []
    for await (const page of kept.pages(first)) for (const row of page) some.push([Number(row[0]), Number(row[1])])
    return { count: kept.rows, sha256: kept.sha256, first: some }
  } finally {
    await kept.drop()
  }
}

async function* pagesOf(db: Db, table: string, most: number, signal: Signal | undefined) {
  for (let from = 0; from < most; from += pageRows) {
    const to = Math.min(most, from + pageRows)
    const { rows } = await db.rows(
      sql`SELECT * FROM ${table} WHERE rowid >= $from AND rowid < $to ORDER BY rowid`,
      { from, to },
      signal,
    )
    if (rows.length > 0) yield rows
    if (rows.length < to - from) return
  }
}

let tables = 0
