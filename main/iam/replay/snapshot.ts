import type { IamSnapshot } from '../../../shared/iam-state.ts'
import { isObject } from '../policy/document.ts'
import { child, children, documentText, text } from './fields.ts'
import { managed } from './policies.ts'
import { accountIn, type Entity, keyOf, type Slot, slotOf } from './slot.ts'

type Fields = Readonly<Record<string, unknown>>

/** What one piece of evidence shows of all slots that it covers: those that it does not list are empty. */
export interface Snapshot extends IamSnapshot {
  /** The same as `takenAt`, in milliseconds. */
  readonly time: number
  readonly values: ReadonlyMap<string, { readonly slot: Slot; readonly value: string }>
  covers(slot: Slot): boolean
}

const covered: Readonly<Record<string, readonly string[]>> = {
  user: ['exists', 'inline', 'attached', 'group', 'boundary', 'tag'],
  role: ['exists', 'inline', 'attached', 'boundary', 'trust', 'tag'],
  group: ['exists', 'inline', 'attached'],
  policy: ['exists', 'version', 'default'],
  profile: ['role'],
}

/** Authorization details of one account: pages that were taken together. */
export function snapshotOfDetails(about: IamSnapshot, pages: readonly Fields[]): Snapshot {
  const values = new Map<string, { slot: Slot; value: string }>()
  const put = (slot: Slot, value: string | null) => {
    if (value !== null) values.set(keyOf(slot), { slot, value })
  }
  const isOurs = (given: Fields) => [about.account, 'aws'].includes(accountIn(text(given, 'Arn') ?? ''))
  for (const page of pages) {
    for (const given of children(page, 'UserDetailList').filter(isOurs)) {
      const user = entity('user', given, 'UserName')
      holder(user, given, 'UserPolicyList')
      put(slotOf(user), described(given, 'UserId'))
      for (const group of Array.isArray(given.GroupList) ? given.GroupList : [])
        put(slotOf(user, 'group', String(group)), '')
    }
    for (const given of children(page, 'RoleDetailList').filter(isOurs)) {
      const role = entity('role', given, 'RoleName')
      holder(role, given, 'RolePolicyList')
      put(slotOf(role), described(given, 'RoleId'))
      put(slotOf(role, 'trust'), documentText(given.AssumeRolePolicyDocument))
      for (const each of children(given, 'InstanceProfileList')) {
        const profile = entity('profile', each, 'InstanceProfileName')
        put(slotOf(profile), JSON.stringify({ arn: text(each, 'Arn'), id: text(each, 'InstanceProfileId') }))
        put(slotOf(profile, 'role', role.name), '')
      }
    }
    for (const given of children(page, 'GroupDetailList').filter(isOurs)) {
      const group = entity('group', given, 'GroupName')
      holder(group, given, 'GroupPolicyList')
      put(slotOf(group), described(given, 'GroupId'))
    }
    for (const given of children(page, 'Policies').filter(isOurs)) {
      const policy = managed(text(given, 'Arn') ?? '')
      put(slotOf(policy), described(given, 'PolicyId'))
      put(slotOf(policy, 'default'), text(given, 'DefaultVersionId'))
      for (const version of children(given, 'PolicyVersionList')) {
        const id = text(version, 'VersionId') ?? ''
        put(slotOf(policy, 'version', id), documentText(version.Document))
        if (version.IsDefaultVersion === true) put(slotOf(policy, 'default'), id)
      }
    }
  }
  return {
    ...about,
    time: Date.parse(about.takenAt),
    values,
    // Of the policies of AWS an account shows those that it uses: of others it says nothing.
    covers: (slot) =>
      slot.account === 'aws'
        ? values.has(keyOf(slot))
        : slot.account === about.account && covered[slot.kind]?.includes(slot.facet) === true,
  }

  function entity(kind: Entity['kind'], given: Fields, name: string): Entity {
    return { kind, account: about.account, name: text(given, name) ?? '' }
  }

  function holder(of: Entity, given: Fields, inline: string): void {
    for (const policy of children(given, inline))
      put(slotOf(of, 'inline', text(policy, 'PolicyName') ?? ''), documentText(policy.PolicyDocument))
    for (const policy of children(given, 'AttachedManagedPolicies'))
      put(slotOf(of, 'attached', text(policy, 'PolicyArn') ?? ''), '')
    const boundary = text(child(given, 'PermissionsBoundary'), 'PermissionsBoundaryArn')
    put(slotOf(of, 'boundary'), boundary)
    for (const tag of children(given, 'Tags')) put(slotOf(of, 'tag', text(tag, 'Key') ?? ''), text(tag, 'Value') ?? '')
  }
}

/** What the page says of the thing itself, in the shape of what a creation says. */
function described(given: Fields, id: string): string {
  const used = isObject(given.RoleLastUsed) ? text(given.RoleLastUsed, 'LastUsedDate') : null
  return JSON.stringify({
    arn: text(given, 'Arn'),
    name: text(given, 'PolicyName'),
    id: text(given, id),
    path: text(given, 'Path'),
    at: text(given, 'CreateDate'),
    usedAt: used,
    attachments: given.AttachmentCount,
  })
}
