import { useCallback, useEffect, useRef, useState } from 'react'
import type { Source } from '../../../shared/source.ts'
import { api } from '../../api.ts'
import { type Draft, sourceOf } from './draft.ts'

export interface Checked {
  /** What would be saved; null while something is wrong with it, or while nobody knows yet. */
  readonly source: Source | null
  readonly mistakes: readonly { readonly field: string; readonly text: string }[]
  /** Why it could not be checked. */
  readonly problem: string | null
}

const nothing: Checked = { source: null, mistakes: [], problem: null }

/** Has the draft checked behind the door, a moment after the last change; `now` does not wait for the moment. */
export function useCheck(draft: Draft): Checked & { readonly now: () => Promise<Source | null> } {
  const [checked, setChecked] = useState<{ readonly of: Draft; readonly is: Checked } | null>(null)
  const latest = useRef(draft)
  latest.current = draft
  const now = useCallback(async () => {
    const is: Checked = await api.checkSource({ source: { ...sourceOf(draft) } }).then(
      (answer) => ({ ...answer, problem: null }),
      (error: unknown) => ({ ...nothing, problem: error instanceof Error ? error.message : String(error) }),
    )
    // An answer that was overtaken by more typing says nothing any more.
    if (latest.current === draft) setChecked({ of: draft, is })
    return is.source
  }, [draft])
  useEffect(() => {
    const later = setTimeout(() => void now(), 150)
    return () => clearTimeout(later)
  }, [now])
  if (checked === null) return { ...nothing, now }
  // What was right about another draft says nothing about this one; what was wrong mostly still is.
  return checked.of === draft ? { ...checked.is, now } : { ...checked.is, source: null, now }
}
