import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Statement } from '../policy/document.ts'
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
  look: ({ inventory, actions: known }) =>
    hangingPolicies(inventory).flatMap(({ policy, holder }) =>
      freeStatements(policy)
        .filter((statement) => wholeServices(statement).length > 0)
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          actions: [...known.keys()].filter((action) => wholeServices(statement).includes(action.replace(/:.*/, ':*'))),
          why: `${policy.name} allows ${wholeServices(statement).join(', ')} on every resource`,
        })),
    ),
}

function wholeServices({ actions }: Statement): readonly string[] {
  return actions?.not === false ? actions.patterns.filter((pattern) => /^[a-z0-9-]+:\*$/.test(pattern)) : []
}
