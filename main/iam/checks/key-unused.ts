import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const keyUnused: Check = {
  id: 'key-unused',
  theme: 'credentials',
  title: 'An access key was not used for 45 days',
  severity: 'medium',
  abuse: 'nobody notices when a key that nobody uses is used',
  fix: 'deactivate the key, and delete it later',
  references: ['CIS v3.0 1.12', 'CIS v5.0 1.11', 'Security Hub IAM.22'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials.flatMap(({ arn, keys }) =>
      keys
        .filter(({ isActive, usedAt, rotatedAt }) => isActive && (daysSince(usedAt ?? rotatedAt, at) ?? 0) > 45)
        .map(({ slot, rotatedAt }) => ({
          account: arnParts(arn)[4] ?? '',
          principal: arn,
          why: `access key ${slot}, made or rotated ${rotatedAt ?? 'at an unknown time'}, was not used for 45 days`,
        })),
    ),
}
