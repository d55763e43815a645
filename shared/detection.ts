import * as z from 'zod'
import type { Rows } from './rows.ts'
import { type FailedExample, type Level, levels, type Refused, type Remark, type RuleInfo } from './rule.ts'

/** What a detection run came to. */
export interface DetectResult {
  readonly rules: {
    readonly loaded: number
    readonly refused: readonly Refused[]
    /** Rules that can never find anything. */
    readonly dead: readonly {
      readonly file: string
      readonly id: string | null
      readonly title: string
      readonly reason: string
    }[]
    /** Rules that find so much that nobody will look: more than 1,000 events and more than 1 % of all. */
    readonly noisy: readonly { readonly rule: string; readonly title: string; readonly events: number }[]
  }
  /** Rules that found something, the gravest first. */
  readonly findings: readonly RuleFound[]
  /** Events that were looked at for the first time by at least one rule. */
  readonly looked: number
  readonly seconds: number
}

export interface RuleFound {
  /** The rule's id; its title where it has none. */
  readonly rule: string
  readonly title: string
  readonly level: Level
  /** Distinct matching rows, and how many of them suppressions hide. */
  readonly events: number
  readonly hidden: number
  /** Incidents of a correlation; 0 for rules of one event. */
  readonly incidents: number
  /** Detections: one for each principal in each account, or for each incident; and how many of them are open. */
  readonly detections: number
  readonly open: number
  readonly first: string | null
  readonly last: string | null
}

/** Open until a person dismisses it or suppressions hide all of its events. */
export const detectionStates = ['open', 'suppressed', 'dismissed'] as const
export type DetectionState = (typeof detectionStates)[number]

/** Which detections; what is null is not asked for. */
export const DetectionFilter = z.strictObject({
  levels: z.array(z.enum(levels)).max(5).nullable().default(null),
  states: z.array(z.enum(detectionStates)).max(3).nullable().default(['open']),
  rule: z.string().max(2000).nullable().default(null),
  tactic: z.string().max(100).nullable().default(null),
  principal: z.string().max(4096).nullable().default(null),
  account: z.string().max(64).nullable().default(null),
})
export type DetectionFilter = z.infer<typeof DetectionFilter>

/** Detections, rules and events under one value. */
export interface Found {
  readonly value: string | null
  readonly title: string
  readonly level: Level
  readonly detections: number
  readonly rules: number
  readonly events: number
}

export interface DetectionSummary {
  /** When rules last ran, and whether events came since; null: never. */
  readonly ranAt: string | null
  readonly isStale: boolean
  readonly levels: readonly Found[]
  readonly states: Readonly<Record<DetectionState, number>>
  /** The gravest first, at most 1,000 of each. */
  readonly rules: readonly Found[]
  readonly tactics: readonly Found[]
  readonly principals: readonly Found[]
  readonly accounts: readonly Found[]
  /** Events over time, one lane a tactic in the order of an attack: start and width in milliseconds, counts by bucket. */
  readonly start: number
  readonly width: number
  readonly lanes: readonly { readonly tactic: string; readonly counts: readonly number[] }[]
}

/** Where rules come from: folders and files beside the case's own, and whether Coldtrail's are among them. */
export interface RuleSources {
  readonly folders: readonly string[]
  readonly pack: boolean
  /** The folder of the case's own rules, and of those that come with Coldtrail. */
  readonly own: string
  readonly packFolder: string
}

export interface RuleList {
  readonly loaded: readonly (Omit<RuleInfo, 'text'> & {
    readonly dead: string | null
    /** What it found when it last ran; null: it has not run since it changed. */
    readonly events: number | null
    readonly detections: number | null
    readonly noisy: boolean
  })[]
  readonly refused: readonly Refused[]
  readonly remarks: readonly Remark[]
  /** Folders that are not there any more. */
  readonly missing: readonly string[]
}

/** What a rule text comes to. */
export interface TriedRule {
  readonly rules: readonly (Omit<RuleInfo, 'text'> & { readonly dead: string | null })[]
  readonly refused: readonly Refused[]
  readonly remarks: readonly Remark[]
  readonly passed: number
  readonly failed: readonly FailedExample[]
  /** What its reported rules find in the case now, with the events themselves as far as asked for. */
  readonly events: number
  readonly incidents: number
  readonly first: string | null
  readonly last: string | null
  readonly rows: Rows
  readonly milliseconds: number
}

/** What one rule found: of one principal in one account, or one incident of a correlation. */
export interface DetectionRow {
  readonly detection_id: number
  readonly rule: string
  readonly title: string
  readonly kind: 'event' | 'correlation'
  readonly level: Level
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
  readonly account: string | null
  readonly principal: string | null
  /** Values that the events of an incident share, as group-by names them. */
  readonly shared: readonly { readonly field: string; readonly value: string }[]
  readonly events: number
  readonly hidden: number
  readonly first: string | null
  readonly last: string | null
  readonly state: DetectionState
  readonly note: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** A finding that an event is part of. */
export interface Hit {
  readonly detection_id: number
  readonly rule: string
  readonly title: string
  readonly level: Level
}

/** Why an event is there: a test of the rule that holds for it, and the values that it holds for. */
export interface Matched {
  readonly field: string
  readonly test: string
  readonly values: readonly string[]
}

export interface DetectionDetail extends DetectionRow {
  /** The rule as it was when it found this. */
  readonly info: RuleInfo
  /** Its events in the order of time, each with what matched; the first columns are object_id and ordinal. */
  readonly rows: Rows
  readonly matched: readonly (readonly Matched[])[]
  /** What the rule says of each of them, where its title names fields; null: the title says it. */
  readonly said: readonly (string | null)[]
  /** Which rows suppressions hide. */
  readonly hiddenRows: readonly boolean[]
}

export interface Suppression {
  readonly suppression_id: number
  /** The rule whose events it hides; null: those of every rule. */
  readonly rule: string | null
  readonly title: string | null
  /** Which events: a search. */
  readonly search: string
  readonly note: string
  readonly by: string
  readonly at: string
  readonly events: number
}

/** What a suppression would hide, or hides. */
export interface SuppressionPreview {
  readonly events: number
  /** Detections that it hides in part, and whole. */
  readonly detections: number
  readonly whole: number
  readonly rules: readonly {
    readonly rule: string
    readonly title: string
    readonly level: Level
    readonly events: number
    readonly detections: number
  }[]
  /** The events themselves, at most those asked for. */
  readonly rows: Rows
}
