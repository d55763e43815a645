import type { Filter } from '../../shared/filter.ts'
import { useCase } from './case.ts'
import { useFilter } from './filter.ts'
import { forgetCaseWork } from './leave.ts'
import { useSql } from './sql.ts'

/** What one is about in a case, for as long as the window is open. */
interface Kept {
  readonly id: string
  readonly filter: Filter
  readonly sql: string
}

const place = 'work'

/**
 * Keeps the filter and the statement over a reload of the page, and lets go of everything as soon as this window shows
 * another case than before. Called once, before the first answer to which case is open.
 */
export function keepWork(): void {
  useCase.subscribe(({ info }, before) => {
    if (before.starting && info !== null) bringBack(info.id)
    if (before.info !== null && before.info.id !== info?.id) forgetCaseWork()
  })
  useFilter.subscribe(keep)
  useSql.subscribe(keep)
}

function keep(): void {
  const { info } = useCase.getState()
  if (info === null) return
  const kept: Kept = { id: info.id, filter: useFilter.getState().filter, sql: useSql.getState().text }
  try {
    sessionStorage.setItem(place, JSON.stringify(kept))
  } catch {
    // No room for a very long statement: it is lost by a reload, as it was before.
  }
}

function bringBack(id: string): void {
  const stored = sessionStorage.getItem(place)
  const kept = stored === null ? null : (JSON.parse(stored) as Kept)
  if (kept?.id !== id) return
  useFilter.setState({ filter: kept.filter })
  useSql.setState({ text: kept.sql })
}
