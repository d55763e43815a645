import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const rootAccessKey: Check = {
  id: 'root-access-key',
  theme: 'root',
  title: 'The root user has an access key',
  severity: 'critical',
  abuse: 'with the key everything can be done in the account, and no policy within it can forbid that',
  fix: 'delete the access keys of the root user',
  references: ['CIS v3.0 1.4', 'CIS v5.0 1.3', 'Security Hub IAM.4'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, keys }) => isRoot && keys.some(({ isActive }) => isActive))
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'a key of the root user is active, and nothing limits what it may do',
      })),
}
