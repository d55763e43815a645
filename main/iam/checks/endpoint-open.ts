import { fact, itemsOf } from '../model/items-of.ts'
import { type PolicyDocument, readDocument } from '../policy/document.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const endpointOpen: Check = {
  id: 'endpoint-open',
  theme: 'resources',
  title: 'An endpoint lets everybody reach everything',
  severity: 'low',
  abuse:
    'from inside the network, data go to a bucket of a stranger through the own endpoint, with the stranger’s keys',
  fix: 'ask in the policy of the endpoint for aws:PrincipalOrgID and aws:ResourceOrgID',
  references: ['AWS PrivateLink Guide: Control access to VPC endpoints using endpoint policies'],
  needs: items('AWS::EC2::VPCEndpoint', 'AWS Config items of endpoints'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::EC2::VPCEndpoint').flatMap((item) => {
      const given = fact(item, 'PolicyDocument')
      if (given === undefined || given === null || given === '') return []
      const isOpen = documentOf(given)?.statements.some(
        ({ effect, principals, actions, resources, tests }) =>
          effect === 'Allow' &&
          tests.length === 0 &&
          (principals?.named.some(({ name }) => name === '*') ?? false) &&
          (actions?.patterns.includes('*') ?? false) &&
          (resources?.patterns.includes('*') ?? false),
      )
      return isOpen
        ? [{ account: item.account, principal: item.arn, why: 'its policy allows everybody everything' }]
        : []
    }),
}

/** A policy that cannot be read says nothing here: the remarks say that it cannot. */
function documentOf(given: unknown): PolicyDocument | null {
  try {
    return readDocument(given)
  } catch {
    return null
  }
}
