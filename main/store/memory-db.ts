import { DuckDBInstance } from '@duckdb/node-api'
import { Connection } from './connection.ts'
import type { Db } from './db.ts'

/** Lends a database in memory that reads no file and reaches nothing, for questions about records at hand. */
export async function withMemoryDb<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '512MiB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = new Connection(await instance.connect())
  try {
    for (const statement of [
      "SET GLOBAL TimeZone = 'UTC'",
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ]) {
      await connection.run(statement)
    }
    return await work(connection)
  } finally {
    connection.close()
    instance.closeSync()
  }
}
