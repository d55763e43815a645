import type { Check } from './check.ts'
import { details } from './needs.ts'

export const inlinePolicy: Check = {
  id: 'inline-policy',
  theme: 'rights',
  title: 'A policy is written into an identity',
  severity: 'low',
  abuse: 'rights that no inventory of managed policies shows are a good place to leave some',
  fix: 'make it a managed policy: those have versions, and are seen in one place',
  references: ['ScoutSuite iam-role-with-inline-policies'],
  needs: details,
  look: ({ inventory }) =>
    [...inventory.principals, ...inventory.groups]
      .filter(({ inline }) => inline.length > 0)
      .map(({ arn, account, inline }) => ({
        account,
        principal: arn,
        why: `${inline.map(({ name }) => name).join(', ')} ${inline.length === 1 ? 'stands' : 'stand'} in the identity itself`,
      })),
}
