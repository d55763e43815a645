import { useEffect, useState } from 'react'
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

/** Has the draft checked behind the door, a moment after the last change. */
export function useCheck(draft: Draft): Checked {
  const [checked, setChecked] = useState<{ readonly of: Draft; readonly is: Checked } | null>(null)
  useEffect(() => {
    let wanted = true
    const later = setTimeout(() => {
      api.checkSource({ source: { ...sourceOf(draft) } }).then(
        (is) => wanted && setChecked({ of: draft, is: { ...is, problem: null } }),
        (error: unknown) => wanted && setChecked({ of: draft, is: { ...nothing, problem: String(error) } }),
      )
    }, 150)
    return () => {
      wanted = false
      clearTimeout(later)
    }
  }, [draft])
  if (checked === null) return nothing
  // What was right about another draft says nothing about this one; what was wrong mostly still is.
  return checked.of === draft ? checked.is : { ...checked.is, source: null }
}
