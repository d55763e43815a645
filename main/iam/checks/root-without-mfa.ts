import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'

export const rootWithoutMfa: Check = {
  id: 'root-without-mfa',
  title: 'The root user has no MFA',
  severity: 'critical',
  fix: 'register MFA for the root user',
  references: ['CIS v3.0 1.5', 'CIS v5.0 1.4', 'Security Hub IAM.9'],
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, hasMfa }) => isRoot && !hasMfa)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'its password alone opens the whole account',
      })),
}
