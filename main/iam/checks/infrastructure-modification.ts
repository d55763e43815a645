import type { Check } from './check.ts'
import { actionsOfLevel, grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const infrastructureModification: Check = {
  id: 'infrastructure-modification',
  theme: 'rights',
  title: 'A policy allows changing every resource',
  severity: 'low',
  abuse: 'things are deleted, encrypted or built anew: ransom, sabotage, mining',
  fix: 'name the resources',
  references: ['Cloudsplaining InfrastructureModification'],
  needs: details,
  look: (view) => grantsOf(view, actionsOfLevel(view, 'write', 'tagging'), 'things can be changed or deleted'),
}
