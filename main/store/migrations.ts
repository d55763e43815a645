import { Problem } from '../../shared/problem.ts'
import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'
import { detectionSaid, detectionTables } from './detection/tables.ts'
import { markTables } from './marks/tables.ts'
import { reportTables } from './report.ts'
import {
  findingView,
  lakeTables,
  sealTables,
  sourceTables,
  tables,
  verificationTable,
  viewFilterTable,
} from './schema.ts'

/** One step from a schema to the next. Released steps are never edited: cases out there have taken them. */
export interface Migration {
  readonly version: number
  readonly up: (tx: Db) => Promise<void>
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    up: async (tx) => {
      for (const table of tables) await tx.run(table)
    },
  },
  {
    version: 2,
    up: async (tx) => {
      for (const table of sourceTables) await tx.run(table)
    },
  },
  {
    version: 3,
    up: async (tx) => {
      for (const table of lakeTables) await tx.run(table)
    },
  },
  {
    version: 4,
    up: async (tx) => {
      for (const table of sealTables) await tx.run(table)
    },
  },
  { version: 5, up: (tx) => tx.run(findingView) },
  {
    version: 6,
    up: async (tx) => {
      for (const table of detectionTables) await tx.run(table)
    },
  },
  { version: 7, up: (tx) => tx.run(viewFilterTable) },
  {
    version: 8,
    up: async (tx) => {
      for (const table of markTables) await tx.run(table)
    },
  },
  { version: 9, up: (tx) => tx.run(detectionSaid) },
  {
    version: 10,
    up: async (tx) => {
      for (const table of reportTables) await tx.run(table)
    },
  },
  { version: 11, up: (tx) => tx.run(verificationTable) },
]

/** The schema that this program reads and writes. */
export function newest(steps: readonly Migration[] = migrations): number {
  return steps.at(-1)?.version ?? 0
}

/** Schema of an open database; 0 when it is empty. */
export async function schemaVersion(db: Db): Promise<number> {
  const there = await db.all(
    sql`SELECT 1 FROM duckdb_tables() WHERE database_name <> 'scratch' AND table_name = 'meta'`,
  )
  if (there.length === 0) return 0
  const [row] = await db.all<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'schema'`)
  return Number(row?.value ?? 0)
}

/** Refuses a case of a later program (`newer`): reading it half right would be worse than not reading it. */
export function refuseNewer(version: number, steps: readonly Migration[] = migrations): void {
  if (version > newest(steps)) {
    throw new Problem(
      'newer',
      `this case has schema ${version}, this Coldtrail reads schemas up to ${newest(steps)}; open it with the newer Coldtrail that wrote it`,
    )
  }
}

/** Takes the steps from `from` to the newest, within the transaction of the caller. */
export async function migrate(tx: Db, from: number, steps: readonly Migration[] = migrations): Promise<void> {
  if (from === 0) await tx.run(sql`CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)`)
  for (const step of steps) {
    if (step.version > from) await step.up(tx)
  }
  await tx.run(sql`DELETE FROM meta WHERE key = 'schema'`)
  await tx.run(sql`INSERT INTO meta VALUES ('schema', $version)`, { version: String(newest(steps)) })
}
