import { child, created, deleted, named, tagsIn, text, withText } from './fields.ts'
import { slotOf } from './slot.ts'
import type { Family } from './write.ts'

/** Users and groups: made, deleted, joined. */
export const users: Family = {
  'iam:CreateUser': named('user', 'userName', (user, { request, response, time }) => {
    const made = child(response, 'user')
    const boundary = text(request, 'permissionsBoundary')
    return [
      created(user, { arn: text(made, 'arn'), id: text(made, 'userId'), path: text(request, 'path'), at: time }),
      ...(boundary === null ? [] : [{ slot: slotOf(user, 'boundary'), value: boundary, was: 'absent' as const }]),
      ...tagsIn(user, request),
    ]
  }),
  'iam:DeleteUser': named('user', 'userName', (user) => [deleted(user)]),
  'iam:CreateGroup': named('group', 'groupName', (group, { request, response, time }) => {
    const made = child(response, 'group')
    return [
      created(group, { arn: text(made, 'arn'), id: text(made, 'groupId'), path: text(request, 'path'), at: time }),
    ]
  }),
  'iam:DeleteGroup': named('group', 'groupName', (group) => [deleted(group)]),
  'iam:AddUserToGroup': named('user', 'userName', (user, event) =>
    withText(event, 'groupName', (group) => [{ slot: slotOf(user, 'group', group), value: '', was: 'any' }]),
  ),
  'iam:RemoveUserFromGroup': named('user', 'userName', (user, event) =>
    withText(event, 'groupName', (group) => [{ slot: slotOf(user, 'group', group), value: null, was: 'present' }]),
  ),
}
