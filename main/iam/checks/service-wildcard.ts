import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const serviceWildcard: Check = {
  id: 'service-wildcard',
  theme: 'rights',
  title: 'A policy allows every action of a service',
  severity: 'low',
  abuse: 'actions that delete, share or reconfigure come along with those that were meant',
  fix: 'allow the actions that are needed',
  references: ['Security Hub IAM.21', 'Cloudsplaining ServiceWildcard'],
  needs: details,
  look: ({ inventory }) =>
    hangingPolicies(inventory).flatMap(({ policy, holder }) =>
      freeStatements(policy)
        .filter(
          ({ actions }) =>
            actions?.not === false && actions.patterns.some((pattern) => /^[a-z0-9-]+:\*$/.test(pattern)),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} allows ${statement.actions?.patterns.filter((pattern) => /^[a-z0-9-]+:\*$/.test(pattern)).join(', ')} on every resource`,
        })),
    ),
}
