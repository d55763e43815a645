import type { Cell, Rows } from '../../shared/rows.ts'
import type { Signal } from '../../shared/signal.ts'

/** Values bound to $names; text is bound as VARCHAR, numbers as BIGINT when whole, else DOUBLE. */
export type Params = Readonly<Record<string, Cell>>

/** How everybody asks the case: bound values, cancellation, plain results. */
export interface Db {
  /** Runs one statement for its effect. */
  run(sql: string, params?: Params, signal?: Signal): Promise<void>
  /** Rows as objects of cells; whole numbers come as JavaScript numbers (our own queries count less than 2^53). */
  all<R = Record<string, Cell>>(sql: string, params?: Params, signal?: Signal): Promise<R[]>
  /** Rows as they travel (shared/rows.ts): BIGINT and wider as text, times as ISO 8601 UTC text. Reads no more than `most` rows. */
  rows(sql: string, params?: Params, signal?: Signal, most?: number): Promise<Rows & { readonly more: boolean }>
}
