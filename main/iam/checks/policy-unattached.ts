import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const policyUnattached: Check = {
  id: 'policy-unattached',
  theme: 'unused',
  title: 'A policy hangs on nobody',
  severity: 'info',
  abuse: 'rights that wait for somebody are overlooked when they are used',
  fix: 'delete it',
  references: ['ScoutSuite iam-managed-policy-no-attachments'],
  needs: details,
  look: ({ inventory }) =>
    inventory.managed
      .filter(({ arn, attachments }) => attachments === 0 && arnParts(arn)[4] !== 'aws')
      .map(({ arn }) => ({ account: arnParts(arn)[4] ?? '', principal: arn, why: 'nobody has it' })),
}
