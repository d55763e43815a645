import type { Principal } from '../model/inventory.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const serviceLinkedOddity: Check = {
  id: 'service-linked-oddity',
  theme: 'trust',
  title: 'A role looks like one of AWS, and is not',
  severity: 'high',
  abuse: "an intruder's role hides among those that nobody looks at",
  fix: 'look at who made it; delete it when it is not ours',
  references: ['AWS IAM User Guide: Create a service-linked role'],
  needs: details,
  look: ({ inventory }) =>
    inventory.principals.flatMap((role) => {
      const why = role.kind === 'role' ? oddityOf(role) : null
      return why === null ? [] : [{ account: role.account, principal: role.arn, why }]
    }),
}

/** Roles of services lie behind a path that only AWS can give, trust that service alone and have its policies. */
function oddityOf({ arn, name, trust, attached, inline }: Principal): string | null {
  const service = /:role\/aws-service-role\/([^/]+)\//.exec(arn)?.[1]
  if (service === undefined && name.startsWith('AWSServiceRoleFor'))
    return 'it has the name of a role of a service, and lies elsewhere'
  if (name.startsWith('AWSReservedSSO_') && !/:role\/aws-reserved\/sso\.amazonaws\.com\//.test(arn))
    return 'it has the name of a role of IAM Identity Center, and lies elsewhere'
  if (service === undefined) return null
  const named = trust?.statements.flatMap(({ principals }) => principals?.named ?? []) ?? []
  const stranger = named.find((each) => each.kind !== 'Service')
  if (stranger !== undefined) return `it lies where roles of ${service} lie, and trusts ${stranger.name}`
  const policy = attached.find((each) => each.arn !== null && arnParts(each.arn)[4] !== 'aws')
  if (policy !== undefined) return `it is a role of ${service}, and ${policy.name} of the account hangs on it`
  return inline.length > 0 && attached.length > 0
    ? `it is a role of ${service} with the inline policy ${inline[0]?.name}`
    : null
}
