import { daysSince } from '../model/days.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const passwordUnused: Check = {
  id: 'password-unused',
  theme: 'credentials',
  title: 'A password was not used for 45 days',
  severity: 'medium',
  abuse: 'nobody notices when a password that nobody uses is used',
  fix: 'take the password away',
  references: ['CIS v3.0 1.12', 'CIS v5.0 1.11'],
  needs: report,
  look: ({ inventory, at }) =>
    inventory.credentials
      .filter(({ hasPassword, passwordUsedAt, passwordChangedAt }) => {
        const days = daysSince(passwordUsedAt ?? passwordChangedAt, at)
        return hasPassword === true && days !== null && days > 45
      })
      .map(({ arn, passwordUsedAt }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: passwordUsedAt === null ? 'it was never used' : `last used ${passwordUsedAt}`,
      })),
}
