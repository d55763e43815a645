import type { Node } from '../node.ts'
import type { Asked } from './dialects.ts'

/** A rule of Wazuh as it is written, before it has its place in the tree. */
export interface WazuhRule {
  readonly file: string
  readonly line: number
  /** The rule as it is written, within its group. */
  readonly text: string
  readonly id: string
  readonly level: number
  readonly title: string
  readonly groups: readonly string[]
  readonly mitre: readonly string[]
  readonly references: readonly string[]
  readonly overwrite: boolean
  /** What it stands below; null: it is a root, or stands below what it counts. */
  readonly below: Named | null
  /** What it asks of one event. */
  readonly tests: readonly Node[]
  readonly lists: readonly ListTest[]
  readonly counted: Counted | null
  /** What is different from the original in this rule. */
  readonly notes: readonly string[]
}

/** Rules by their ids, or all those of a group. */
export type Named =
  | { readonly by: 'id'; readonly ids: readonly string[] }
  | { readonly by: 'group'; readonly group: string }

/** A field whose value is looked up in a list. */
export interface ListTest {
  readonly field: string
  readonly list: string
  readonly lookup: 'key' | 'value' | 'address'
  readonly negated: boolean
  /** Of a lookup by value: what the value of the key has to be. */
  readonly value: Asked | null
}

/** An event completes a window when enough of others came before it. */
export interface Counted {
  readonly of: Named
  /** How many there have to be, the one that completes them among them. */
  readonly events: number
  readonly seconds: number
  readonly sameFields: readonly string[]
  readonly differentField: string | null
}
