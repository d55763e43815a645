import type { Source } from '../model/build.ts'
import { isUnseen, type Known } from './known.ts'
import type { Cells } from './report.ts'
import { arnOf, type State, type Thing } from './state.ts'

/** A state in the shapes in which AWS would have answered at that time, so that one reader reads both. */
export function detailsOf({ things }: State, name: string): Source | null {
  const of = (kind: Thing['entity']['kind']) => things.filter(({ entity }) => entity.kind === kind)
  if (things.every(({ entity }) => !['user', 'role', 'group', 'policy'].includes(entity.kind))) return null
  const profiles = of('profile')
  const given = {
    UserDetailList: of('user').map((user) => ({
      ...holder(user, 'User'),
      UserPolicyList: inline(user),
      GroupList: items(user, 'group').map(([group]) => group),
    })),
    RoleDetailList: of('role').map((role) => ({
      ...holder(role, 'Role'),
      AssumeRolePolicyDocument: items(role, 'trust').map(([, trust]) => content(trust))[0],
      RolePolicyList: inline(role),
      InstanceProfileList: profiles
        .filter(
          (profile) =>
            profile.facets.get('role')?.has(role.entity.name) && profile.entity.account === role.entity.account,
        )
        .map((profile) => ({ InstanceProfileName: profile.entity.name, Arn: arnOf(profile) })),
      ...(role.about.usedAt ? { RoleLastUsed: { LastUsedDate: role.about.usedAt } } : {}),
    })),
    GroupDetailList: of('group').map((group) => ({ ...holder(group, 'Group'), GroupPolicyList: inline(group) })),
    Policies: of('policy').map((policy) => managed(policy, attachments(things, policy.entity.name))),
  }
  return { name, format: 'iam-authorization-details', text: JSON.stringify(given) }
}

function holder(thing: Thing, title: string): Readonly<Record<string, unknown>> {
  const boundary = items(thing, 'boundary').flatMap(([, arn]) => (typeof arn === 'string' ? [arn] : []))[0]
  const { about, entity } = thing
  return {
    Arn: arnOf(thing),
    [`${title}Name`]: entity.name,
    ...(about.id ? { [`${title}Id`]: about.id } : {}),
    ...(about.path ? { Path: about.path } : {}),
    ...(about.at ? { CreateDate: about.at } : {}),
    AttachedManagedPolicies: items(thing, 'attached').map(([arn]) => ({
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      PolicyArn: arn,
    })),
    ...(boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
    Tags: items(thing, 'tag').map(([Key, value]) => ({ Key, Value: typeof value === 'string' ? value : '' })),
  }
}

function inline(thing: Thing): readonly unknown[] {
  return items(thing, 'inline').flatMap(([PolicyName, document]) =>
    isUnseen(document) ? [] : [{ PolicyName, PolicyDocument: content(document) }],
  )
}

function managed(policy: Thing, attached: number): Readonly<Record<string, unknown>> {
  const { about, entity } = policy
  const current = items(policy, 'default').map(([, version]) => version)[0]
  return {
    Arn: entity.name,
    PolicyName: about.name ?? entity.name.slice(entity.name.lastIndexOf('/') + 1),
    ...(about.id ? { PolicyId: about.id } : {}),
    ...(about.at ? { CreateDate: about.at } : {}),
    AttachmentCount: attached,
    ...(typeof current === 'string' ? { DefaultVersionId: current } : {}),
    PolicyVersionList: items(policy, 'version')
      .filter(([, document]) => !isUnseen(document) && document !== '')
      .map(([VersionId, document]) => ({
        VersionId,
        IsDefaultVersion: VersionId === current,
        Document: content(document),
      })),
  }
}

function attachments(things: readonly Thing[], arn: string): number {
  return things.filter(({ facets }) => facets.get('attached')?.has(arn)).length
}

function items({ facets }: Thing, facet: string): readonly (readonly [string, Known])[] {
  return [...(facets.get(facet) ?? [])]
}

function content(known: Known): unknown {
  if (typeof known !== 'string') return undefined
  try {
    return JSON.parse(known)
  } catch {
    return known
  }
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'cert_1_active',
  'cert_2_active',
]

/** The credential report of a state: lines of the reports in the evidence, with what the calls changed. */
export function reportOf({ things }: State, rows: readonly Cells[], name: string): Source | null {
  const known = new Map(rows.map((row) => [row.arn ?? '', row]))
  // A name with a comma would shift the cells of its line.
  const users = things.filter(({ entity }) => entity.kind === 'user' && !/[,\r\n]/.test(entity.name))
  const lines = users.flatMap((user) => {
    const before = known.get(arnOf(user))
    const hasAny = ['password', 'key', 'mfa'].some((facet) => user.facets.has(facet))
    return before === undefined && !hasAny ? [] : [lineOf(user, before)]
  })
  const roots = rows.filter(({ user }) => user === '<root_account>')
  if (lines.length + roots.length === 0) return null
  const text = [columns, ...[...roots, ...lines].map((row) => columns.map((column) => row[column] ?? 'N/A'))]
  return { name, format: 'credential-report', text: text.map((cells) => cells.join()).join('\n') }
}

function lineOf(user: Thing, before: Cells | undefined): Cells {
  const password = items(user, 'password').map(([, at]) => at)[0]
  const made = user.facets.get('key-made')
  const keys = [...items(user, 'key')].sort(([a], [b]) => order(made?.get(a)) - order(made?.get(b)))
  const cells = keys.slice(0, 2).flatMap(([id, status], i) => {
    const at = made?.get(id)
    const old = [1, 2].find(
      (slot) =>
        before?.[`access_key_${slot}_last_rotated`] !== undefined &&
        sameTime(before[`access_key_${slot}_last_rotated`], at),
    )
    return [
      [`access_key_${i + 1}_active`, String(status === 'Active' || isUnseen(status))],
      [`access_key_${i + 1}_last_rotated`, typeof at === 'string' && at !== '' ? at : 'N/A'],
      [`access_key_${i + 1}_last_used_date`, (old && before?.[`access_key_${old}_last_used_date`]) || 'N/A'],
    ] as const
  })
  return {
    ...before,
    user: user.entity.name,
    arn: arnOf(user),
    user_creation_time: before?.user_creation_time ?? user.about.at ?? 'N/A',
    password_enabled: String(password !== undefined),
    password_last_changed: typeof password === 'string' && password !== '' ? password : 'N/A',
    mfa_active: String(items(user, 'mfa').length > 0),
    access_key_1_active: 'false',
    access_key_1_last_rotated: 'N/A',
    access_key_1_last_used_date: 'N/A',
    access_key_2_active: 'false',
    access_key_2_last_rotated: 'N/A',
    access_key_2_last_used_date: 'N/A',
    ...Object.fromEntries(cells),
  }
}

function order(at: Known | undefined): number {
  return typeof at === 'string' && at !== '' ? Date.parse(at) : 0
}

function sameTime(cell: string | undefined, at: Known | undefined): boolean {
  return typeof at === 'string' && cell !== undefined && Date.parse(cell) === Date.parse(at)
}
