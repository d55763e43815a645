import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'

export const consoleWithoutMfa: Check = {
  id: 'console-without-mfa',
  title: 'A user with a password has no MFA',
  severity: 'high',
  fix: 'register MFA for the user, or take the password away',
  references: ['CIS v3.0 1.10', 'CIS v5.0 1.9', 'Security Hub IAM.5'],
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, hasPassword, hasMfa }) => !isRoot && hasPassword === true && !hasMfa)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'the password alone opens the console',
      })),
}
