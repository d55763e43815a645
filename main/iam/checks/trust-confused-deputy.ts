import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustConfusedDeputy: Check = {
  id: 'trust-confused-deputy',
  theme: 'trust',
  title: 'A role lets a service in for any account',
  severity: 'medium',
  abuse: 'somebody has the service, in his own account, use this role',
  fix: 'add the condition',
  references: ['Prowler iam_role_cross_service_confused_deputy_prevention'],
  needs: details,
  look: (view) =>
    exposedBy(view, 'trust', 'confused-deputy').map((each) => ({
      ...hitOf(each),
      fix: `add "Condition": {"StringEquals": {"aws:SourceAccount": "${each.account}"}}, or better aws:SourceArn with the one resource`,
    })),
}
