import type { ManualRow } from '../../../shared/mark.ts'

/** Rows of the grid: the events of a filter with manual events among them, in the order of time. */
export interface Among {
  readonly rows: number
  /** What stands in some rows: how many events from which one on, and manual events by the row they have. */
  readonly stretch: (
    from: number,
    limit: number,
  ) => {
    readonly offset: number
    readonly limit: number
    readonly manual: ReadonlyMap<number, ManualRow>
  }
  /** The row of an event by its number among the events. */
  readonly rowOf: (offset: number) => number
  /** The row of a manual event; null: it is not among them. */
  readonly rowOfManual: (ordinal: number) => number | null
}

/** `manual` as the engine answers it, in the order of time; `before`: how many events come before each in that order. */
export function among(events: number, manual: readonly ManualRow[], descending: boolean): Among {
  const placed = (descending ? manual.toReversed() : manual).map((event, at) => ({
    event,
    before: descending ? events - event.before : event.before,
    row: (descending ? events - event.before : event.before) + at,
  }))
  return {
    rows: events + placed.length,
    stretch(from, limit) {
      const within = placed.filter(({ row }) => row >= from && row < from + limit)
      const before = placed.filter(({ row }) => row < from).length
      const offset = from - before
      return {
        offset,
        limit: Math.max(0, Math.min(limit - within.length, events - offset)),
        manual: new Map(within.map(({ row, event }) => [row - from, event])),
      }
    },
    rowOf: (offset) => offset + placed.filter(({ before }) => before <= offset).length,
    rowOfManual: (ordinal) => placed.find(({ event }) => event.ordinal === ordinal)?.row ?? null,
  }
}
