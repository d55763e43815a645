import { createRequire } from 'node:module'
import type { DuckDBConnection, DuckDBPendingResult } from '@duckdb/node-api'

/** What node-api itself stands on. It knows how far a statement is; node-api can only help it on. */
interface Bindings {
  pending_execute_check_state(pending: unknown): number
}
const require = createRequire(createRequire(import.meta.url).resolve('@duckdb/node-api'))
const bindings = require('@duckdb/node-bindings') as Bindings

/** States of a statement that has not ended. */
const isRunning = new Set([1, 3])

/** Most statements are short: milliseconds before each look, and before all further ones. */
const waits = [0, 0, 1, 1, 2] as const
const longWait = 5

/**
 * Runs a statement on DuckDB's own threads and looks now and then whether it has ended. Whoever just waits for one
 * joins those threads, and when nothing is left to do for it, asks for work in a tight loop until they have finished:
 * measured, up to half of all processor time of an import, taken from the threads that read.
 */
export async function quietRun(duck: DuckDBConnection, sql: string): Promise<void> {
  const pending = await duck.start(sql)
  for (let looks = 0; isRunning.has(bindings.pending_execute_check_state(handleOf(pending))); looks++) {
    const wait = waits[looks] ?? longWait
    await new Promise<void>((resolve) => (wait === 0 ? setImmediate(resolve) : setTimeout(resolve, wait)))
  }
  await pending.getResult()
}

/** Its handle is private to node-api. */
function handleOf(pending: DuckDBPendingResult): unknown {
  return (pending as unknown as { readonly pending_result: unknown }).pending_result
}
