import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const longLivedKeyUsed: Check = {
  id: 'long-lived-key-used',
  theme: 'credentials',
  title: 'A user works with a key that never ends',
  severity: 'low',
  abuse: 'a key in a file, an environment or a repository works for whoever reads it, until somebody deletes it',
  fix: 'use a role, or sign in through the identity provider',
  references: ['Prowler iam_user_with_temporary_credentials'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials.flatMap(({ isRoot, arn, keys }) =>
      keys
        .filter(
          ({ isActive, usedAt, usedFor }) =>
            !isRoot && isActive && (daysSince(usedAt, at) ?? 90) < 90 && !/^(?:iam|sts|)$/.test(usedFor ?? ''),
        )
        .map(({ slot, usedFor, usedAt }) => ({
          account: arnParts(arn)[4] ?? '',
          principal: arn,
          why: `access key ${slot} was used for ${usedFor} at ${usedAt}`,
        })),
    ),
}
