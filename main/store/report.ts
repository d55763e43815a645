import { Block, type Report } from '../../shared/report/block.ts'
import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'
import { utc } from './imports.ts'
import { who } from './who.ts'

/**
 * The report of the case: a line for each state that it was in. `parent`: the state that it was made from, which undoing
 * goes back to.
 */
export const reportTables: readonly string[] = [
  sql`
    CREATE TABLE report (
      revision UINTEGER NOT NULL,
      parent UINTEGER,
      title VARCHAR NOT NULL,
      author VARCHAR NOT NULL,
      blocks JSON NOT NULL,
      changed_at TIMESTAMP NOT NULL,
      changed_by VARCHAR NOT NULL
    )`,
  sql`CREATE TABLE pseudonym (original VARCHAR NOT NULL, kind VARCHAR NOT NULL, pseudonym VARCHAR NOT NULL)`,
]

/** What a person can change. */
export type Composed = Pick<Report, 'title' | 'author' | 'blocks'>

interface Row {
  readonly revision: number
  readonly parent: number | null
  readonly title: string
  readonly author: string
  readonly blocks: string
  readonly changed_at: string
  readonly changed_by: string
}

/** The report as it stands; nobody has begun one: without a title and blocks. */
export async function readReport(db: Db): Promise<Report> {
  const [row] = await db.all<Row>(sql`SELECT * FROM report ORDER BY revision DESC LIMIT 1`)
  return row ? reportOf(row) : nothing
}

/** Writes a new state of the report; the 200 states before it can be gone back to. */
export async function writeReport(tx: Db, after: Composed): Promise<void> {
  const [last] = await tx.all<{ revision: number }>(sql`SELECT max(revision) AS revision FROM report`)
  const parent = last?.revision ?? null
  await insert(tx, (parent ?? 0) + 1, parent, JSON.stringify(after.blocks), after)
  await tx.run(sql`DELETE FROM report WHERE revision < $oldest`, { oldest: (parent ?? 0) - 200 })
}

/** Goes back to the state before the last change, by writing it anew. Answers false when there is none. */
export async function undoReport(tx: Db): Promise<boolean> {
  const [row] = await tx.all<Row>(sql`SELECT * FROM report ORDER BY revision DESC LIMIT 1`)
  if (!row) return false
  const [before] = await tx.all<Row>(sql`SELECT * FROM report WHERE revision = $parent`, { parent: row.parent })
  if (!before) return false
  await insert(tx, row.revision + 1, before.parent, before.blocks, before)
  return true
}

async function insert(
  tx: Db,
  revision: number,
  parent: number | null,
  blocks: string,
  { title, author }: Pick<Report, 'title' | 'author'>,
): Promise<void> {
  await tx.run(
    sql`
      INSERT INTO report (revision, parent, title, author, blocks, changed_at, changed_by)
      VALUES ($revision, $parent, $title, $author, CAST($blocks AS JSON), ${utc('at')}, $who)`,
    { revision, parent, title, author, blocks, at: new Date().toISOString(), who: who() },
  )
}

const nothing: Report = {
  title: '',
  author: '',
  blocks: [],
  revision: 0,
  changedAt: null,
  changedBy: null,
  canUndo: false,
}

function reportOf({ revision, parent, title, author, blocks, changed_at, changed_by }: Row): Report {
  return {
    title,
    author,
    blocks: (JSON.parse(blocks) as unknown[]).map((block) => Block.parse(block)),
    revision,
    changedAt: changed_at,
    changedBy: changed_by,
    canUndo: parent !== null,
  }
}
