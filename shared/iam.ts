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
