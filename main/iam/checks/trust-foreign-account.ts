import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustForeignAccount: Check = {
  id: 'trust-foreign-account',
  theme: 'trust',
  title: 'A role lets an unknown account in',
  severity: 'high',
  abuse: 'who controls that account has the rights of the role here: intruders leave such a trust to come back',
  fix: 'find out whose account it is; remove it, or add the account to those that the case knows; ask for sts:ExternalId where it is a vendor',
  references: [
    'Cloudsplaining AssumableByCrossAccountPrincipal',
    'ScoutSuite iam-assume-role-lacks-external-id-and-mfa',
  ],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'foreign-account').map(hitOf),
}
