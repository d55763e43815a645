import type { SavedQuery } from '../../shared/answers.ts'
import { sql } from '../../shared/sql.ts'
import type { Database } from './database.ts'
import { utc } from './imports.ts'

/** The person's own queries, by name. */
export async function savedQueries(db: Database): Promise<readonly SavedQuery[]> {
  return db.all(sql`SELECT name, sql, saved_at AS "savedAt" FROM saved_query ORDER BY lower(name), name`)
}

/** A query of that name is replaced. */
export async function saveQuery(db: Database, name: string, text: string): Promise<void> {
  await db.write(async (tx) => {
    await tx.run(sql`DELETE FROM saved_query WHERE name = $name`, { name })
    await tx.run(sql`INSERT INTO saved_query VALUES ($name, $text, ${utc('at')})`, {
      name,
      text,
      at: new Date().toISOString(),
    })
  })
}

export async function deleteQuery(db: Database, name: string): Promise<void> {
  await db.write((tx) => tx.run(sql`DELETE FROM saved_query WHERE name = $name`, { name }))
}
