import { child, created, deleted, documentText, named, tagsIn, text, withText } from './fields.ts'
import { type Entity, slotOf } from './slot.ts'
import type { Family, IamEvent, Write } from './write.ts'

/** Roles, who may take them on, and the instance profiles that hand them to machines. */
export const roles: Family = {
  'iam:CreateRole': named('role', 'roleName', (role, event) =>
    made(role, event, event.request.assumeRolePolicyDocument),
  ),
  'iam:CreateServiceLinkedRole': (event) => {
    const role = child(event.response, 'role')
    const name = text(role, 'roleName')
    if (name === null) return 'the answer does not name the role that was made'
    return made({ kind: 'role', account: event.account, name }, event, role.assumeRolePolicyDocument)
  },
  'iam:DeleteRole': named('role', 'roleName', (role) => [deleted(role)]),
  'iam:DeleteServiceLinkedRole': named('role', 'roleName', (role) => [deleted(role)]),
  'iam:UpdateAssumeRolePolicy': named('role', 'roleName', (role, { request }) => {
    const value = documentText(request.policyDocument)
    return value === null
      ? 'the request has no policyDocument: CloudTrail leaves out what is too large'
      : [{ slot: slotOf(role, 'trust'), value, was: 'present' }]
  }),
  'iam:CreateInstanceProfile': named('profile', 'instanceProfileName', (profile, { request, response, time }) => {
    const answer = child(response, 'instanceProfile')
    return [
      created(profile, {
        arn: text(answer, 'arn'),
        id: text(answer, 'instanceProfileId'),
        path: text(request, 'path'),
        at: time,
      }),
    ]
  }),
  'iam:DeleteInstanceProfile': named('profile', 'instanceProfileName', (profile) => [deleted(profile)]),
  'iam:AddRoleToInstanceProfile': named('profile', 'instanceProfileName', (profile, event) =>
    withText(event, 'roleName', (role) => [{ slot: slotOf(profile, 'role', role), value: '', was: 'absent' }]),
  ),
  'iam:RemoveRoleFromInstanceProfile': named('profile', 'instanceProfileName', (profile, event) =>
    withText(event, 'roleName', (role) => [{ slot: slotOf(profile, 'role', role), value: null, was: 'present' }]),
  ),
}

function made(role: Entity, { request, response, time }: IamEvent, document: unknown): readonly Write[] {
  const answer = child(response, 'role')
  const trust = documentText(document) ?? documentText(answer.assumeRolePolicyDocument)
  const boundary = text(request, 'permissionsBoundary')
  const path = text(answer, 'path') ?? text(request, 'path')
  return [
    created(role, { arn: text(answer, 'arn'), id: text(answer, 'roleId'), path, at: time }),
    ...(trust === null ? [] : [{ slot: slotOf(role, 'trust'), value: trust, was: 'absent' as const }]),
    ...(boundary === null ? [] : [{ slot: slotOf(role, 'boundary'), value: boundary, was: 'absent' as const }]),
    ...tagsIn(role, request),
  ]
}
