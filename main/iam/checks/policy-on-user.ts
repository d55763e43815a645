import type { Check } from './check.ts'
import { details } from './needs.ts'

export const policyOnUser: Check = {
  id: 'policy-on-user',
  theme: 'rights',
  title: 'A policy hangs on a user',
  severity: 'low',
  abuse: 'rights of single users are forgotten when people change their work, and pile up',
  fix: 'give rights to groups or, better, to roles',
  references: ['CIS v3.0 1.15', 'CIS v5.0 1.14', 'Security Hub IAM.2'],
  needs: details,
  look: ({ inventory }) =>
    inventory.principals
      .filter(({ kind, inline, attached }) => kind === 'user' && inline.length + attached.length > 0)
      .map(({ arn, account, inline, attached }) => ({
        account,
        principal: arn,
        why: `${[...inline, ...attached].map(({ name }) => name).join(', ')} ${inline.length + attached.length === 1 ? 'hangs' : 'hang'} on the user itself`,
      })),
}
