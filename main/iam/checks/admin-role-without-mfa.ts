import { isAdmin } from '../escalation/admin.ts'
import { linesOf } from '../policy/printed.ts'
import { aroundOf } from '../verdict/around.ts'
import { judgePolicy } from '../verdict/judge-policy.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const adminRoleWithoutMfa: Check = {
  id: 'admin-role-without-mfa',
  theme: 'trust',
  title: 'A role that may do everything asks for no MFA',
  severity: 'medium',
  abuse: 'a stolen key of a user who may take the role on is the whole account',
  fix: 'add "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}} where people take it on',
  references: ['ScoutSuite iam-assume-role-no-mfa'],
  needs: details,
  look: (view) =>
    view.inventory.principals.flatMap((principal) => {
      const { arn, account, trust } = principal
      if (trust === null || /:role\/aws-(?:service-role|reserved)\//.test(arn) || !isAdmin(view, principal)) return []
      return judgePolicy(trust, 'trust', aroundOf(view, account))
        .statements.filter(
          ({ index, verdict, principal: named }) =>
            /^(?:own-account-delegated|single-principal)/.test(verdict) &&
            !named.includes(':role/') &&
            !trust.statements.some(
              (statement) =>
                (statement.index === index || statement.effect === 'Deny') &&
                statement.tests.some(({ key }) => /^aws:multifactorauth/i.test(key)),
            ),
        )
        .map(({ index, sid, principal: named }) => ({
          account,
          principal: arn,
          resource: named,
          statement: {
            policy: 'trust',
            holder: arn,
            sid,
            index,
            effect: 'Allow' as const,
            lines: linesOf(trust, index),
          },
          why: `${named} takes it on without a second factor`,
        }))
    }),
}
