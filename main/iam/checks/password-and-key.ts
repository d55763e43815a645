import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const passwordAndKey: Check = {
  id: 'password-and-key',
  theme: 'credentials',
  title: 'A user has a password and an access key',
  severity: 'low',
  abuse: 'one leak of either gives the same rights, and people and programs cannot be told apart in the logs',
  fix: 'give programs a role, and people a sign-in without keys',
  references: ['ScoutSuite iam-user-with-password-and-key'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(
        ({ isRoot, hasPassword, keys }) => !isRoot && hasPassword === true && keys.some(({ isActive }) => isActive),
      )
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'both a password and an access key are active',
      })),
}
