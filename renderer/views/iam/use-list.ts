import { useCallback, useMemo } from 'react'
import type { Load } from '../../parts/grid/page-cache.ts'

let lists = 0

/** A list that is all here, as the grid asks for rows: another list is another question. */
export function useList<Row>(rows: readonly Row[]): { readonly token: string; readonly load: Load<Row> } {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each list has a token of its own
  const token = useMemo(() => String(++lists), [rows])
  const load = useCallback(async (offset: number, limit: number) => rows.slice(offset, offset + limit), [rows])
  return { token, load }
}
