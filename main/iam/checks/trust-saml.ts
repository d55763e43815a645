import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustSaml: Check = {
  id: 'trust-saml',
  theme: 'trust',
  title: 'A role takes SAML assertions that were made for others',
  severity: 'medium',
  abuse: 'an assertion that the identity provider made for another service is used here',
  fix: 'add "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}',
  references: ['AWS IAM User Guide: Create a role for SAML 2.0 federation'],
  needs: details,
  look: (view) => exposedBy(view, 'trust', 'saml').map(hitOf),
}
