import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { resourcePolicies } from './needs.ts'

export const resourceConfusedDeputy: Check = {
  id: 'resource-confused-deputy',
  theme: 'resources',
  title: 'The policy of a resource lets a service in for any account',
  severity: 'medium',
  abuse: 'somebody has the service, from his own account, write to or call this resource',
  fix: 'add the condition',
  references: ['PMapper resource policies'],
  needs: resourcePolicies,
  look: (view) =>
    exposedBy(view, 'resource', 'confused-deputy').map((each) => ({
      ...hitOf(each),
      fix: `add "Condition": {"StringEquals": {"aws:SourceAccount": "${each.account || 'THE OWN ACCOUNT'}"}}, or better aws:SourceArn with the one source`,
    })),
}
