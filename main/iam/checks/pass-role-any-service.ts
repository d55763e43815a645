import { canReally } from '../model/holder.ts'
import { hangingPolicies, said } from '../model/policies-of.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const passRoleAnyService: Check = {
  id: 'pass-role-any-service',
  theme: 'rights',
  title: 'A policy lets a role be passed to any service',
  severity: 'low',
  abuse: 'the role goes to a service that nobody thought of, which runs code with it where the role trusts it',
  fix: 'add "Condition": {"StringEquals": {"iam:PassedToService": "…"}}',
  references: ['AWS IAM User Guide: Grant a user permissions to pass a role to an AWS service'],
  needs: details,
  look: (view) =>
    hangingPolicies(view.inventory).flatMap((hanging) => {
      const { policy, holder } = hanging
      return policy.document.statements
        .filter(
          (statement) =>
            statement.effect === 'Allow' &&
            statement.actions?.not === false &&
            !statement.actions.patterns.includes('*') &&
            namesAction(statement, 'iam:PassRole') &&
            !statement.tests.some(({ key }) => key.toLowerCase() === 'iam:passedtoservice') &&
            !(statement.resources?.patterns.includes('*') ?? true) &&
            canReally(view, hanging, 'iam:PassRole'),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} does not say which service may get ${statement.resources?.patterns.slice(0, 3).join(', ')}`,
        }))
    }),
}
