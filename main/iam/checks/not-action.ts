import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const notAction: Check = {
  id: 'not-action',
  theme: 'rights',
  title: 'A policy allows everything but some actions',
  severity: 'medium',
  abuse: 'an action that AWS adds, or that was forgotten in the list, is allowed',
  fix: 'name what is allowed instead of what is not',
  references: ['ScoutSuite iam-managed-policy-allows-NotActions'],
  needs: details,
  look: ({ inventory }) =>
    hangingPolicies(inventory).flatMap(({ policy, holder }) =>
      freeStatements(policy)
        .filter(({ actions }) => actions?.not === true)
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} allows everything that is not in its NotAction, also services that come later`,
        })),
    ),
}
