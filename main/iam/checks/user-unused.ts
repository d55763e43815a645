import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

const unusedFor = 90

export const userUnused: Check = {
  id: 'user-unused',
  theme: 'unused',
  title: 'A user was not there for 90 days',
  severity: 'low',
  abuse: 'nobody notices when somebody else works under the name',
  fix: 'delete the user, or take its credentials away',
  references: ['Security Hub IAM.8', 'Access Analyzer UnusedIAMUserPassword'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials.flatMap(({ isRoot, arn, createdAt, hasPassword, passwordUsedAt, keys }) => {
      const isEnabled = hasPassword === true || keys.some(({ isActive }) => isActive)
      const last = [createdAt, passwordUsedAt, ...keys.flatMap((key) => [key.rotatedAt, key.usedAt])]
        .filter((time) => time !== null)
        .sort()
        .at(-1)
      const days = daysSince(last ?? null, at)
      if (isRoot || !isEnabled || days === null || days <= unusedFor) return []
      return [
        {
          account: arnParts(arn)[4] ?? '',
          principal: arn,
          unusedFor,
          why: `nothing of it was made or used after ${last}`,
        },
      ]
    }),
}
