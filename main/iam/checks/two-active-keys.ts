import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'

export const twoActiveKeys: Check = {
  id: 'two-active-keys',
  title: 'A user has two active access keys',
  severity: 'medium',
  fix: 'keep two keys only while one replaces the other',
  references: ['CIS v3.0 1.13', 'CIS v5.0 1.12'],
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, keys }) => !isRoot && keys.filter(({ isActive }) => isActive).length === 2)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'the second key is one more to leak, and often the one that an intruder made',
      })),
}
