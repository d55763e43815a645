import type { Where } from './where.ts'

/**
 * What orders events by time: the time, then the place in the evidence. `value` is a whole number of the row and
 * `bound` turns such a number, bound as text, into something to compare the column with.
 * `bits` are the sizes of slots to count in, as powers of two, coarse to fine: of time 72 minutes, 1 second, 1 ms, 1 µs.
 */
export interface Axis {
  readonly column: string
  readonly value: string
  readonly bound: (parameter: string) => string
  readonly bits: readonly number[]
}

const time: Axis = {
  column: 'time',
  value: 'epoch_us(time)',
  bound: (parameter) => `make_timestamp(CAST($${parameter} AS BIGINT))`,
  bits: [32, 20, 10, 0],
}
const whole = (column: string, bits: number): Axis => ({
  column,
  value: `CAST(${column} AS BIGINT)`,
  bound: (parameter) => `CAST($${parameter} AS BIGINT)`,
  bits: [bits],
})
const place = [whole('object_id', 0), whole('ordinal', 12)]

export const timedAxes: readonly Axis[] = [time, ...place]
export const untimedAxes: readonly Axis[] = place

/** A place along the axes; a short one stands before all that begin with it. */
export type Key = readonly bigint[]

/** Rows at or after a place. The outer comparison is redundant and lets DuckDB skip what cannot match. */
export function from(axes: readonly Axis[], key: Key): Where {
  return bounded(axes, key, 'from', '>', '>=')
}

/** Rows before a place. */
export function before(axes: readonly Axis[], key: Key, name = 'before'): Where {
  return bounded(axes, key, name, '<', '<')
}

function bounded(axes: readonly Axis[], key: Key, name: string, beyond: '<' | '>', last: string): Where {
  const params: Record<string, string> = {}
  let sql = ''
  for (let i = key.length - 1; i >= 0; i--) {
    const { column, bound } = axes[i] as Axis
    const value = bound(`${name}_${i}`)
    params[`${name}_${i}`] = String(key[i])
    sql =
      i === key.length - 1
        ? `${column} ${last} ${value}`
        : `${column} ${beyond}= ${value} AND (${column} ${beyond} ${value} OR (${sql}))`
  }
  return { sql: sql || 'true', params }
}
