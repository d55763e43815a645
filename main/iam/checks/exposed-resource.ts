import { arnParts } from '../policy/wildcard.ts'
import { aroundOf } from '../verdict/around.ts'
import { judgePolicy } from '../verdict/judge-policy.ts'
import { kindOf } from '../verdict/kinds.ts'
import type { Check } from './check.ts'

export const exposedResource: Check = {
  id: 'exposed-resource',
  title: 'The policy of a resource lets in more than it should',
  severity: 'medium',
  fix: 'name who may use the resource',
  references: ['Prowler …_not_publicly_accessible', 'Security Hub S3.6'],
  look: (view) =>
    [...view.inventory.resources].flatMap(([arn, policies]) => {
      const [, , service = '', , account = ''] = arnParts(arn)
      return policies.flatMap(({ document }) =>
        judgePolicy(document, kindOf(service) ?? 'other', aroundOf(view, account))
          .statements.filter(({ severity }) => severity !== 'info' && severity !== 'low')
          .map(({ index, sid, verdict, severity, why, principal }) => ({
            account,
            principal: arn,
            resource: principal,
            severity,
            statement: { policy: arn, sid, index, effect: 'Allow' as const },
            why: `${verdict}: ${why}`,
          })),
      )
    }),
}
