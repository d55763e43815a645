import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'

export const rootAccessKey: Check = {
  id: 'root-access-key',
  title: 'The root user has an access key',
  severity: 'critical',
  fix: 'delete the access keys of the root user',
  references: ['CIS v3.0 1.4', 'CIS v5.0 1.3', 'Security Hub IAM.4'],
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, keys }) => isRoot && keys.some(({ isActive }) => isActive))
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'a key of the root user is active, and nothing limits what it may do',
      })),
}
