import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

interface Sources {
  readonly folders: readonly string[]
  readonly pack: boolean
}

/** The folders that rules of this case come from, beside its own, and whether Coldtrail's are among them. */
export async function readSources(db: Db): Promise<Sources> {
  const [row] = await db.all<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'rule-sources'`)
  return row ? (JSON.parse(row.value) as Sources) : { folders: [], pack: true }
}

export async function writeSources(tx: Db, sources: Sources): Promise<void> {
  await tx.run(sql`DELETE FROM meta WHERE key = 'rule-sources'`)
  await tx.run(sql`INSERT INTO meta VALUES ('rule-sources', $value)`, { value: JSON.stringify(sources) })
}
