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
  /** ARN of a managed policy, name of an inline one. */
  readonly policy: string
  readonly sid: string | null
  /** Place in the document, from 0. */
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
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

/** Calls of the case by the principal of a finding with its actions. On what they acted is not compared: look at the events. */
export interface Used {
  readonly first: string | null
  readonly last: string | null
  readonly count: number
}

/** One weakness. */
export interface IamFinding {
  /** Id of the check, or of the method of the escalation. */
  readonly check: string
  readonly title: string
  readonly severity: IamSeverity
  readonly account: string
  /** ARN of the user, role, group, policy or resource that has it. */
  readonly principal: string
  /** What it reaches, where it reaches something. */
  readonly resource: string | null
  readonly statement: SaidBy | null
  readonly why: string
  readonly fix: string
  /** Sections of the CIS AWS Foundations Benchmark: v3.0 1.16, v5.0 1.15. */
  readonly references: readonly string[]
  readonly confidence: 'confirmed' | 'conditional' | 'potential' | 'latent'
  /** Null: not seen in the logs of the case. */
  readonly used: Used | null
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

/** When the logs of the case were written: "not used" is said of these days only. */
export interface LogDays {
  readonly first: string | null
  readonly last: string | null
  readonly events: number
}

export interface IamPaths {
  readonly findings: readonly IamPath[]
  /** Principals that may do everything already. */
  readonly admins: readonly string[]
  readonly principals: number
  readonly logs: LogDays
  readonly remarks: readonly string[]
}

export interface IamChecked {
  readonly findings: readonly IamFinding[]
  readonly checks: number
  readonly logs: LogDays
  readonly remarks: readonly string[]
}
