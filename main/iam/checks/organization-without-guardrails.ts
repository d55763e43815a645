import type { Check } from './check.ts'
import { controls } from './needs.ts'

export const organizationWithoutGuardrails: Check = {
  id: 'organization-without-guardrails',
  theme: 'organization',
  title: 'The organization forbids nothing',
  severity: 'medium',
  abuse:
    'whoever has an account has all of it: the trail, the regions that nobody uses, the way out of the organization',
  fix: 'forbid leaving the organization, stopping trails and detectors, and regions that are not used',
  references: ['CIS v7.0 2.1.2'],
  needs: controls,
  look: ({ inventory }) => {
    const scps = inventory.controls.filter(({ kind }) => kind === 'scp')
    const forbids = scps.some(({ policy }) =>
      policy.document.statements.some(
        ({ effect, actions }) => effect === 'Deny' || actions?.not === true || !actions?.patterns.includes('*'),
      ),
    )
    return forbids || scps.length === 0
      ? []
      : [
          {
            account: inventory.management ?? '',
            principal: inventory.organization ?? 'organization',
            why: 'its service control policies allow everything',
          },
        ]
  },
}
