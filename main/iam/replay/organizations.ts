import { child, created, deleted, documentText, text, withText } from './fields.ts'
import { type Entity, slotOf } from './slot.ts'
import type { Family, IamEvent, Reader, Write } from './write.ts'

/** Control policies of the organization, what they hang on, and which accounts are in it. */
export const organizations: Family = {
  'organizations:CreatePolicy': (event) => {
    const answer = child(event.response, 'policy')
    const summary = child(answer, 'policySummary')
    const id = text(summary, 'id')
    if (id === null) return 'the answer does not name the policy that was made'
    const control = controlOf(event, id)
    const content = documentText(event.request.content) ?? documentText(answer.content)
    return [
      created(control, {
        arn: text(summary, 'arn'),
        name: text(summary, 'name') ?? text(event.request, 'name'),
        type: text(summary, 'type') ?? text(event.request, 'type'),
        at: event.time,
      }),
      ...(content === null ? [] : [{ slot: slotOf(control, 'content'), value: content, was: 'absent' as const }]),
    ]
  },
  'organizations:UpdatePolicy': ofControl((control, event) => {
    const content = documentText(event.request.content)
    return content === null ? [] : [{ slot: slotOf(control, 'content'), value: content, was: 'present' }]
  }),
  'organizations:DeletePolicy': ofControl((control) => [deleted(control)]),
  'organizations:AttachPolicy': ofControl((control, event) =>
    withText(event, 'targetId', (target) => [{ slot: slotOf(control, 'target', target), value: '', was: 'absent' }]),
  ),
  'organizations:DetachPolicy': ofControl((control, event) =>
    withText(event, 'targetId', (target) => [{ slot: slotOf(control, 'target', target), value: null, was: 'present' }]),
  ),
  'organizations:EnablePolicyType': policyType('enabled', 'absent'),
  'organizations:DisablePolicyType': policyType(null, 'present'),
  'organizations:MoveAccount': (event) => {
    const account = text(event.request, 'accountId')
    const to = text(event.request, 'destinationParentId')
    if (account === null || to === null) return 'the request does not say which account went where'
    return [setting(account, 'parent', '', to)]
  },
  'organizations:RemoveAccountFromOrganization': (event) => {
    const account = text(event.request, 'accountId')
    return account === null ? 'the request has no accountId' : [setting(account, 'member', '', null)]
  },
  'organizations:LeaveOrganization': ({ account }) => [setting(account, 'member', '', null)],
  'organizations:RegisterDelegatedAdministrator': delegated('registered'),
  'organizations:DeregisterDelegatedAdministrator': delegated(null),
  'organizations:EnableAWSServiceAccess': trusted('enabled'),
  'organizations:DisableAWSServiceAccess': trusted(null),
}

function controlOf({ account }: IamEvent, id: string): Entity {
  return { kind: 'control', account, name: id }
}

function ofControl(read: (control: Entity, event: IamEvent) => ReturnType<Reader>): Reader {
  return (event) => {
    const id = text(event.request, 'policyId')
    return id === null ? 'the request does not say which policy: it has no policyId' : read(controlOf(event, id), event)
  }
}

function policyType(value: string | null, was: Write['was']): Reader {
  return (event) =>
    withText(event, 'policyType', (type) => [{ ...setting(event.account, 'policy-type', type, value), was }])
}

function delegated(value: string | null): Reader {
  return (event) =>
    withText(event, 'accountId', (account) => [
      setting(account, 'delegated-administrator', text(event.request, 'servicePrincipal') ?? '', value),
    ])
}

function trusted(value: string | null): Reader {
  return (event) =>
    withText(event, 'servicePrincipal', (service) => [setting(event.account, 'trusted-service', service, value)])
}

/** A setting of an account, which is always there. */
export function setting(account: string, facet: string, item: string, value: string | null): Write {
  return { slot: slotOf({ kind: 'setting', account, name: account }, facet, item), value, was: 'any' }
}
