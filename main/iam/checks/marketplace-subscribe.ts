import type { Check } from './check.ts'
import { grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const marketplaceSubscribe: Check = {
  id: 'marketplace-subscribe',
  theme: 'rights',
  title: 'A policy allows subscriptions in AWS Marketplace',
  severity: 'medium',
  abuse: 'software of strangers is bought and run on the account',
  fix: 'leave aws-marketplace:Subscribe to few',
  references: ['Prowler iam_policy_no_wildcard_marketplace_subscribe'],
  needs: details,
  look: (view) => grantsOf(view, ['aws-marketplace:subscribe'], 'software can be bought'),
}
