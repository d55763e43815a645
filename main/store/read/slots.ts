import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { type Axis, before, from, type Key } from './bounds.ts'
import { and, type Where } from './where.ts'

/** Rows between two places: how many, and how many rows of the whole come before them. */
export interface Stretch {
  readonly from: Key
  readonly to: Key
  readonly rows: number
  readonly before: number
}

/** More rows than this between two places are counted in finer slots: sorting fewer takes a few milliseconds. */
const many = 20_000

/**
 * Finds row numbers without sorting: how many rows lie in each slot along the axes, counted once for all rows and then
 * finer where many rows crowd. Whatever the row number, few rows remain to be sorted.
 */
export class Slots {
  readonly #db: Db
  readonly #where: Where
  readonly #axes: readonly Axis[]
  readonly #all: Level

  private constructor(db: Db, where: Where, axes: readonly Axis[], all: Level) {
    this.#db = db
    this.#where = where
    this.#axes = axes
    this.#all = all
  }

  static async count(db: Db, where: Where, axes: readonly Axis[], signal?: Signal): Promise<Slots> {
    return new Slots(db, where, axes, await count(db, where, axes, { prefix: [], start: 0n, bits: 0 }, signal))
  }

  get rows(): number {
    return this.#all.rows
  }

  /** The stretch that holds row number `offset`, which must be less than `rows`. */
  async at(offset: number, signal?: Signal): Promise<Stretch> {
    let level = this.#all
    let passed = 0
    for (;;) {
      const i = lastNotAfter(level.before, offset - passed)
      const rows = level.rowsOf(i)
      if (rows <= many || !this.#hasFiner(level)) {
        return { ...this.#ends(level, i), rows, before: passed + (level.before[i] as number) }
      }
      passed += level.before[i] as number
      level = await this.#finer(level, i, signal)
    }
  }

  /** How many rows come before a place. */
  async rank(key: Key, signal?: Signal): Promise<number> {
    let level = this.#all
    let passed = 0
    for (;;) {
      const value = key[level.prefix.length]
      if (value === undefined) return passed
      const slot = Number((value - level.start) >> BigInt(this.#bits(level)))
      const i = lastNotAfter(level.slots, slot)
      if (level.slots[i] !== slot) return passed + (i < 0 ? 0 : (level.before[i] as number) + level.rowsOf(i))
      passed += level.before[i] as number
      if (level.rowsOf(i) <= many || !this.#hasFiner(level)) {
        const ends = this.#ends(level, i)
        const rest = and(this.between(ends.from, ends.to), before(this.#axes, key, 'rank'))
        const [row] = await this.#db.all<{ n: number }>(
          sql`SELECT count(*) AS n FROM event WHERE ${rest.sql}`,
          rest.params,
          signal,
        )
        return passed + (row?.n ?? 0)
      }
      level = await this.#finer(level, i, signal)
    }
  }

  /** The rows from one place up to another. */
  between(start: Key, end: Key): Where {
    return and(this.#where, and(from(this.#axes, start), before(this.#axes, end)))
  }

  #bits(level: Level): number {
    return this.#axes[level.prefix.length]?.bits[level.bits] ?? 0
  }

  #hasFiner(level: Level): boolean {
    return this.#bits(level) > 0
      ? level.bits + 1 < (this.#axes[level.prefix.length]?.bits.length ?? 0)
      : level.prefix.length + 1 < this.#axes.length
  }

  #ends(level: Level, i: number): { readonly from: Key; readonly to: Key } {
    const width = 1n << BigInt(this.#bits(level))
    const start = level.start + BigInt(level.slots[i] as number) * width
    return { from: [...level.prefix, start], to: [...level.prefix, start + width] }
  }

  async #finer(level: Level, i: number, signal: Signal | undefined): Promise<Level> {
    const known = level.finer.get(i)
    if (known) return known
    const ends = this.#ends(level, i)
    const finer =
      this.#bits(level) > 0
        ? { prefix: level.prefix, start: ends.from.at(-1) as bigint, bits: level.bits + 1 }
        : { prefix: ends.from, start: 0n, bits: 0 }
    const counted = await count(this.#db, this.between(ends.from, ends.to), this.#axes, finer, signal)
    level.finer.set(i, counted)
    return counted
  }
}

/** The slots of one size on one axis, behind fixed values of the axes before it. */
interface Place {
  readonly prefix: Key
  readonly start: bigint
  readonly bits: number
}

interface Level extends Place {
  /** Numbers of the slots that hold rows, from `start`, rising. */
  readonly slots: readonly number[]
  /** Rows of the level before each of them. */
  readonly before: readonly number[]
  readonly rows: number
  rowsOf(i: number): number
  readonly finer: Map<number, Level>
}

async function count(
  db: Db,
  { sql: condition, params }: Where,
  axes: readonly Axis[],
  place: Place,
  signal: Signal | undefined,
): Promise<Level> {
  const { value, bits } = axes[place.prefix.length] as Axis
  const counts = await db.all<{ slot: number; n: number }>(
    sql`
      SELECT (${value} - CAST($start AS BIGINT)) >> ${bits[place.bits]} AS slot, count(*) AS n
      FROM event
      WHERE ${condition}
      GROUP BY slot
      ORDER BY slot`,
    { ...params, start: String(place.start) },
    signal,
  )
  let rows = 0
  const passed = counts.map(({ n }) => {
    rows += n
    return rows - n
  })
  return {
    ...place,
    slots: counts.map(({ slot }) => slot),
    before: passed,
    rows,
    rowsOf: (i) => counts[i]?.n ?? 0,
    finer: new Map(),
  }
}

/** Index of the last number that is not greater; -1 when all are. `numbers` rises. */
function lastNotAfter(numbers: readonly number[], number: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) <= number) low = middle + 1
    else high = middle
  }
  return low - 1
}
