import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { resourcePolicies } from './needs.ts'

export const resourceForeign: Check = {
  id: 'resource-foreign',
  theme: 'resources',
  title: 'The policy of a resource lets an unknown account or organization in',
  severity: 'high',
  abuse: 'who controls that account uses the resource: intruders leave such a statement to keep reading',
  fix: 'find out whose account it is; remove it, or add the account to those that the case knows',
  references: ['Prowler s3_bucket_cross_account_access', 'Security Hub S3.6'],
  needs: resourcePolicies,
  look: (view) => exposedBy(view, 'resource', 'foreign-account', 'foreign-organization', 'vendor').map(hitOf),
}
