import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const keyNeverUsed: Check = {
  id: 'key-never-used',
  theme: 'credentials',
  title: 'A user of the console has an access key that was never used',
  severity: 'low',
  abuse: 'a key that nobody waits for is not missed when somebody else uses it',
  fix: 'delete the key',
  references: ['CIS v3.0 1.11', 'CIS v5.0 1.10', 'Prowler iam_user_no_setup_initial_access_key'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(
        ({ isRoot, hasPassword, keys }) =>
          !isRoot && hasPassword === true && keys.some(({ isActive, usedAt }) => isActive && usedAt === null),
      )
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'an access key is active that was never used, beside a password',
      })),
}
