import type { Check } from './check.ts'
import { details } from './needs.ts'

export const groupEmpty: Check = {
  id: 'group-empty',
  theme: 'unused',
  title: 'A group has no users',
  severity: 'info',
  abuse: 'rights that wait for somebody are overlooked when a user is added',
  fix: 'delete the group',
  references: ['ScoutSuite iam-group-with-no-users'],
  needs: details,
  look: ({ inventory }) =>
    inventory.groups
      .filter(({ arn }) => !inventory.principals.some(({ groups }) => groups.some((group) => group.arn === arn)))
      .map(({ arn, account }) => ({ account, principal: arn, why: 'no user is in it' })),
}
