import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const rootUsed: Check = {
  id: 'root-used',
  theme: 'root',
  title: 'The root user was used within 90 days',
  severity: 'high',
  abuse: 'nothing within the account limits what a session of the root user does',
  fix: 'use roles for daily work, and the root user only for what nothing else can do',
  references: ['CIS v3.0 1.7', 'CIS v5.0 1.6'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials
      .filter(({ isRoot }) => isRoot)
      .flatMap(({ arn, passwordUsedAt, keys }) => {
        const used =
          [passwordUsedAt, ...keys.map((key) => key.usedAt)]
            .filter((time) => time !== null)
            .sort()
            .at(-1) ?? null
        const days = daysSince(used, at)
        if (days === null || days > 90) return []
        return [
          { account: arnParts(arn)[4] ?? '', principal: arn, isEveryCall: true as const, why: `last used ${used}` },
        ]
      }),
}
