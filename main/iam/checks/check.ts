import type { IamFinding, IamSeverity, IamTheme, SaidBy } from '../../../shared/iam.ts'
import type { World } from '../ability.ts'
import type { Need } from './needs.ts'

/** What a check looks at. */
export interface View extends World {
  /** Accounts that the case calls its own. */
  readonly ours: readonly string[]
  /** Names of the accounts that the case calls its partners'. */
  readonly partners: Readonly<Record<string, string>>
}

/** One weakness that a check found. */
export interface Hit {
  readonly account: string
  /** ARN of who or what has it. */
  readonly principal: string
  readonly resource?: string
  readonly statement?: SaidBy
  readonly why: string
  /** Where these differ from those of the check. */
  readonly severity?: IamSeverity
  readonly fix?: string
  readonly confidence?: IamFinding['confidence']
  /** IAM actions whose calls by the principal are its use. */
  readonly actions?: readonly string[]
  /** Every call of the principal is its use. */
  readonly isEveryCall?: true
  /** It is one because AWS knows of no use in so many days: a call in the logs of the case within them says otherwise. */
  readonly unusedFor?: number
  /** Whom a trust lets in, as its statement says it: whoever of them takes on the role uses it. */
  readonly letsIn?: string
}

/** One test of identities and policies. */
export interface Check {
  readonly id: string
  readonly theme: IamTheme
  readonly title: string
  readonly severity: IamSeverity
  /** How somebody would make use of it. */
  readonly abuse: string
  /** What makes it safe. */
  readonly fix: string
  readonly references: readonly string[]
  /** Evidence without which its silence says nothing. */
  readonly needs: Need
  /** Yields undefined where others may have a turn. */
  look(view: View): Iterable<Hit | undefined>
}
