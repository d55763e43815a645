import type { SaidBy } from '../../../shared/iam.ts'
import type { Statement } from '../policy/document.ts'
import { linesOf } from '../policy/printed.ts'
import type { Policy } from '../policy/statement.ts'
import type { Inventory } from './inventory.ts'

/** A policy where it hangs. */
export interface Hanging {
  readonly policy: Policy
  readonly holder: { readonly arn: string; readonly account: string }
  readonly isInline: boolean
}

/** Every identity policy by who has it: users, roles and groups. */
export function hangingPolicies({ principals, groups }: Inventory): readonly Hanging[] {
  return [...principals, ...groups].flatMap((holder) => [
    ...holder.inline.map((policy) => ({ policy, holder, isInline: true })),
    ...holder.attached.map((policy) => ({ policy, holder, isInline: false })),
  ])
}

/** Statements that allow without a condition, on every resource. */
export function freeStatements({ document }: Policy): readonly Statement[] {
  return document.statements.filter(
    ({ effect, tests, resources }) =>
      effect === 'Allow' && tests.length === 0 && resources?.not === false && resources.patterns.includes('*'),
  )
}

/** A statement as it travels. */
export function said(policy: Policy, { sid, index, effect }: Statement): SaidBy {
  const { arn, name, holder = null, document } = policy
  return { policy: arn ?? name, holder, sid, index, effect, lines: linesOf(document, index) }
}
