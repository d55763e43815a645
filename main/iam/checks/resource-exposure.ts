import type { Check } from './check.ts'
import { actionsOfLevel, grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const resourceExposure: Check = {
  id: 'resource-exposure',
  theme: 'rights',
  title: 'A policy allows changing who may do what, on every resource',
  severity: 'high',
  abuse: 'what the holder cannot do itself, it lets somebody else do: another account, or everybody',
  fix: 'name the resources, and keep changes of rights for few identities',
  references: ['Cloudsplaining ResourceExposure'],
  needs: details,
  look: (view) => grantsOf(view, actionsOfLevel(view, 'permissions'), 'rights can be given away'),
}
