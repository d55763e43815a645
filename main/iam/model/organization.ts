import { isObject, readDocument } from '../policy/document.ts'
import type { ControlPolicy } from './inventory.ts'

type Fields = Readonly<Record<string, unknown>>

/** What answers of `aws organizations` said so far. */
export interface Organization {
  id: string | null
  management: string | null
  readonly members: Set<string>
  readonly controls: ControlPolicy[]
}

/** Takes what an answer says of the organization; false when it says nothing of it. */
export function readOrganization(given: Fields, organization: Organization): boolean {
  if (isObject(given.Organization)) {
    const { Id, ManagementAccountId, MasterAccountId } = given.Organization
    organization.id = text(Id) ?? organization.id
    organization.management = text(ManagementAccountId) ?? text(MasterAccountId) ?? organization.management
    return true
  }
  if (Array.isArray(given.Accounts)) {
    for (const account of given.Accounts.filter(isObject)) {
      const id = text(account.Id)
      if (id !== null) organization.members.add(id)
      const [, , , , owner, rest = ''] = (text(account.Arn) ?? '').split(':')
      organization.management ??= owner ?? null
      organization.id ??= rest.split('/')[1] ?? null
    }
    return true
  }
  if (isObject(given.Policy) && given.Policy.Content !== undefined)
    return readControl(given.Policy, given.Targets, organization)
  if (Array.isArray(given.Policies))
    return (
      given.Policies.filter(isObject).map(
        (each) => each.Content !== undefined && readControl(each, each.Targets, organization),
      ).length > 0
    )
  return ['Roots', 'OrganizationalUnits', 'Targets'].some((name) => Array.isArray(given[name]))
}

/** A policy as describe-policy answers it; `targets`: what list-targets-for-policy says, put beside it. */
function readControl(policy: Fields, targets: unknown, { controls }: Organization): boolean {
  const summary = isObject(policy.PolicySummary) ? policy.PolicySummary : policy
  const type = text(summary.Type) ?? ''
  if (type !== 'SERVICE_CONTROL_POLICY' && type !== 'RESOURCE_CONTROL_POLICY') return true
  const name = text(summary.Name) ?? text(summary.Id) ?? 'control policy'
  controls.push({
    policy: { name, arn: text(summary.Arn), document: readDocument(policy.Content) },
    kind: type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp',
    targets: Array.isArray(targets)
      ? targets.map((each) => (isObject(each) ? (text(each.TargetId) ?? '') : String(each)))
      : null,
  })
  return true
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
