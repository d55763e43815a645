import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const consoleWithoutMfa: Check = {
  id: 'console-without-mfa',
  theme: 'credentials',
  title: 'A user with a password has no MFA',
  severity: 'high',
  abuse: 'a password that was guessed, reused or phished is enough to sign in',
  fix: 'register MFA for the user, or take the password away',
  references: ['CIS v3.0 1.10', 'CIS v5.0 1.9', 'Security Hub IAM.5'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, hasPassword, hasMfa }) => !isRoot && hasPassword === true && !hasMfa)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'the password alone opens the console',
      })),
}
