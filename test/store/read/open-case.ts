import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database } from '../../../main/store/database.ts'
import type { Db } from '../../../main/store/db.ts'
import { migrations } from '../../../main/store/migrations.ts'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'

export interface OpenCase {
  readonly db: Database
  /** Where exports may be written. */
  readonly tmp: string
  close(): Promise<void>
}

/** An empty database of a case in a temporary folder. */
export async function openCase(): Promise<OpenCase> {
  const folder = await mkdtemp(join(tmpdir(), 'coldtrail-read-'))
  const [evidence, tmp] = [join(folder, 'evidence'), join(folder, 'tmp')]
  await mkdir(evidence)
  await mkdir(tmp)
  const db = await Database.open(join(folder, 'case.duckdb'), { readOnly: false, evidence, tmp })
  for (const { up } of migrations) await up(db)
  return {
    db,
    tmp,
    close: async () => {
      await db.close()
      await rm(folder, { recursive: true })
    },
  }
}

export type Row = Readonly<Partial<Record<EventColumnName, Cell>>>

/** Adds events; what is not given is NULL, or the place of the row in the list. */
export async function addEvents(db: Db, rows: readonly Row[]): Promise<void> {
  for (const [i, given] of rows.entries()) {
    const row: Row = { format: 'cloudtrail', object_id: 1, ordinal: i, ...given }
    const names = Object.keys(row) as EventColumnName[]
    const values = names.map((name) => `CAST($${name} AS ${eventColumns[name].type})`)
    await db.run(`INSERT INTO event (${names.join(', ')}) VALUES (${values.join(', ')})`, row as Record<string, Cell>)
  }
}

/** Adds an object to the ledger. */
export async function addObject(db: Db, given: Readonly<Record<string, Cell>>): Promise<void> {
  const row: Record<string, Cell> = {
    uri: `file:///logs/${given.object_id}.json.gz`,
    state: 'stored',
    format: 'cloudtrail',
    bytes: 1000,
    evidence: 'copied',
    import_id: 1,
    imported_at: '2024-05-01T12:00:00Z',
    imported_by: 'ada@laptop',
    events: 0,
    duplicates: 0,
    conflicts: 0,
    bad_records: 0,
    ...given,
  }
  const names = Object.keys(row)
  await db.run(
    `INSERT INTO object (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((name) => `$${name}`).join(', ')})`,
    row,
  )
}
