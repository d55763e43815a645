import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustForeignOrganization: Check = {
  id: 'trust-foreign-organization',
  theme: 'trust',
  title: 'A role lets another organization in',
  severity: 'high',
  abuse: "any account of that organization, an intruder's among them, takes the role on",
  fix: 'ask for the own organization, or name the accounts',
  references: ['AWS IAM User Guide: Global condition context keys, aws:PrincipalOrgID'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'foreign-organization').map(hitOf),
}
