import { canReally } from '../model/holder.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'

export const assumeAnyRole: Check = {
  id: 'assume-any-role',
  title: 'A policy lets any role be taken on',
  severity: 'medium',
  fix: 'name the roles',
  references: ['Prowler iam_no_custom_policy_permissive_role_assumption'],
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
