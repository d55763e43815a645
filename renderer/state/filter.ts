import { create } from 'zustand'
import type { EventColumnName } from '../../shared/event.ts'
import type { Filter } from '../../shared/filter.ts'
import type { Cell } from '../../shared/rows.ts'
import { addTerm } from '../../shared/search/edit.ts'

/** Lets every event through. */
export const everything: Filter = { search: '', from: null, to: null }

export interface FilterState {
  readonly filter: Filter
  readonly past: readonly Filter[]
  readonly future: readonly Filter[]
  setSearch(text: string): void
  /** Half open, ISO 8601 UTC; null leaves that end open. */
  setRange(from: string | null, to: string | null): void
  /** Narrows to events that have (or, negated, do not have) the value in the column; null is "no value". */
  add(column: EventColumnName, value: Cell, negate: boolean): void
  set(filter: Filter): void
  clear(): void
  back(): void
  forward(): void
}

/** Which events every view is about, and the way back to where one was. */
export const useFilter = create<FilterState>((set, get) => ({
  filter: everything,
  past: [],
  future: [],
  setSearch: (search) => get().set({ ...get().filter, search: search.trim() }),
  setRange: (from, to) => get().set({ ...get().filter, from, to }),
  add: (column, value, negate) =>
    get().set({ ...get().filter, search: addTerm(get().filter.search, column, value, negate) }),
  set(next) {
    const { filter, past } = get()
    if (next.search === filter.search && next.from === filter.from && next.to === filter.to) return
    set({ filter: next, past: [...past, filter].slice(-100), future: [] })
  },
  clear: () => get().set(everything),
  back() {
    const { filter, past, future } = get()
    const last = past.at(-1)
    if (last !== undefined) set({ filter: last, past: past.slice(0, -1), future: [filter, ...future] })
  },
  forward() {
    const { filter, past, future } = get()
    const next = future[0]
    if (next !== undefined) set({ filter: next, past: [...past, filter], future: future.slice(1) })
  },
}))

/** For a case just opened: no filter and no way back into another case. */
export function forgetFilter(): void {
  useFilter.setState({ filter: everything, past: [], future: [] })
}
