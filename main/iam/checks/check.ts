import type { IamSeverity, SaidBy } from '../../../shared/iam.ts'
import type { World } from '../ability.ts'

/** What a check looks at. */
export interface View extends World {
  /** Accounts that the case calls its own or its partners'. */
  readonly ours: readonly string[]
}

/** One weakness that a check found. */
export interface Hit {
  readonly account: string
  /** ARN of who or what has it. */
  readonly principal: string
  readonly resource?: string
  readonly statement?: SaidBy
  readonly why: string
  /** Where it differs from that of the check. */
  readonly severity?: IamSeverity
  /** IAM actions whose calls by the principal are its use. */
  readonly actions?: readonly string[]
}

/** One test of identities and policies. */
export interface Check {
  readonly id: string
  readonly title: string
  readonly severity: IamSeverity
  /** What makes it safe. */
  readonly fix: string
  readonly references: readonly string[]
  look(view: View): readonly Hit[]
}
