import type { RuleInfo } from '../../shared/rule.ts'
import type { Comparison, Node } from './node.ts'
import type { WazuhRule } from './wazuh/wazuh-rule.ts'

/** A record as logged, for the examples of a rule. */
export type Example = Readonly<Record<string, unknown>>

/** `hits` and `misses` of a rule file: each one record, or several that belong together. */
export interface Examples {
  readonly hits: readonly (readonly Example[])[]
  readonly misses: readonly (readonly Example[])[]
}

/** Only when this combination of values was not seen in the days before. */
export interface FirstSeen {
  readonly fields: readonly string[]
  readonly days: number
}

/** Of a rule in the language of Wazuh: the rule as it is written, and what a person has to know about it here. */
export interface FromWazuh {
  readonly written: WazuhRule
  readonly notes: readonly string[]
}

export interface EventRule {
  readonly kind: 'event'
  readonly info: RuleInfo
  /** null: every format. */
  readonly formats: readonly string[] | null
  readonly detection: Node
  readonly firstSeen: FirstSeen | null
  readonly examples: Examples
  readonly wazuh?: FromWazuh
}

/** `value_median` is not among those of the specification 2.1; its reference implementation has it. */
export const correlationTypes = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
] as const
/** `preceded`: an event before which enough others happened. Sigma has no word for it, Wazuh does nothing else. */
export type CorrelationType = (typeof correlationTypes)[number] | 'preceded'

export interface Bound {
  readonly operator: Comparison | '<>'
  readonly value: number
}

export interface CorrelationRule {
  readonly kind: 'correlation'
  readonly info: RuleInfo
  readonly type: CorrelationType
  /** As written: id, name or title. */
  readonly references: readonly string[]
  readonly groupBy: readonly string[]
  /** For a name of groupBy: the field that each referenced rule has instead, by the reference as written. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly seconds: number
  readonly bounds: readonly Bound[]
  /** Of temporal, instead of bounds: which of the rules have to happen; a leaf names a reference as written. */
  readonly combination?: Node
  /** Of value_percentile: which, above 0 and up to 100. */
  readonly percentile?: number
  /**
   * Whose distinct values value_count counts, of several the combinations; the one whose numbers the other value_… are made
   * of; of preceded: those that have to be others than those of the event that completes.
   */
  readonly valueFields: readonly string[]
  /** Whether the rules it refers to also report what they find alone. */
  readonly generate: boolean
  /** Of preceded: only events of the last rule complete a window, and they are not counted before others. */
  readonly completedByLast?: boolean
  readonly examples: Examples
  readonly wazuh?: FromWazuh
}

export type Rule = EventRule | CorrelationRule
