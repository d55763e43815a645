import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import type { Statement } from '../policy/document.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const serviceWildcard: Check = {
  id: 'service-wildcard',
  theme: 'rights',
  title: 'A policy allows every action of a service',
  severity: 'low',
  abuse: 'actions that delete, share or reconfigure come along with those that were meant',
  fix: 'allow the actions that are needed',
  references: ['Security Hub IAM.21', 'Cloudsplaining ServiceWildcard'],
  needs: details,
  *look({ inventory, actions: known }) {
    const ofService = new Map<string, string[]>()
    for (const action of known.keys()) {
      const service = action.replace(/:.*/, ':*')
      const actions = ofService.get(service) ?? []
      actions.push(action)
      ofService.set(service, actions)
    }
    for (const { policy, holder } of hangingPolicies(inventory)) {
      yield
      for (const statement of freeStatements(policy)) {
        const services = wholeServices(statement)
        if (services.length === 0) continue
        yield {
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          actions: services.flatMap((service) => ofService.get(service) ?? []),
          why: `${policy.name} allows ${services.join(', ')} on every resource`,
        }
      }
    }
  },
}

function wholeServices({ actions }: Statement): readonly string[] {
  return actions?.not === false ? actions.patterns.filter((pattern) => /^[a-z0-9-]+:\*$/.test(pattern)) : []
}
