/** How bad a weakness of identities or policies is, the worst first. */
export const iamSeverities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type IamSeverity = (typeof iamSeverities)[number]

/** What one statement of a policy lets one principal do, in a class. */
export interface StatementVerdict {
  /** Place in the document, from 0, and its line in the file where that is known. */
  readonly index: number
  readonly line: number | null
  readonly sid: string | null
  readonly principal: string
  readonly verdict: string
  readonly severity: IamSeverity
  readonly why: string
}

/** Whom a trust or resource policy lets in. */
export interface PolicyVerdict {
  readonly verdict: string
  readonly severity: IamSeverity
  readonly why: string
  readonly statements: readonly StatementVerdict[]
  /** What of the document could not be understood. */
  readonly problems: readonly string[]
}

/** A statement by where it stands. */
export interface SaidBy {
  /** ARN of a managed policy, name of an inline one, `trust`, or the ARN of the resource that the policy hangs on. */
  readonly policy: string
  /** Whose inline policy, trust or resource policy it is; null of a managed policy. */
  readonly holder: string | null
  readonly sid: string | null
  /** Place in the document, from 0. */
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
  /** First and last line, from 1, in the document as the Api's iamPolicy prints it: two spaces of indentation. */
  readonly lines: readonly [number, number] | null
}

/** A policy document, printed as the lines of a statement count. */
export interface PolicyText {
  readonly policy: string
  readonly holder: string | null
  readonly text: string
  /** What of it could not be understood, and is not counted. */
  readonly problems: readonly string[]
}

/** What one principal may do. */
export interface Actor {
  readonly principal: string
  readonly kind: 'user' | 'role'
  readonly result: 'allowed' | 'allowed-if' | 'denied'
  /** What has to hold when it is allowed-if. */
  readonly when: readonly string[]
  readonly why: string
  readonly statements: readonly SaidBy[]
}

export interface WhoCan {
  readonly action: string
  readonly resource: string
  readonly principals: readonly Actor[]
  /** What is missing in the evidence. */
  readonly remarks: readonly string[]
}

/** Calls of the case that were not refused, by a principal, with one of some actions; on the resource, where they name one. */
export interface Used {
  readonly first: string | null
  readonly last: string | null
  readonly count: number
  /** ARNs of who called: the user itself, or sessions of the role. At most 20. */
  readonly sessions: readonly string[]
  /** Addresses and services that the calls came from. At most 20. */
  readonly ips: readonly string[]
}

/** What a finding is about, for grouping. */
export const iamThemes = [
  'root',
  'credentials',
  'rights',
  'escalation',
  'trust',
  'resources',
  'unused',
  'organization',
] as const
export type IamTheme = (typeof iamThemes)[number]

/** One weakness. */
export interface IamFinding {
  /** Id of the check, or of the method of the escalation. */
  readonly check: string
  readonly theme: IamTheme
  readonly title: string
  readonly severity: IamSeverity
  /** Twelve digits; empty where the evidence does not say. */
  readonly account: string
  /** ARN of the user, role, group, policy or resource that has it. */
  readonly principal: string
  /** What it reaches, where it reaches something. */
  readonly resource: string | null
  readonly statement: SaidBy | null
  readonly why: string
  /** How somebody would make use of it. */
  readonly abuse: string
  /** What to do, and where it is a policy, what would be left of it. */
  readonly fix: string
  /** Sections of benchmarks and names of the same check elsewhere: CIS v3.0 1.16, CIS v5.0 1.15, Security Hub IAM.1. */
  readonly references: readonly string[]
  readonly confidence: 'confirmed' | 'conditional' | 'potential' | 'latent'
  /** Null: not seen in the logs of the case. */
  readonly used: Used | null
  /** Whether there are calls that would be its use; when false `used` is null and says nothing. */
  readonly isJoined: boolean
}

/** What tells a finding or a way from others of the same case, whenever they are judged. */
export function iamKey({ check, principal, resource, statement }: IamFinding): string {
  return JSON.stringify([check, principal, resource, statement?.policy ?? null, statement?.index ?? null])
}

/** One step of an escalation. */
export interface Hop {
  readonly method: string
  readonly from: string
  /** Whom it yields; null: the same principal with more rights, or no identity. */
  readonly to: string | null
  readonly resource: string
  readonly actions: readonly string[]
  readonly confidence: IamFinding['confidence']
  readonly when: readonly string[]
  readonly statements: readonly SaidBy[]
  readonly used: Used | null
}

export interface IamPath extends IamFinding {
  /** Whether it ends with every right. */
  readonly toAdmin: boolean
  readonly hops: readonly Hop[]
  /** Other first steps of the principal that end there too. */
  readonly others: number
}

/** What the logs of the case cover: "not used" is said of these days, accounts and regions only. */
export interface LogDays {
  readonly first: string | null
  readonly last: string | null
  readonly events: number
  readonly accounts: readonly string[]
  readonly regions: readonly string[]
  /** Whether reading and writing of objects, invocations and the like are logged at all. */
  readonly hasDataEvents: boolean
}

export interface IamPaths {
  readonly findings: readonly IamPath[]
  /** The time that was asked for, else that of the newest picture or event: ages and last use are judged at it. Null without one. */
  readonly asOf: string | null
  /** Principals that may do everything already. */
  readonly admins: readonly string[]
  readonly principals: number
  readonly logs: LogDays
  readonly remarks: readonly string[]
}

/** What another tool found: shown beside ours, never mixed into our verdicts. */
export interface ExternalFinding {
  /** Who says so: Prowler, Security Hub, IAM Access Analyzer, or the product that a finding names. */
  readonly source: string
  /** Its name of the check or kind of finding. */
  readonly check: string
  readonly title: string
  readonly severity: IamSeverity
  /** Whether the tool says that something is wrong, that all is well, or neither. */
  readonly status: 'fail' | 'pass' | 'other'
  readonly account: string
  /** ARN or id of what it speaks of. */
  readonly resource: string
  readonly text: string
  /** ISO 8601 UTC, where it says when. */
  readonly time: string | null
  /** Our checks that found something about the same thing. */
  readonly ours: readonly string[]
}

/** A check that could not look: its silence says nothing. */
export interface Unanswered {
  readonly check: string
  readonly title: string
  /** What would have to be in the case. */
  readonly needs: string
}

/** A section of the CIS AWS Foundations Benchmark, as far as this evidence answers it. */
export interface CisSection {
  readonly version: 'v3.0' | 'v5.0'
  readonly section: string
  readonly title: string
  /** Ours that answer it; none where nothing in evidence of this kind could. */
  readonly checks: readonly string[]
  readonly result: 'found' | 'nothing-found' | 'cannot-say'
  readonly findings: number
  /** Why it cannot be said. */
  readonly why: string | null
}

export interface IamChecked {
  readonly findings: readonly IamFinding[]
  /** The time that was asked for, else that of the newest picture or event: ages and last use are judged at it. Null without one. */
  readonly asOf: string | null
  readonly external: readonly ExternalFinding[]
  readonly unanswered: readonly Unanswered[]
  readonly cis: readonly CisSection[]
  readonly checks: number
  readonly logs: LogDays
  readonly remarks: readonly string[]
}
