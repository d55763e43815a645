import { byArn } from '../ability.ts'
import { isAdmin } from '../escalation/admin.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { detailsAndReport } from './needs.ts'

export const adminWithoutMfa: Check = {
  id: 'admin-without-mfa',
  theme: 'credentials',
  title: 'A user who may do everything has no MFA',
  severity: 'high',
  abuse: 'one stolen password or key is the whole account',
  fix: 'register MFA, and let the rights depend on aws:MultiFactorAuthPresent',
  references: ['Prowler iam_administrator_access_with_mfa', 'PMapper admins without MFA'],
  needs: detailsAndReport,
  look: (view) =>
    view.inventory.credentials.flatMap(({ arn, isRoot, hasMfa }) => {
      const principal = byArn(view.inventory).get(arn)
      if (isRoot || hasMfa || principal === undefined || !isAdmin(view, principal)) return []
      return [
        {
          account: arnParts(arn)[4] ?? '',
          principal: arn,
          why: 'it may do everything, and no second factor is registered',
        },
      ]
    }),
}
