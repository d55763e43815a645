import { create } from 'zustand'
import type { SealKind, SealVerdict } from '../../../shared/proof.ts'

/** Which lines of the verification are shown; null is all. */
export const useSeals = create<{
  readonly verdict: SealVerdict | null
  readonly kind: SealKind | null
  readonly search: string
}>(() => ({ verdict: null, kind: null, search: '' }))
