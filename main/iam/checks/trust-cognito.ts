import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustCognito: Check = {
  id: 'trust-cognito',
  theme: 'trust',
  title: 'A role lets in visitors of Cognito',
  severity: 'high',
  abuse: 'anybody on the internet asks an identity pool for credentials, without a login',
  fix: 'ask with StringEquals for aud (the own pool) and ForAnyValue:StringLike amr authenticated; give visitors without a login a role that may do nearly nothing',
  references: ['Amazon Cognito Developer Guide: IAM roles'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'cognito').map(hitOf),
}
