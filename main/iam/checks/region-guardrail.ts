import type { Check } from './check.ts'
import { controls } from './needs.ts'

export const regionGuardrail: Check = {
  id: 'region-guardrail',
  theme: 'organization',
  title: 'No policy of the organization limits regions',
  severity: 'low',
  abuse: 'an intruder works in a region where nobody looks',
  fix: 'forbid all but the regions that are used: Deny with NotAction of global services and aws:RequestedRegion',
  references: ['Prowler organizations_scp_check_deny_regions'],
  needs: controls,
  look: ({ inventory }) => {
    const scps = inventory.controls.filter(({ kind }) => kind === 'scp')
    const asks = scps.some(({ policy }) =>
      policy.document.statements.some(({ tests }) =>
        tests.some(({ key }) => key.toLowerCase() === 'aws:requestedregion'),
      ),
    )
    return asks || scps.length === 0
      ? []
      : [
          {
            account: inventory.management ?? '',
            principal: inventory.organization ?? 'organization',
            why: 'no service control policy asks for aws:RequestedRegion',
          },
        ]
  },
}
