import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustDeletedPrincipal: Check = {
  id: 'trust-deleted-principal',
  theme: 'trust',
  title: 'A policy names an identity that was deleted',
  severity: 'low',
  abuse:
    'it lets nobody in today, and shows what was there: an identity that is made anew under the name is another one',
  fix: 'remove the id; find in the logs who it was',
  references: ['AWS IAM User Guide: Policy element Principal'],
  needs: details,
  look: (view) =>
    [...exposedBy(view, 'trust', 'deleted-principal'), ...exposedBy(view, 'resource', 'deleted-principal')].map(hitOf),
}
