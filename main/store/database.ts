import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { eventColumnNames } from '../../shared/event.ts'
import { Problem } from '../../shared/problem.ts'
import type { Cell, Rows } from '../../shared/rows.ts'
import type { Signal } from '../../shared/signal.ts'
import { Connection, cancelled } from './connection.ts'
import { databaseProblem } from './database-problem.ts'
import type { Db, Params } from './db.ts'

export interface DatabaseOptions {
  readonly readOnly: boolean
  /** The two folders that SQL may read: evidence as it came, and ours for lines on the way in and results on the way out. */
  readonly evidence: string
  readonly tmp: string
  /** Default: `enough`. */
  readonly memoryLimitMb?: number
}

/**
 * MiB. DuckDB gives an insert that keeps the order a quarter of its memory, wants 4 MiB of that for each column and
 * thread, and else uses one thread: with 640 MiB an import ran on one, with this on as many as there are cores. The
 * whole engine takes 1.1 GB at a million events and 1.46 at ten million.
 */
const enough = 16 * (eventColumnNames.length + 1)

/** So many questions run at once; more wait their turn. DuckDB spreads each over all cores, so few are needed. */
const readers = 6

/**
 * The database of one case, and the only way to it: questions share a few connections, writers take turns on their own.
 * `scratch` is a second, empty database in memory that all connections see: for sorted row ids and the like, also when
 * the case is read-only. (One transaction can write to one of the two.)
 */
export class Database implements Db {
  readonly #instance: DuckDBInstance
  readonly #writer: Connection
  readonly #all: Set<Connection>
  readonly #idle: Connection[]
  readonly #waiting: ((connection: Connection) => void)[] = []
  #writing: Promise<unknown> = Promise.resolve()
  #busy = 0
  #whenQuiet: (() => void) | undefined
  #closed = false

  private constructor(instance: DuckDBInstance, writer: Connection, pool: readonly Connection[]) {
    this.#instance = instance
    this.#writer = writer
    this.#all = new Set([writer, ...pool])
    this.#idle = [...pool]
  }

  /** Opens or creates `file`. Errors: `locked` when another program has it open, `failed` when it is no database. */
  static async open(file: string, options: DatabaseOptions): Promise<Database> {
    try {
      const instance = await DuckDBInstance.fromCache(file, settings(options))
      const writer = new Connection(await instance.connect(), true)
      try {
        for (const statement of lockDown(options)) await writer.run(statement)
        const pool: Connection[] = []
        while (pool.length < readers) pool.push(new Connection(await instance.connect()))
        return new Database(instance, writer, pool)
      } catch (error) {
        writer.close()
        instance.closeSync()
        throw error
      }
    } catch (error) {
      throw databaseProblem(error)
    }
  }

  async run(sql: string, params?: Params, signal?: Signal): Promise<void> {
    await this.#lend(signal, (connection) => connection.run(sql, params, signal))
  }

  async all<R = Record<string, Cell>>(sql: string, params?: Params, signal?: Signal): Promise<R[]> {
    return this.#lend(signal, (connection) => connection.all<R>(sql, params, signal))
  }

  async rows(sql: string, params?: Params, signal?: Signal, most?: number): Promise<Rows & { readonly more: boolean }> {
    return this.#lend(signal, (connection) => connection.rows(sql, params, signal, most))
  }

  /**
   * One transaction on the writer's connection: all of `work` or nothing of it. Writers take turns; `work` must not
   * call `write` itself, it would wait for its own end.
   */
  async write<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    const turn = this.#writing.then(() => this.#counted(() => transaction(this.#writer, work)))
    this.#writing = turn.catch(() => undefined)
    return turn
  }

  /** Stops what is running, waits for it to end and lets the file go. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writing
    for (const connection of this.#all) connection.interrupt()
    if (this.#busy > 0) {
      const again = setInterval(() => {
        for (const connection of this.#all) connection.interrupt()
      }, 20)
      await new Promise<void>((resolve) => {
        this.#whenQuiet = resolve
      })
      clearInterval(again)
    }
    for (const connection of this.#all) connection.close()
    this.#instance.closeSync()
  }

  async #lend<T>(signal: Signal | undefined, work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#counted(async () => {
      const connection = this.#idle.pop() ?? (await this.#wait(signal))
      try {
        return await work(connection)
      } finally {
        const next = this.#waiting.shift()
        if (next) next(connection)
        else this.#idle.push(connection)
      }
    })
  }

  #wait(signal: Signal | undefined): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const take = (connection: Connection): void => {
        signal?.removeEventListener('abort', leave)
        resolve(connection)
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1)
        reject(cancelled())
      }
      if (signal?.aborted) return reject(cancelled())
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(take)
    })
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Problem('not-found', 'the case is closed; open it again')
    this.#busy++
    try {
      return await work()
    } finally {
      this.#busy--
      if (this.#busy === 0) this.#whenQuiet?.()
    }
  }
}

async function transaction<T>(connection: Connection, work: (tx: Db) => Promise<T>): Promise<T> {
  await connection.run('BEGIN')
  try {
    const result = await work(connection)
    await connection.run('COMMIT')
    return result
  } catch (error) {
    // A COMMIT that fails has already rolled back; the error worth telling is the first one.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function settings({ readOnly, tmp, memoryLimitMb = enough }: DatabaseOptions): Record<string, string> {
  return {
    access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
    ...(readOnly ? {} : { storage_compatibility_version: 'v1.5.0' }),
    memory_limit: `${memoryLimitMb}MiB`,
    // One of them is whoever asks; a commit asks nothing but waits (quiet-run.ts), and still gets every core.
    threads: String(availableParallelism() + 1),
    // At each checkpoint DuckDB would merge the rests of commits with their neighbours, compressing those once more:
    // measured, 4.5 s of processor time on closing a case of a million events, whose file grew to twice its size.
    max_vacuum_tasks: '0',
    // Pages ask for 200 rows by their ids: as a pushed-down filter 15 ms at 10 million rows, as a join 110 ms.
    dynamic_or_filter_threshold: '1000',
    // What is read from files is read once, so there is nothing to keep of them.
    enable_external_file_cache: 'false',
    temp_directory: join(tmp, 'duckdb'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
}

/** Settings that make the instance a sandbox; the last one makes them final. */
function lockDown({ evidence, tmp }: DatabaseOptions): readonly string[] {
  return [
    "ATTACH ':memory:' AS scratch (READ_WRITE)",
    "SET GLOBAL TimeZone = 'UTC'",
    `SET allowed_directories = [${quoted(evidence)}, ${quoted(tmp)}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]
}

/** A path as an SQL text constant. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
