import type { IamCall } from '../../../shared/iam-state.ts'
import type { Slot } from './slot.ts'

type Fields = Readonly<Record<string, unknown>>

/** A successful call that changed something, as the log tells it. */
export interface IamEvent extends IamCall {
  readonly service: string
  /** The account that it happened in. */
  readonly account: string
  readonly request: Fields
  readonly response: Fields
  /** User that called, where it was one: calls without a user name mean it. */
  readonly caller: string | null
}

/** What an event does to one slot. */
export interface Write {
  readonly slot: Slot
  /** Null: it is not there any more. */
  readonly value: string | null
  /** What the event says of the time before it. */
  readonly was: 'absent' | 'present' | 'any'
}

/** Reads one action: what it writes, or why that cannot be told, as a sentence. An empty list: it changes nothing that is modelled. */
export type Reader = (event: IamEvent) => readonly Write[] | string

/** Readers by service:Action. */
export type Family = Readonly<Record<string, Reader>>
