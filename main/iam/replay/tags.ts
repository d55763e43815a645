import { named, tagsIn, text } from './fields.ts'
import { managed } from './policies.ts'
import { type Entity, slotOf } from './slot.ts'
import type { Family, IamEvent, Reader, Write } from './write.ts'

/** Tags, which conditions look at. */
export const tags: Family = {
  'iam:TagUser': named('user', 'userName', put),
  'iam:UntagUser': named('user', 'userName', take),
  'iam:TagRole': named('role', 'roleName', put),
  'iam:UntagRole': named('role', 'roleName', take),
  'iam:TagPolicy': ofPolicy(put),
  'iam:UntagPolicy': ofPolicy(take),
}

function put(entity: Entity, { request }: IamEvent): readonly Write[] | string {
  const writes = tagsIn(entity, request)
  return writes.length === 0 ? 'the request has no tags' : writes
}

function take(entity: Entity, { request }: IamEvent): readonly Write[] | string {
  const keys = request.tagKeys
  if (!Array.isArray(keys)) return 'the request has no tagKeys'
  return keys.map((key) => ({ slot: slotOf(entity, 'tag', String(key)), value: null, was: 'any' }))
}

function ofPolicy(read: typeof put): Reader {
  return (event) => {
    const arn = text(event.request, 'policyArn')
    return arn === null ? 'the request does not say which policy: it has no policyArn' : read(managed(arn), event)
  }
}
