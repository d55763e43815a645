import { canReally } from '../model/holder.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const assumeAnyRole: Check = {
  id: 'assume-any-role',
  theme: 'rights',
  title: 'A policy lets any role be taken on',
  severity: 'medium',
  abuse: 'the holder goes through the roles of the account, and takes on the strongest that trusts it',
  fix: 'name the roles',
  references: ['Prowler iam_no_custom_policy_permissive_role_assumption'],
  needs: details,
  look: (view) =>
    hangingPolicies(view.inventory).flatMap((hanging) => {
      const { policy, holder } = hanging
      if (!canReally(view, hanging, 'sts:AssumeRole')) return []
      return freeStatements(policy)
        .filter(
          (statement) =>
            statement.actions?.not === false &&
            !statement.actions.patterns.includes('*') &&
            namesAction(statement, 'sts:AssumeRole'),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} allows sts:AssumeRole on every role that trusts the account`,
          actions: ['sts:AssumeRole'],
        }))
    }),
}
