import { Problem } from '../../../shared/problem.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { caseRelations } from './relations.ts'
import { refuseUnlessReading } from './syntax-tree.ts'

/**
 * Lets a person's SQL through only when all it can do is read the case: one SELECT, whose every function and table is
 * on a list. Answers the statement without what follows it, fit to stand in brackets. Nothing runs.
 * Throws `bad-input` where it is not SQL and `refused`, naming what and why, where it could do more than read.
 */
export async function guard(db: Db, text: string, signal?: Signal): Promise<string> {
  if (text.includes('\0'))
    throw new Problem('refused', 'the SQL holds a NUL character, behind which something could hide')
  const { tree, serialized } = await parse(db, text, signal)
  const relations = await caseRelations(db, signal)
  refuseUnlessReading(tree, { relations: new Set(relations), reserved: new Set(await otherNames(db, signal)) })
  await refuseShadows(db, signal)
  return withoutEnd(db, text, serialized, signal)
}

interface Parsed {
  readonly tree: unknown
  readonly serialized: string
}

/** DuckDB's own reading of the text, so that nothing is understood differently when it runs. */
async function parse(db: Db, text: string, signal: Signal | undefined): Promise<Parsed> {
  const serialized = await serialize(db, text, signal)
  const answer = JSON.parse(serialized) as
    | { readonly error: true; readonly error_type: string; readonly error_message: string; readonly position?: string }
    | { readonly error: false; readonly statements: readonly unknown[] }
  if (answer.error) {
    throw answer.error_type === 'parser'
      ? new Problem(
          'bad-input',
          `this is not SQL that can be read: ${answer.error_message}${excerpt(text, answer.position)}`,
        )
      : new Problem('refused', 'only SELECT is allowed here; the case is changed by importing, not by SQL')
  }
  if (answer.statements.length === 0) throw new Problem('bad-input', 'there is nothing to run; write a SELECT')
  if (answer.statements.length > 1) {
    throw new Problem('refused', `${answer.statements.length} statements were given; run one SELECT at a time`)
  }
  return { tree: answer.statements[0], serialized }
}

/** The line of a place (characters from the beginning) with a caret under it, as DuckDB's other errors show it. */
function excerpt(text: string, position: string | undefined): string {
  if (position === undefined || !/^\d+$/.test(position)) return ''
  const before = [...text].slice(0, Number(position)).join('')
  const lines = before.split('\n')
  const column = lines.at(-1)?.length ?? 0
  const line = text.split('\n')[lines.length - 1] ?? ''
  const from = Math.max(0, column - 60)
  const shown = line.slice(from, from + 120)
  const [left, right] = [from > 0 ? '...' : '', from + 120 < line.length ? '...' : '']
  const label = `LINE ${lines.length}: ${left}`
  return `\n\n${label}${shown}${right}\n${' '.repeat(label.length + column - from)}^`
}

async function serialize(db: Db, text: string, signal: Signal | undefined): Promise<string> {
  const [row] = await db.all<{ tree: string }>(
    sql`SELECT json_serialize_sql(CAST($text AS VARCHAR)) AS tree`,
    { text },
    signal,
  )
  return row?.tree ?? '{"error":true}'
}

/** Names that a common table expression must not take: out of its reach they would mean something of DuckDB's. */
async function otherNames(db: Db, signal: Signal | undefined): Promise<readonly string[]> {
  const rows = await db.all<{ name: string }>(
    sql`
      SELECT lower(view_name) AS name FROM duckdb_views() WHERE internal OR temporary
      UNION
      SELECT lower(table_name) FROM duckdb_tables() WHERE internal OR temporary OR database_name <> current_database()`,
    {},
    signal,
  )
  return rows.map(({ name }) => name)
}

/** A case comes from anywhere: a macro in it may bear the name of a function that is allowed. */
async function refuseShadows(db: Db, signal: Signal | undefined): Promise<void> {
  const [macro] = await db.all<{ name: string }>(
    sql`
      SELECT function_name AS name
      FROM duckdb_functions()
      WHERE NOT internal
        AND lower(function_name) IN (SELECT lower(function_name) FROM duckdb_functions() WHERE internal)
      LIMIT 1`,
    {},
    signal,
  )
  if (macro) {
    throw new Problem(
      'refused',
      `the database of this case redefines the function ${macro.name}, so SQL might not do what it says`,
    )
  }
}

/** More semicolons than this after a statement are left for DuckDB to complain about. */
const mostEnds = 50

/** Leaves out what ends a statement. A semicolon in a text or a comment is told apart by parsing what is before it. */
async function withoutEnd(db: Db, text: string, serialized: string, signal: Signal | undefined): Promise<string> {
  let rest = text
  let end = text.length
  for (let i = 0; i < mostEnds; i++) {
    end = text.lastIndexOf(';', end - 1)
    if (end < 0) break
    const shorter = text.slice(0, end)
    if ((await serialize(db, shorter, signal)) === serialized) rest = shorter
  }
  return rest
}
