import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustPublic: Check = {
  id: 'trust-public',
  theme: 'trust',
  title: 'A role lets anybody in',
  severity: 'critical',
  abuse: 'from any account of AWS the role is taken on, with all its rights',
  fix: 'name the roles or accounts that may take it on, or ask for aws:PrincipalOrgID of the own organization',
  references: ['Cloudsplaining AssumableByAnyPrincipal', 'ScoutSuite iam-assume-role-policy-allows-all'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'public').map(hitOf),
}
