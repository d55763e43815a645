import { isObject, readDocument } from '../policy/document.ts'
import type { ControlPolicy } from './inventory.ts'

type Fields = Readonly<Record<string, unknown>>

/** What answers of `aws organizations` said so far. */
export interface Organization {
  id: string | null
  management: string | null
  readonly members: Set<string>
  /** By ARN or name: the same policy may be described and listed. */
  readonly controls: Map<string, ControlPolicy>
  /** What stands above an account or unit, by its id. */
  readonly parents: Map<string, string>
  /** Targets by the id of the policy, where they came without it. */
  readonly targets: Map<string, readonly string[]>
  readonly problems: string[]
}

export function emptyOrganization(): Organization {
  return {
    id: null,
    management: null,
    members: new Set(),
    controls: new Map(),
    parents: new Map(),
    targets: new Map(),
    problems: [],
  }
}

/**
 * Takes what an answer says of the organization; false when it says nothing of it. Answers do not repeat what was asked
 * for: the parent of a list, the policy of its targets. It may stand beside them (ParentId, ChildId, PolicyId) or in the
 * name of the file.
 */
export function readOrganization(given: Fields, organization: Organization, name: string): boolean {
  let says = false
  if (isObject(given.Organization)) {
    const { Id, ManagementAccountId, MasterAccountId } = given.Organization
    organization.id = text(Id) ?? organization.id
    organization.management = text(ManagementAccountId) ?? text(MasterAccountId) ?? organization.management
    says = true
  }
  const file = name.slice(name.lastIndexOf('/') + 1)
  const asked = text(given.ParentId) ?? unit.exec(file)?.[0] ?? null
  for (const [field, each] of things(given, [
    'Accounts',
    'Account',
    'OrganizationalUnits',
    'OrganizationalUnit',
    'Roots',
    'Children',
  ])) {
    says = true
    readThing(each, field, asked, organization)
  }
  if (Array.isArray(given.Parents)) {
    const child = text(given.ChildId) ?? /(?<![\w-])(?:\d{12}|ou-[a-z0-9]+-[a-z0-9]+)(?![\w-])/.exec(file)?.[0] ?? null
    const [parent] = given.Parents.filter(isObject)
    const id = text(parent?.Id)
    if (child === null)
      organization.problems.push(
        `${name} does not say whose parent it names: put the id of the account or unit into the name of the file`,
      )
    else if (id !== null) organization.parents.set(child, id)
    says = true
  }
  if (Array.isArray(given.Targets) && given.Policy === undefined) {
    const policy = text(given.PolicyId) ?? /(?<![\w-])p-[a-zA-Z0-9_]{8,}/.exec(file)?.[0] ?? null
    if (policy === null)
      organization.problems.push(
        `${name} does not say which policy has these targets: put the id of the policy into the name of the file`,
      )
    else organization.targets.set(policy, targetsIn(given.Targets))
    says = true
  }
  for (const [, each] of things(given, ['Policy', 'Policies'])) {
    if (each.Content === undefined && !isObject(each.PolicySummary) && text(each.Type) === null) continue
    readControl(each, each.Targets ?? (given.Policies === undefined ? given.Targets : undefined), organization)
    says = true
  }
  return says
}

const unit = /(?<![\w-])(?:ou-[a-z0-9]+-[a-z0-9]+|r-[a-z0-9]{4,32})(?![\w-])/

/** Control policies with the targets that came apart from them. */
export function controlsOf({ controls, targets }: Organization): readonly ControlPolicy[] {
  return [...controls.values()].map((control) => {
    const id = control.policy.arn?.split('/').at(-1) ?? ''
    return control.targets === null ? { ...control, targets: targets.get(id) ?? null } : control
  })
}

function things(given: Fields, names: readonly string[]): readonly (readonly [string, Fields])[] {
  return names.flatMap((name) => {
    const value = given[name]
    return (Array.isArray(value) ? value : [value]).filter(isObject).map((each) => [name, each] as const)
  })
}

/** An account, unit or root; what stands below it may stand in it. */
function readThing(each: Fields, field: string, asked: string | null, organization: Organization): void {
  const id = text(each.Id)
  if (id === null) return
  const arn = text(each.Arn) ?? ''
  if (/^\d{12}$/.test(id)) {
    organization.members.add(id)
    const [, , , , owner, rest = ''] = arn.split(':')
    if (arn !== '') organization.management ??= owner ?? null
    if (arn !== '') organization.id ??= rest.split('/')[1] ?? null
  }
  // Newer answers tell the way from the organization down: o-…/r-…/ou-…/.
  const [path] = Array.isArray(each.Paths) ? each.Paths.map(String) : []
  const steps = path?.split('/').filter((step) => step !== '' && step !== id) ?? []
  for (const [i, step] of steps.entries()) if (i > 1) organization.parents.set(step, steps[i - 1] ?? '')
  const parent = text(each.ParentId) ?? (steps.length > 1 ? steps.at(-1) : null) ?? asked
  if (parent !== null && parent !== undefined && parent !== id && field !== 'Roots')
    organization.parents.set(id, parent)
  for (const [below, inner] of things(each, ['Accounts', 'OrganizationalUnits', 'Children']))
    readThing(inner, below, id, organization)
}

/** A policy as describe-policy or list-policies answers it; `targets`: what list-targets-for-policy says, put beside it. */
function readControl(policy: Fields, targets: unknown, { controls, problems }: Organization): void {
  const summary = isObject(policy.PolicySummary) ? policy.PolicySummary : policy
  const type = text(summary.Type) ?? ''
  if (type !== 'SERVICE_CONTROL_POLICY' && type !== 'RESOURCE_CONTROL_POLICY') return
  const name = text(summary.Name) ?? text(summary.Id) ?? 'control policy'
  const arn = text(summary.Arn)
  if (policy.Content === undefined) {
    if (!controls.has(arn ?? name) && summary.AwsManaged !== true)
      problems.push(`${name} is listed without its content (describe-policy): it counts where that is in the case too`)
    if (summary.AwsManaged !== true) return
  }
  const document = readDocument(
    policy.Content ?? { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  )
  for (const problem of document.problems) problems.push(`${name}: ${problem}; it is not counted`)
  const before = controls.get(arn ?? name)
  controls.set(arn ?? name, {
    policy: { name, arn, document },
    kind: type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp',
    targets: Array.isArray(targets) ? targetsIn(targets) : (before?.targets ?? null),
  })
}

function targetsIn(targets: readonly unknown[]): readonly string[] {
  return targets
    .map((each) => (isObject(each) ? (text(each.TargetId) ?? '') : String(each)))
    .filter((each) => each !== '')
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
