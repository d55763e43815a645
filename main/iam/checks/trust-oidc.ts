import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustOidc: Check = {
  id: 'trust-oidc',
  theme: 'trust',
  title: 'A role lets in too many identities of a web identity provider',
  severity: 'high',
  abuse:
    'somebody who gets a token of the provider that fits, with a repository, project or account of his own, takes the role on',
  fix: 'ask with StringEquals for the audience and for the whole subject (sub) of the one project that needs the role',
  references: ['AWS IAM User Guide: Create a role for OpenID Connect federation'],
  needs: details,
  look: (view) =>
    exposedBy(view, 'trust', 'oidc')
      .filter(({ judged }) => !judged.principal.includes('token.actions.githubusercontent.com'))
      .map(hitOf),
}
