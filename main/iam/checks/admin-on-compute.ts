import { isAdmin } from '../escalation/admin.ts'
import { linesOf } from '../policy/printed.ts'
import { aroundOf } from '../verdict/around.ts'
import { judgePolicy } from '../verdict/judge-policy.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const adminOnCompute: Check = {
  id: 'admin-on-compute',
  theme: 'rights',
  title: 'A role that may do everything runs code',
  severity: 'high',
  abuse: 'whoever gets to run something there, or reads its metadata, has the whole account',
  fix: 'give the role what its program needs; what was used in the logs of the case shows that',
  references: ['PMapper admin instance profile', 'Cloudsplaining AssumableByComputeService'],
  needs: details,
  look: (view) =>
    view.inventory.principals.flatMap((principal) => {
      const { arn, account, trust } = principal
      if (trust === null || arn.includes(':role/aws-service-role/') || !isAdmin(view, principal)) return []
      return judgePolicy(trust, 'trust', aroundOf(view, account))
        .statements.filter(({ verdict }) => verdict === 'compute-service')
        .map(({ index, sid, principal: service }) => ({
          account,
          principal: arn,
          resource: service,
          statement: {
            policy: 'trust',
            holder: arn,
            sid,
            index,
            effect: 'Allow' as const,
            lines: linesOf(trust, index),
          },
          why: `${service} runs with a role that may do everything`,
        }))
    }),
}
