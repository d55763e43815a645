import { create } from 'zustand'
import type { ObjectState } from '../../shared/case.ts'
import { go } from './place.ts'

/** Which objects the ledger shows; null is all. */
export const useLedger = create<{ readonly state: ObjectState | null }>(() => ({ state: null }))

/** Opens the ledger at the objects of a state. */
export function showObjects(state: ObjectState | null): void {
  useLedger.setState({ state })
  go('evidence')
}
