import type { Answers } from '../../../shared/answers.ts'
import type { Checked, Order } from '../../../shared/api.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Rows } from '../../../shared/rows.ts'
import { asksMarks } from '../../../shared/search/asks-marks.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { facet } from './facet.ts'
import { Kept } from './kept.ts'
import type { Ordered } from './ordered.ts'
import { type SortedRows, sortedOrder, sortRows } from './sorted-rows.ts'
import { countTime, type TimeSlots, timeOrder } from './time-order.ts'
import { type Where, where } from './where.ts'

/** A search that lets no more rows through is answered from the list of them, so that the search itself runs once. */
const few = 200_000

/** The rows of a search when they are few: a table of `scratch` with their row ids. */
interface Found {
  readonly where: Where
  readonly table: string | null
}

/**
 * What is worth keeping about the filters that a person looks through: which rows a search found, where they lie in
 * time, and row ids in other orders. Everything belongs to one state of the data; ask with its number.
 */
export class Views {
  readonly #db: Db
  readonly #marksVersion: () => number
  #tables = 0
  readonly #found: Kept<Found>
  readonly #facets = new Kept<Answers['facet']>(200)
  readonly #times = new Kept<TimeSlots>(8)
  readonly #sorted: Kept<SortedRows>

  /** `marksVersion`: what is asked of marks is stale when it has risen; everything else stays. */
  constructor(db: Db, marksVersion: () => number = () => 0) {
    this.#db = db
    this.#marksVersion = marksVersion
    this.#found = new Kept(8, async ({ table }) => this.#dropTable(table))
    this.#sorted = new Kept(2, async ({ table }) => this.#dropTable(table))
  }

  /** Does `work` with the condition of a filter, as cheap as it can be had. */
  async where<T>(filter: Filter, dataVersion: number, work: (where: Where) => Promise<T>, signal?: Signal): Promise<T> {
    return this.#find(filter, dataVersion, (found) => work(found.where), signal)
  }

  /** Kept, as the facet bar asks for the same again and again, and a column of many values takes long to count. */
  async facet(input: Checked<'facet'>, dataVersion: number, signal?: Signal): Promise<Answers['facet']> {
    return this.#facets.use(
      this.#keyOf(dataVersion, input.filter, input.column, input.limit),
      (making) => this.where(input.filter, dataVersion, (rows) => facet(this.#db, rows, input, making), making),
      async (answer) => answer,
      signal,
    )
  }

  async page(
    input: Checked<'page'>,
    dataVersion: number,
    signal?: Signal,
  ): Promise<Rows & { readonly offset: number }> {
    const { columns, rows } = await this.#ordered(
      input.filter,
      input.order,
      dataVersion,
      (ordered) => ordered.rows(input.columns, input.offset, input.limit, signal),
      signal,
    )
    return { columns, rows, offset: input.offset }
  }

  async position(
    input: Checked<'position'>,
    dataVersion: number,
    signal?: Signal,
  ): Promise<{ readonly offset: number | null }> {
    const find = (ordered: Ordered): Promise<number | null> => ordered.find(input.of, signal)
    return { offset: await this.#ordered(input.filter, input.order, dataVersion, find, signal) }
  }

  /** Stops what is being made and drops what is kept. */
  async close(): Promise<void> {
    await this.#facets.clear()
    await this.#sorted.clear()
    await this.#times.clear()
    await this.#found.clear()
  }

  #find<T>(filter: Filter, dataVersion: number, work: (found: Found) => Promise<T>, signal?: Signal): Promise<T> {
    const rows = where(filter)
    if (filter.search.trim() === '') return work({ where: rows, table: null })
    const make = (making: Signal): Promise<Found> => this.#fill('found', (table) => this.#list(rows, table, making))
    return this.#found.use(this.#keyOf(dataVersion, filter), make, work, signal)
  }

  async #list(rows: Where, table: string, signal: Signal): Promise<Found> {
    const db = this.#db
    await db.run(
      sql`CREATE TABLE ${table} AS SELECT rowid AS rid FROM event WHERE ${rows.sql} LIMIT ${few + 1}`,
      rows.params,
      signal,
    )
    const [count] = await db.all<{ n: number }>(sql`SELECT count(*) AS n FROM ${table}`, {}, signal)
    if ((count?.n ?? 0) <= few) return { where: { sql: `rowid IN (SELECT rid FROM ${table})`, params: {} }, table }
    await this.#dropTable(table)
    return { where: rows, table: null }
  }

  async #ordered<T>(
    filter: Filter,
    order: Order,
    dataVersion: number,
    work: (ordered: Ordered) => Promise<T>,
    signal: Signal | undefined,
  ): Promise<T> {
    const db = this.#db
    return this.#find(
      filter,
      dataVersion,
      (found) =>
        order.column === 'time' && found.table === null
          ? this.#times.use(
              this.#keyOf(dataVersion, filter),
              (making) => countTime(db, found.where, making),
              (slots) => work(timeOrder(db, found.where, slots, order.descending)),
              signal,
            )
          : this.#sorted.use(
              this.#keyOf(dataVersion, filter, order.column, order.descending),
              (making) => this.#fill('sorted', (table) => sortRows(db, table, found.where, order, making)),
              (sorted) => work(sortedOrder(db, found.where, sorted)),
              signal,
            ),
      signal,
    )
  }

  /** Has a new table filled; a table that was not finished is dropped. */
  async #fill<T>(name: string, fill: (table: string) => Promise<T>): Promise<T> {
    this.#tables++
    const table = `scratch.${name}_${this.#tables}`
    try {
      return await fill(table)
    } catch (error) {
      await this.#dropTable(table).catch(() => undefined)
      throw error
    }
  }

  async #dropTable(table: string | null): Promise<void> {
    if (table !== null) await this.#db.run(sql`DROP TABLE IF EXISTS ${table}`)
  }

  #keyOf(dataVersion: number, { search, from, to }: Filter, ...more: readonly (string | number | boolean)[]): string {
    const marks = asksMarks(search) ? this.#marksVersion() : null
    return JSON.stringify([dataVersion, marks, search.trim(), from, to, ...more])
  }
}
