import { child, created, documentText, named, tagsIn, text, withText } from './fields.ts'
import { accountIn, type Entity, type EntityKind, slotOf } from './slot.ts'
import type { Family, Reader, Write } from './write.ts'

/** Policies that hang on identities, inline or managed, and boundaries. */
export const policies: Family = {
  ...hanging('user', 'User', 'userName'),
  ...hanging('role', 'Role', 'roleName'),
  ...hanging('group', 'Group', 'groupName'),
  ...boundaries('user', 'User', 'userName'),
  ...boundaries('role', 'Role', 'roleName'),
  'iam:CreatePolicy': (event) => {
    const answer = child(event.response, 'policy')
    const name = text(event.request, 'policyName')
    const path = text(event.request, 'path') ?? '/'
    const arn = text(answer, 'arn') ?? (name === null ? null : `arn:aws:iam::${event.account}:policy${path}${name}`)
    if (arn === null) return 'neither request nor answer names the policy'
    const policy = managed(arn)
    const version = text(answer, 'defaultVersionId') ?? 'v1'
    const document = documentText(event.request.policyDocument)
    const writes: readonly Write[] = [
      created(policy, { arn, name, id: text(answer, 'policyId'), at: event.time }),
      { slot: slotOf(policy, 'default'), value: version, was: 'absent' },
      ...tagsIn(policy, event.request),
    ]
    return document === null
      ? [...writes]
      : [...writes, { slot: slotOf(policy, 'version', version), value: document, was: 'absent' }]
  },
  'iam:DeletePolicy': ofPolicy((policy) => [{ slot: slotOf(policy), value: null, was: 'present' }]),
  'iam:CreatePolicyVersion': ofPolicy((policy, { request, response }) => {
    const answer = child(response, 'policyVersion')
    const version = text(answer, 'versionId')
    const document = documentText(request.policyDocument)
    if (version === null) return 'the answer does not name the version that was made'
    const isDefault =
      request.setAsDefault === true || answer.isDefaultVersion === true || request.setAsDefault === 'true'
    return [
      { slot: slotOf(policy, 'version', version), value: document ?? '', was: 'absent' },
      ...(isDefault ? [{ slot: slotOf(policy, 'default'), value: version, was: 'present' as const }] : []),
    ]
  }),
  'iam:DeletePolicyVersion': ofPolicy((policy, event) =>
    withText(event, 'versionId', (version) => [
      { slot: slotOf(policy, 'version', version), value: null, was: 'present' },
    ]),
  ),
  'iam:SetDefaultPolicyVersion': ofPolicy((policy, event) =>
    withText(event, 'versionId', (version) => [{ slot: slotOf(policy, 'default'), value: version, was: 'present' }]),
  ),
}

export function managed(arn: string): Entity {
  return { kind: 'policy', account: accountIn(arn), name: arn }
}

function ofPolicy(read: (policy: Entity, event: Parameters<Reader>[0]) => ReturnType<Reader>): Reader {
  return (event) => {
    const arn = text(event.request, 'policyArn')
    return arn === null ? 'the request does not say which policy: it has no policyArn' : read(managed(arn), event)
  }
}

function hanging(kind: EntityKind, title: string, field: string): Family {
  return {
    [`iam:Attach${title}Policy`]: named(kind, field, (holder, event) =>
      withText(event, 'policyArn', (arn) => [{ slot: slotOf(holder, 'attached', arn), value: '', was: 'any' }]),
    ),
    [`iam:Detach${title}Policy`]: named(kind, field, (holder, event) =>
      withText(event, 'policyArn', (arn) => [{ slot: slotOf(holder, 'attached', arn), value: null, was: 'present' }]),
    ),
    [`iam:Put${title}Policy`]: named(kind, field, (holder, event) =>
      withText(event, 'policyName', (name) => {
        const document = documentText(event.request.policyDocument)
        return document === null
          ? 'the request has no policyDocument: CloudTrail leaves out what is too large'
          : [{ slot: slotOf(holder, 'inline', name), value: document, was: 'any' }]
      }),
    ),
    [`iam:Delete${title}Policy`]: named(kind, field, (holder, event) =>
      withText(event, 'policyName', (name) => [{ slot: slotOf(holder, 'inline', name), value: null, was: 'present' }]),
    ),
  }
}

function boundaries(kind: EntityKind, title: string, field: string): Family {
  return {
    [`iam:Put${title}PermissionsBoundary`]: named(kind, field, (holder, event) =>
      withText(event, 'permissionsBoundary', (arn) => [{ slot: slotOf(holder, 'boundary'), value: arn, was: 'any' }]),
    ),
    [`iam:Delete${title}PermissionsBoundary`]: named(kind, field, (holder) => [
      { slot: slotOf(holder, 'boundary'), value: null, was: 'present' },
    ]),
  }
}
