import { create } from 'zustand'
import type { ObjectState } from '../../shared/case.ts'
import type { LedgerOrder } from '../../shared/ledger.ts'
import { go } from './place.ts'

export interface LedgerState {
  /** Null is all. */
  readonly state: ObjectState | null
  /** Null is all, '' those without one. */
  readonly format: string | null
  readonly search: string
  readonly order: { readonly column: LedgerOrder; readonly descending: boolean } | null
  /** The object whose details are open. */
  readonly open: number | null
}

const everything: LedgerState = { state: null, format: null, search: '', order: null, open: null }

/** Which objects the ledger shows, and which one is open. */
export const useLedger = create<LedgerState>(() => everything)

/** Opens the ledger at the objects of a state. */
export function showObjects(state: ObjectState | null): void {
  useLedger.setState({ ...everything, state })
  go('evidence')
}

/** Opens the ledger with the details of one object. */
export function showObject(objectId: number): void {
  useLedger.setState({ ...everything, open: objectId })
  go('evidence')
}

/** For a case just opened. */
export function forgetLedger(): void {
  useLedger.setState(everything)
}
