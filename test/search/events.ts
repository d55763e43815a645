import { DuckDBInstance } from '@duckdb/node-api'
import { findingView } from '../../main/store/schema.ts'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../shared/event.ts'
import type { Cell } from '../../shared/rows.ts'
import { compileSearch } from '../../shared/search/compile.ts'

export type Row = Partial<Record<EventColumnName, Cell>>

/** A table `event` in memory, and what searches find in it. */
export async function openEvents(rows: readonly Row[]) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = eventColumnNames.map((name) => `${name} ${eventColumns[name].type}`)
  await connection.run(`CREATE TABLE event (${columns.join(', ')})`)
  await connection.run(findingView)
  for (const row of rows) {
    const names = Object.keys(row) as EventColumnName[]
    const values = names.map((name) => `$${name}::${eventColumns[name].type}`)
    await connection.run(
      `INSERT INTO event (${names.join(', ')}) VALUES (${values.join(', ')})`,
      row as Record<string, Cell>,
    )
  }
  const ask = async (sql: string, params: Readonly<Record<string, Cell>> = {}) =>
    (await connection.runAndReadAll(sql, { ...params })).getRowsJS()
  return {
    ask,
    /** Ordinals of the events that a search finds. */
    async find(search: string): Promise<readonly number[]> {
      const compiled = compileSearch(search)
      if (!compiled.ok) throw new Error(`${search}: ${JSON.stringify(compiled.errors)}`)
      const found = await ask(`SELECT ordinal FROM event WHERE ${compiled.sql} ORDER BY ordinal`, compiled.params)
      return found.map(([ordinal]) => Number(ordinal))
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
