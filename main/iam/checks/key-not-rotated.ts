import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const keyNotRotated: Check = {
  id: 'key-not-rotated',
  theme: 'credentials',
  title: 'An access key is older than 90 days',
  severity: 'medium',
  abuse: 'a key that leaked years ago, in a repository or a backup, still works',
  fix: 'replace the key, or the user by a role',
  references: ['CIS v3.0 1.14', 'CIS v5.0 1.13', 'Security Hub IAM.3'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials.flatMap(({ arn, keys }) =>
      keys
        .filter(({ isActive, rotatedAt }) => isActive && (daysSince(rotatedAt, at) ?? 0) > 90)
        .map(({ slot, rotatedAt }) => ({
          account: arnParts(arn)[4] ?? '',
          principal: arn,
          why: `access key ${slot} is ${daysSince(rotatedAt, at)} days old`,
        })),
    ),
}
