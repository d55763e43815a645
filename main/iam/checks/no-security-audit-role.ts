import type { Check } from './check.ts'
import { details } from './needs.ts'

export const noSecurityAuditRole: Check = {
  id: 'no-security-audit-role',
  theme: 'organization',
  title: 'Nobody may look at the security of the account only',
  severity: 'info',
  abuse: 'who investigates needs rights that also change things',
  fix: 'hang SecurityAudit on a role for investigations',
  references: ['Prowler iam_securityaudit_role_created'],
  needs: details,
  look: ({ inventory }) => {
    const holders = [...inventory.principals, ...inventory.groups]
    return [...new Set(holders.map(({ account }) => account))]
      .filter(
        (account) =>
          !holders.some(
            (each) =>
              each.account === account && each.attached.some((policy) => policy.arn?.endsWith(':policy/SecurityAudit')),
          ),
      )
      .map((account) => ({ account, principal: account, why: 'SecurityAudit hangs on no identity of the account' }))
  },
}
