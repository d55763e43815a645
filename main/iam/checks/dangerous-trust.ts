import { aroundOf } from '../verdict/around.ts'
import { judgePolicy } from '../verdict/judge-policy.ts'
import type { Check } from './check.ts'

export const dangerousTrust: Check = {
  id: 'dangerous-trust',
  title: 'A role lets in more than it should',
  severity: 'medium',
  fix: 'name who may take the role on, and ask for what only they have',
  references: ['iam.md trust classes', 'Cloudsplaining AssumableByCrossAccountPrincipal'],
  look: (view) =>
    view.inventory.principals.flatMap(({ arn, account, trust }) => {
      if (trust === null || /:role\/aws-(?:service-role|reserved)\//.test(arn)) return []
      const { statements } = judgePolicy(trust, 'trust', aroundOf(view, account))
      return statements
        .filter(({ severity }) => severity !== 'info' && severity !== 'low')
        .map(({ index, sid, verdict, severity, why, principal }) => ({
          account,
          principal: arn,
          resource: principal,
          severity,
          statement: { policy: 'trust', sid, index, effect: 'Allow' as const },
          why: `${verdict}: ${why}`,
        }))
    }),
}
