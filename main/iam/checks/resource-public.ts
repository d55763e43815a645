import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { resourcePolicies } from './needs.ts'

export const resourcePublic: Check = {
  id: 'resource-public',
  theme: 'resources',
  title: 'The policy of a resource lets anybody in',
  severity: 'critical',
  abuse: 'from anywhere, data are read or written, functions run, keys used: whatever the statement allows',
  fix: 'name the principals, or ask for aws:PrincipalOrgID; for buckets also turn Block Public Access on',
  references: [
    'Prowler …_not_publicly_accessible',
    'Security Hub S3.2',
    'Security Hub Lambda.1',
    'Security Hub KMS.5',
    'Security Hub SNS.4',
    'Security Hub SQS.3',
  ],
  needs: resourcePolicies,
  look: (view) => exposedBy(view, 'resource', 'public').map(hitOf),
}
