import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api'
import { Problem } from '../../shared/problem.ts'
import type { Cell, Column, Rows } from '../../shared/rows.ts'
import type { Signal } from '../../shared/signal.ts'
import { cell, plainCell, typeName } from './cells.ts'
import { databaseProblem } from './database-problem.ts'
import type { Db, Params } from './db.ts'
import { quietRun } from './quiet-run.ts'

/** DuckDB forgets an interrupt that comes before the statement has begun, so it is repeated until the statement ends. */
const interruptEveryMilliseconds = 20

/** One connection to the database. It answers one statement at a time: whoever holds it must not ask it twice at once. */
export class Connection implements Db {
  readonly #duck: DuckDBConnection
  readonly #isQuiet: boolean

  /** `isQuiet`: long statements leave the processor to whoever reads meanwhile. */
  constructor(duck: DuckDBConnection, isQuiet = false) {
    this.#duck = duck
    this.#isQuiet = isQuiet
  }

  /** Stops the statement that is running, if any. */
  interrupt(): void {
    this.#duck.interrupt()
  }

  close(): void {
    this.#duck.disconnectSync()
  }

  async run(sql: string, params?: Params, signal?: Signal): Promise<void> {
    const { values, types } = bound(params)
    await this.#guarded<unknown>(signal, () =>
      this.#isQuiet && values === undefined ? quietRun(this.#duck, sql) : this.#duck.run(sql, values, types),
    )
  }

  async all<R = Record<string, Cell>>(sql: string, params?: Params, signal?: Signal): Promise<R[]> {
    return this.#guarded(signal, async () => {
      const { values, types } = bound(params)
      const result = await this.#duck.run(sql, values, types)
      const names = result.columnNames()
      const rows = await result.getRows()
      return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, plainCell(row[i] ?? null)])) as R)
    })
  }

  async rows(
    sql: string,
    params?: Params,
    signal?: Signal,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Rows & { readonly more: boolean }> {
    return this.#guarded(signal, async () => {
      const { values, types } = bound(params)
      const result = await this.#duck.stream(sql, values, types)
      const kinds = result.columnTypes()
      const columns: Column[] = result
        .columnNames()
        .map((name, i) => ({ name, type: typeName(kinds[i] as (typeof kinds)[number]) }))
      const rows: Cell[][] = []
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return { columns, rows, more: false }
        for (const row of chunk.getRows()) {
          if (rows.length >= most) {
            await this.#abandonStream()
            return { columns, rows, more: true }
          }
          rows.push(row.map(cell))
        }
      }
    })
  }

  /** A stream that is not read to its end keeps its transaction open until the next statement. */
  async #abandonStream(): Promise<void> {
    this.#duck.interrupt()
    await this.#duck.run('SELECT 1')
  }

  async #guarded<T>(signal: Signal | undefined, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted) throw cancelled()
    let again: NodeJS.Timeout | undefined
    const stop = (): void => {
      this.#duck.interrupt()
      again = setInterval(() => this.#duck.interrupt(), interruptEveryMilliseconds)
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await work()
    } catch (error) {
      if (signal?.aborted) throw cancelled(error)
      throw databaseProblem(error)
    } finally {
      signal?.removeEventListener('abort', stop)
      clearInterval(again)
    }
  }
}

/** The error of a question that its asker took back. */
export function cancelled(cause?: unknown): Problem {
  return new Problem('cancelled', 'cancelled before it was finished', { cause })
}

/** None at all is another thing than no values: a text of several statements runs only without. */
interface Bound {
  readonly values?: Record<string, DuckDBValue>
  readonly types?: Record<string, DuckDBType>
}

function bound(params: Params | undefined): Bound {
  if (!params) return {}
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  for (const [name, value] of Object.entries(params)) {
    const whole = typeof value === 'number' && Number.isSafeInteger(value)
    values[name] = whole ? BigInt(value) : value
    types[name] = whole ? BIGINT : typeof value === 'number' ? DOUBLE : typeOf(value)
  }
  return { values, types }
}

function typeOf(value: string | boolean | null): DuckDBType {
  if (value === null) return SQLNULL
  return typeof value === 'boolean' ? BOOLEAN : VARCHAR
}
