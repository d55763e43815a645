import { create } from 'zustand'

export interface Ran {
  readonly sql: string
  readonly at: string
  /** Null: it failed or was cancelled. */
  readonly rows: number | null
  readonly milliseconds: number | null
}

const most = 100
const changed = create<{ readonly version: number }>(() => ({ version: 0 }))

/** What was run in a case on this machine, newest first, each text once. */
export function useHistory(caseId: string): readonly Ran[] {
  changed((state) => state.version)
  return recall(caseId)
}

export function remember(caseId: string, ran: Ran): void {
  const kept = [ran, ...recall(caseId).filter((one) => one.sql !== ran.sql)].slice(0, most)
  try {
    localStorage.setItem(key(caseId), JSON.stringify(kept))
  } catch {
    // A full or forbidden storage costs the history, not the query.
  }
  changed.setState((state) => ({ version: state.version + 1 }))
}

function recall(caseId: string): readonly Ran[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(caseId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRan) : []
  } catch {
    return []
  }
}

function isRan(value: unknown): value is Ran {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sql' in value &&
    typeof value.sql === 'string' &&
    'at' in value &&
    typeof value.at === 'string'
  )
}

function key(caseId: string): string {
  return `coldtrail.sql.${caseId}`
}
