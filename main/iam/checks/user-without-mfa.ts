import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const userWithoutMfa: Check = {
  id: 'user-without-mfa',
  theme: 'credentials',
  title: 'A user with an access key has no MFA',
  severity: 'low',
  abuse: 'no policy can ask for a second factor, so the key alone is enough for everything',
  fix: 'register MFA, and ask for aws:MultiFactorAuthPresent where it matters; better: use a role',
  references: ['Security Hub IAM.19', 'ScoutSuite iam-user-without-mfa'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(
        ({ isRoot, hasMfa, hasPassword, keys }) =>
          !isRoot && !hasMfa && hasPassword !== true && keys.some(({ isActive }) => isActive),
      )
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'an access key is active, and there is no MFA',
      })),
}
