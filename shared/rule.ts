/** Levels of Sigma, least first. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Level = (typeof levels)[number]

/** What a rule says about itself, as it is shown, listed and kept with its findings. Texts are the author's: shown as text, never as markup. */
export interface RuleInfo {
  /** What findings and references hang on: the id, or title:… where a rule has none. */
  readonly key: string
  readonly id: string | null
  readonly name: string | null
  readonly title: string
  /** Hits of one event, or a pattern over several. */
  readonly kind: 'event' | 'correlation'
  readonly level: Level
  readonly status: string | null
  readonly description: string | null
  readonly author: string | null
  readonly license: string | null
  readonly date: string | null
  readonly modified: string | null
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  /** As written: attack.t1098, cve.…. */
  readonly tags: readonly string[]
  /** ATT&CK tactics as Sigma names them (defense-evasion) and techniques (T1098.003). */
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
  /** Names that `group:` finds it by: those of its log source, of its `groups` and of its tags. */
  readonly groups: readonly string[]
  /** Ids of the Wazuh rules that it stands for. */
  readonly wazuh: readonly string[]
  /** Questions to open next. */
  readonly next: readonly string[]
  /** The formats of events that it looks at. */
  readonly formats: readonly string[]
  readonly file: string
  /** The document of the rule file, as written, and its SHA-256: the version of the rule. */
  readonly text: string
  readonly hash: string
  /** false: it is there for correlations only and makes no findings of its own. */
  readonly reported: boolean
  /** Of a correlation: the keys of the rules of single events that it is made of. */
  readonly bases: readonly string[]
  /** Titles of the filters that narrow it, or the rules beneath it, whose text follows theirs. Not there in findings of older versions. */
  readonly filters?: readonly string[]
}

/** A rule that is not evaluated, and why: never half of it. */
export interface Refused {
  readonly file: string
  /** Where in the file it stands, from 1; not there for a file that is not read at all. */
  readonly line?: number
  readonly id: string | null
  readonly title: string | null
  readonly reason: string
}

/** A rule that loads and that cannot find anything, or says something else than was meant. */
export interface Remark {
  readonly file: string
  readonly id: string | null
  readonly title: string
  readonly remark: string
}

/** An example of a rule file that did not come out as it should. */
export interface FailedExample {
  readonly file: string
  readonly rule: string
  /** Which: hits[0], misses[2], …. */
  readonly example: string
  readonly expected: 'hit' | 'miss'
  readonly got: 'hit' | 'miss' | 'error'
  /** What went wrong, for an error. */
  readonly reason?: string
}

/** What `coldtrail rules test` prints. */
export interface RulesTested {
  readonly passed: number
  readonly failed: readonly FailedExample[]
  readonly refused: readonly Refused[]
}
