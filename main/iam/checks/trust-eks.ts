import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustEks: Check = {
  id: 'trust-eks',
  theme: 'trust',
  title: 'A role lets in more pods than one service account',
  severity: 'medium',
  abuse: 'a pod of another namespace or service account of the cluster takes the role on',
  fix: 'ask with StringEquals for sub system:serviceaccount:NAMESPACE:NAME and aud sts.amazonaws.com',
  references: ['Amazon EKS User Guide: IAM roles for service accounts'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'eks').map(hitOf),
}
