import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const rootWithoutMfa: Check = {
  id: 'root-without-mfa',
  theme: 'root',
  title: 'The root user has no MFA',
  severity: 'critical',
  abuse: 'the password, or the mailbox that can reset it, opens everything',
  fix: 'register MFA for the root user',
  references: ['CIS v3.0 1.5', 'CIS v5.0 1.4', 'Security Hub IAM.9'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, hasMfa }) => isRoot && !hasMfa)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'its password alone opens the whole account',
      })),
}
