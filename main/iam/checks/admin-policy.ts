import { byArn } from '../ability.ts'
import { isAdmin } from '../escalation/admin.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const adminPolicy: Check = {
  id: 'admin-policy',
  theme: 'rights',
  title: 'A policy allows everything',
  severity: 'high',
  abuse: 'whoever gets hold of one key or session of it owns the account: data, logs, and every other identity',
  fix: 'allow the actions and resources that are needed; what was used in the logs of the case shows which',
  references: ['CIS v3.0 1.16', 'CIS v5.0 1.15', 'Security Hub IAM.1'],
  needs: details,
  look: (view) =>
    hangingPolicies(view.inventory).flatMap(({ policy, holder }) => {
      const principal = byArn(view.inventory).get(holder.arn)
      const isLimited = principal !== undefined && !isAdmin(view, principal)
      return freeStatements(policy)
        .filter(
          ({ actions }) => actions?.not === false && actions.patterns.some((pattern) => /^\*(?::\*)?$/.test(pattern)),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          isEveryCall: true as const,
          ...(isLimited ? { severity: 'low' as const } : {}),
          why: `${policy.name} allows every action on every resource${isLimited ? '; other policies or a boundary take some of it away' : ''}`,
        }))
    }),
}
