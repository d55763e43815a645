import type { Signal } from '../../shared/signal.ts'
import { sql } from '../../shared/sql.ts'
import { type Database, quoted } from './database.ts'

/**
 * Writes the database as it is now to a new file in the case's tmp. The file of an open case itself can neither be read
 * (closing it would drop the lock) nor be sure to hold everything.
 */
export async function snapshot(db: Database, path: string, signal: Signal): Promise<void> {
  const [row] = await db.all<{ name: string }>(sql`SELECT current_database() AS name`, {}, signal)
  const own = `"${(row?.name ?? '').replaceAll('"', '""')}"`
  await db.run(`ATTACH ${quoted(path)} AS bundle (STORAGE_VERSION 'v1.5.0')`)
  try {
    await db.run(`COPY FROM DATABASE ${own} TO bundle`, undefined, signal)
  } finally {
    await db.run('DETACH bundle')
  }
}
