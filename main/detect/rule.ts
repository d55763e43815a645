import type { RuleInfo } from '../../shared/rule.ts'
import type { Comparison, Node } from './node.ts'

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

export interface EventRule {
  readonly kind: 'event'
  readonly info: RuleInfo
  /** null: every format. */
  readonly formats: readonly string[] | null
  readonly detection: Node
  readonly firstSeen: FirstSeen | null
  readonly examples: Examples
}

export const correlationTypes = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const
export type CorrelationType = (typeof correlationTypes)[number]

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
  /** Whose distinct values value_count counts. */
  readonly valueField: string | null
  /** Whether the rules it refers to also report what they find alone. */
  readonly generate: boolean
  readonly examples: Examples
}

export type Rule = EventRule | CorrelationRule
