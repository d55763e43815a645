import type { Check } from './check.ts'
import { details } from './needs.ts'

export const userWithoutGroup: Check = {
  id: 'user-without-group',
  theme: 'rights',
  title: 'A user is in no group',
  severity: 'info',
  abuse: 'rights of single users are forgotten when people change their work',
  fix: 'give rights to groups or, better, to roles',
  references: ['ScoutSuite iam-user-not-in-common-group'],
  needs: details,
  look: ({ inventory }) =>
    inventory.principals
      .filter(({ kind, groups }) => kind === 'user' && groups.length === 0)
      .map(({ arn, account }) => ({ account, principal: arn, why: 'it is in no group' })),
}
