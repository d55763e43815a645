import { create } from 'zustand'
import { Problem } from '../../shared/problem.ts'
import type { SqlResult } from '../../shared/rows.ts'
import { api } from '../api.ts'
import { useCase } from './case.ts'
import { go } from './place.ts'
import { remember } from './sql-history.ts'

export interface SqlState {
  /** What stands in the editor. */
  readonly text: string
  /** What ran last, or runs now. */
  readonly ran: string
  readonly running: AbortController | null
  readonly startedAt: number
  readonly result: SqlResult | null
  readonly problem: Problem | null
}

export const firstQuery =
  'SELECT action, outcome, count(*) AS events\nFROM event\nGROUP BY ALL\nORDER BY events DESC\nLIMIT 100'

const fresh: SqlState = { text: firstQuery, ran: '', running: null, startedAt: 0, result: null, problem: null }

/** The SQL view's work; it goes on while one looks at another view. */
export const useSql = create<SqlState>(() => fresh)

/** Puts a query into the SQL view and shows it. */
export function openSql(text: string): void {
  useSql.setState({ text })
  go('sql')
}

/** Runs a query in place of the one that runs, and remembers it. */
export async function runSql(sql: string): Promise<void> {
  const before = useSql.getState().running
  before?.abort()
  const running = new AbortController()
  useSql.setState({ running, ran: sql, startedAt: Date.now(), problem: null })
  const caseId = useCase.getState().info?.id ?? ''
  try {
    const result = await api.sql({ sql }, running.signal)
    if (useSql.getState().running !== running) return
    useSql.setState({ running: null, result })
    remember(caseId, { sql, at: new Date().toISOString(), rows: result.rows.length, milliseconds: result.milliseconds })
  } catch (error) {
    if (useSql.getState().running !== running) return
    const problem =
      error instanceof Problem ? error : new Problem('failed', error instanceof Error ? error.message : String(error))
    useSql.setState({ running: null, problem, result: null })
    remember(caseId, { sql, at: new Date().toISOString(), rows: null, milliseconds: null })
  }
}

export function cancelSql(): void {
  useSql.getState().running?.abort()
}

/** For a case just opened. */
export function forgetSql(): void {
  cancelSql()
  useSql.setState(fresh)
}
