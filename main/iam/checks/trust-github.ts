import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const trustGithub: Check = {
  id: 'trust-github',
  theme: 'trust',
  title: 'A role lets in more of GitHub than one repository',
  severity: 'high',
  abuse: 'a workflow of another repository, a branch or a pull request from outside gets the rights of the role',
  fix: '"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:OWNER/REPOSITORY:ref:refs/heads/main"}',
  references: ['AWS IAM User Guide: Create a role for OpenID Connect federation'],
  needs: details,
  look: (view) =>
    exposedBy(view, 'trust', 'oidc')
      .filter(({ judged }) => judged.principal.includes('token.actions.githubusercontent.com'))
      .map(hitOf),
}
