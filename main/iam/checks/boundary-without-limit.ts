import { isUnbounded } from '../escalation/admin.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const boundaryWithoutLimit: Check = {
  id: 'boundary-without-limit',
  theme: 'rights',
  title: 'A permissions boundary allows everything',
  severity: 'low',
  abuse: 'the boundary looks like a limit in every list, and is none',
  fix: 'let the boundary allow what the identity is for',
  references: ['AWS IAM User Guide: Permissions boundaries for IAM entities'],
  needs: details,
  look: (view) =>
    view.inventory.principals
      .filter((principal) => principal.boundary !== null && isUnbounded(view, principal))
      .map(({ arn, account, boundary }) => ({ account, principal: arn, why: `${boundary?.name} allows everything` })),
}
