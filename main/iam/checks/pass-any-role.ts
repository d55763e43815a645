import { canReally } from '../model/holder.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const passAnyRole: Check = {
  id: 'pass-any-role',
  theme: 'rights',
  title: 'A policy lets any role be passed',
  severity: 'high',
  abuse:
    "the strongest role of the account is handed to a service that runs the holder's code, and its credentials are read from there",
  fix: 'name the roles, and the service with iam:PassedToService',
  references: ['Rhino PassRole', 'Cloudsplaining PrivilegeEscalation'],
  needs: details,
  *look(view) {
    for (const hanging of hangingPolicies(view.inventory)) {
      const { policy, holder } = hanging
      yield
      if (!canReally(view, hanging, 'iam:PassRole')) continue
      for (const statement of freeStatements(policy)) {
        const { actions } = statement
        if (actions?.not !== false || actions.patterns.includes('*') || !namesAction(statement, 'iam:PassRole'))
          continue
        yield {
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} allows iam:PassRole on every role: with a service that runs code, its rights are those of the strongest role`,
        }
      }
    }
  },
}
