import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustSessionTags: Check = {
  id: 'trust-session-tags',
  theme: 'trust',
  title: 'Whoever takes on a role chooses the tags of its session',
  severity: 'low',
  abuse: 'where policies give rights by aws:PrincipalTag, the caller tags himself what he wants to have',
  fix: 'ask for aws:RequestTag/… with the values that are right, or leave sts:TagSession out of the trust',
  references: ['AWS IAM User Guide: Pass session tags in AWS STS'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'session-tags').map(hitOf),
}
