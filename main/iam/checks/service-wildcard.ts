import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Check } from './check.ts'

export const serviceWildcard: Check = {
  id: 'service-wildcard',
  title: 'A policy allows every action of a service',
  severity: 'low',
  fix: 'allow the actions that are needed',
  references: ['Security Hub IAM.21', 'Cloudsplaining ServiceWildcard'],
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
