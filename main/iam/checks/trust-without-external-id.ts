import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustWithoutExternalId: Check = {
  id: 'trust-without-external-id',
  theme: 'trust',
  title: 'A role lets a vendor in without an external id',
  severity: 'medium',
  abuse: 'another customer of the vendor gives it the ARN of this role as his own, and the vendor works here for him',
  fix: 'add "Condition": {"StringEquals": {"sts:ExternalId": "…"}} with the value that the vendor gave for this account',
  references: ['ScoutSuite iam-assume-role-lacks-external-id-and-mfa'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'vendor').map(hitOf),
}
