import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const twoActiveKeys: Check = {
  id: 'two-active-keys',
  theme: 'credentials',
  title: 'A user has two active access keys',
  severity: 'medium',
  abuse: 'an intruder makes a second key beside the first, and comes back with it after the first was replaced',
  fix: 'keep two keys only while one replaces the other',
  references: ['CIS v3.0 1.13', 'CIS v5.0 1.12'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, keys }) => !isRoot && keys.filter(({ isActive }) => isActive).length === 2)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'the second key is one more to leak, and often the one that an intruder made',
      })),
}
