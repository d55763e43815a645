import { useEffect, useReducer, useRef } from 'react'
import { type Load, PageCache } from './page-cache.ts'

/** The page cache of one question (`token`); another token starts another cache. Asks for what is looked at. */
export function usePages<Row>(token: string, load: Load<Row>, first: number, last: number): PageCache<Row> {
  const [seen, changed] = useReducer((count: number) => count + 1, 0)
  const held = useRef<{ readonly token: string; readonly cache: PageCache<Row> } | null>(null)
  if (held.current?.token !== token) {
    held.current = { token, cache: new PageCache(load, changed, held.current?.cache ?? null) }
  }
  const { cache } = held.current

  // `seen` is in the list because retry() only says that something changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (last < first) return
    const later = setTimeout(() => cache.want(first, last), 15)
    return () => clearTimeout(later)
  }, [cache, first, last, seen])

  useEffect(() => () => held.current?.cache.close(), [])
  return cache
}
