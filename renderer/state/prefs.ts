import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { type EventColumnName, eventColumnNames } from '../../shared/event.ts'

export interface Prefs {
  readonly theme: 'dark' | 'light' | 'system'
  /** Times in UTC, or in the zone of this machine with its offset. */
  readonly utc: boolean
  /** Columns of the timeline, in order. */
  readonly columns: readonly EventColumnName[]
  /** Width of a column in pixels, by its name. */
  readonly widths: Readonly<Record<string, number>>
  /** What the bars of the histogram are stacked by. */
  readonly stackBy: 'outcome' | 'service' | 'severity'
  /** Columns whose values are counted beside the timeline. */
  readonly facets: readonly string[]
  readonly rawWrap: boolean
}

/** How this person likes to work, on this machine; nothing of a case is in here. */
export const usePrefs = create<Prefs & { set(patch: Partial<Prefs>): void }>()(
  persist<Prefs & { set(patch: Partial<Prefs>): void }, [], [], Prefs>(
    (set) => ({
      theme: 'system',
      utc: true,
      columns: ['time', 'action', 'service', 'outcome', 'actor_name', 'source_ip', 'target', 'region', 'account'],
      widths: {},
      stackBy: 'outcome',
      facets: ['outcome', 'action', 'service', 'actor_name', 'source_ip', 'user_agent', 'region', 'account'],
      rawWrap: false,
      set: (patch) => set(patch),
    }),
    {
      name: 'coldtrail.prefs',
      version: 1,
      partialize: ({ set: _, ...prefs }) => prefs,
      // What an older version stored may name columns that are gone.
      merge: (stored, fresh) => {
        const kept = { ...fresh, ...(stored as Partial<Prefs>) }
        const columns = kept.columns.filter((name) => eventColumnNames.includes(name))
        return { ...kept, columns: columns.length > 0 ? columns : fresh.columns }
      },
    },
  ),
)
