import type { ViewFilter } from '../../shared/ossec.ts'
import { sql } from '../../shared/sql.ts'
import type { Database } from './database.ts'
import type { Db } from './db.ts'
import { utc } from './imports.ts'

/** Searches that leave events out of view, by name. What they hide stays in the case. */
export async function viewFilters(db: Db): Promise<readonly ViewFilter[]> {
  return db.all(sql`SELECT name, search, hides FROM view_filter ORDER BY lower(name), name`)
}

/** A filter of that name is replaced. */
export async function saveViewFilter(db: Database, { name, search, hides }: ViewFilter): Promise<void> {
  await db.write(async (tx) => {
    await tx.run(sql`DELETE FROM view_filter WHERE name = $name`, { name })
    await tx.run(sql`INSERT INTO view_filter VALUES ($name, $search, $hides, ${utc('at')})`, {
      name,
      search,
      hides,
      at: new Date().toISOString(),
    })
  })
}

export async function removeViewFilter(db: Database, name: string): Promise<void> {
  await db.write((tx) => tx.run(sql`DELETE FROM view_filter WHERE name = $name`, { name }))
}
