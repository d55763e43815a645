import { create } from 'zustand'
import type { ObjectState } from '../../shared/case.ts'
import type { LedgerOrder } from '../../shared/ledger.ts'
import type { ObjectProof } from '../../shared/proof.ts'
import { go } from './place.ts'

export interface LedgerState {
  /** What of the evidence is looked at. */
  readonly tab: 'objects' | 'proof' | 'audit'
  /** Null is all. */
  readonly state: ObjectState | null
  /** Null is all, '' those without one. */
  readonly format: string | null
  readonly search: string
  /** What the last verification said; null is all. */
  readonly proof: ObjectProof | null
  readonly order: { readonly column: LedgerOrder; readonly descending: boolean } | null
  /** The object whose details are open. */
  readonly open: number | null
}

const everything: LedgerState = {
  tab: 'objects',
  state: null,
  format: null,
  search: '',
  proof: null,
  order: null,
  open: null,
}

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

/** Opens the last verification of the case. */
export function showProof(): void {
  useLedger.setState({ tab: 'proof' })
  go('evidence')
}

/** For a case just opened. */
export function forgetLedger(): void {
  useLedger.setState(everything)
}
