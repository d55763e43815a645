import type { Check, Hit, View } from './check.ts'
import { details } from './needs.ts'

export const noSupportRole: Check = {
  id: 'no-support-role',
  theme: 'organization',
  title: 'Nobody may open cases with AWS Support',
  severity: 'low',
  abuse: 'in an incident, time is lost until somebody may talk to AWS',
  fix: 'hang AWSSupportAccess on a role for incidents',
  references: ['CIS v3.0 1.17', 'CIS v5.0 1.16', 'Security Hub IAM.18'],
  needs: details,
  look: (view) => accountsWithout(view, 'AWSSupportAccess'),
}

function accountsWithout({ inventory }: View, name: string): readonly Hit[] {
  const holders = [...inventory.principals, ...inventory.groups]
  return [...new Set(holders.map(({ account }) => account))]
    .filter(
      (account) =>
        !holders.some(
          (each) => each.account === account && each.attached.some((policy) => policy.arn?.endsWith(`:policy/${name}`)),
        ),
    )
    .map((account) => ({ account, principal: account, why: `${name} hangs on no identity of the account` }))
}
