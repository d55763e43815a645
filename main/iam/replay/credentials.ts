import { child, named, ofUser, text, withText } from './fields.ts'
import { type Entity, slotOf } from './slot.ts'
import type { Family, Reader, Write } from './write.ts'

/** What users sign in with: passwords, access keys, devices, and the keys of single services. */
export const credentials: Family = {
  'iam:CreateLoginProfile': ofUser((user, { time }) => [
    { slot: slotOf(user, 'password'), value: time, was: 'absent' },
  ]),
  'iam:UpdateLoginProfile': ofUser((user, { time }) => [
    { slot: slotOf(user, 'password'), value: time, was: 'present' },
  ]),
  'iam:ChangePassword': ofUser((user, { time }) => [{ slot: slotOf(user, 'password'), value: time, was: 'present' }]),
  'iam:DeleteLoginProfile': ofUser((user) => [{ slot: slotOf(user, 'password'), value: null, was: 'present' }]),
  'iam:CreateAccessKey': (event) => {
    const key = child(event.response, 'accessKey')
    const name = text(key, 'userName') ?? text(event.request, 'userName') ?? event.caller
    const id = text(key, 'accessKeyId')
    if (name === null) return 'neither request nor answer names the user that got the key'
    if (id === null) return `the answer does not name the key that ${name} got`
    const user: Entity = { kind: 'user', account: event.account, name }
    return [
      { slot: slotOf(user, 'key', id), value: text(key, 'status') ?? 'Active', was: 'absent' },
      { slot: slotOf(user, 'key-made', id), value: event.time, was: 'absent' },
    ]
  },
  'iam:UpdateAccessKey': ofUser((user, event) =>
    withText(event, 'accessKeyId', (id) => {
      const status = text(event.request, 'status')
      return status === null
        ? 'the request does not say whether the key was switched on or off'
        : [{ slot: slotOf(user, 'key', id), value: status, was: 'present' }]
    }),
  ),
  'iam:DeleteAccessKey': ofUser((user, event) =>
    withText(event, 'accessKeyId', (id) => [{ slot: slotOf(user, 'key', id), value: null, was: 'present' }]),
  ),
  'iam:EnableMFADevice': device('', 'any'),
  'iam:DeactivateMFADevice': device(null, 'present'),
  'iam:UploadSSHPublicKey': given('ssh-key', 'sSHPublicKey', ['sSHPublicKeyId', 'SSHPublicKeyId']),
  'iam:UpdateSSHPublicKey': switched('ssh-key', ['sSHPublicKeyId', 'SSHPublicKeyId']),
  'iam:DeleteSSHPublicKey': taken('ssh-key', ['sSHPublicKeyId', 'SSHPublicKeyId']),
  'iam:UploadSigningCertificate': given('certificate', 'certificate', ['certificateId']),
  'iam:UpdateSigningCertificate': switched('certificate', ['certificateId']),
  'iam:DeleteSigningCertificate': taken('certificate', ['certificateId']),
  'iam:CreateServiceSpecificCredential': given('service-credential', 'serviceSpecificCredential', [
    'serviceSpecificCredentialId',
  ]),
  'iam:UpdateServiceSpecificCredential': switched('service-credential', ['serviceSpecificCredentialId']),
  'iam:ResetServiceSpecificCredential': () => [],
  'iam:DeleteServiceSpecificCredential': taken('service-credential', ['serviceSpecificCredentialId']),
}

function device(value: string | null, was: Write['was']): Reader {
  return named('user', 'userName', (user, event) =>
    withText(event, 'serialNumber', (serial) => [{ slot: slotOf(user, 'mfa', serial), value, was }]),
  )
}

/** A credential that is made: its id stands in the answer. */
function given(facet: string, answer: string, ids: readonly string[]): Reader {
  return ofUser((user, { response }) => {
    const made = child(response, answer)
    const id = ids.map((name) => text(made, name)).find((each) => each !== null)
    return id === undefined || id === null
      ? `the answer does not name what ${user.name} got`
      : [{ slot: slotOf(user, facet, id), value: text(made, 'status') ?? 'Active', was: 'absent' }]
  })
}

function switched(facet: string, ids: readonly string[]): Reader {
  return byId(ids, (user, id, status) =>
    status === null
      ? 'the request does not say whether it was switched on or off'
      : [{ slot: slotOf(user, facet, id), value: status, was: 'present' }],
  )
}

function taken(facet: string, ids: readonly string[]): Reader {
  return byId(ids, (user, id) => [{ slot: slotOf(user, facet, id), value: null, was: 'present' }])
}

function byId(
  ids: readonly string[],
  read: (user: Entity, id: string, status: string | null) => readonly Write[] | string,
): Reader {
  return ofUser((user, { request }) => {
    const id = ids.map((name) => text(request, name)).find((each) => each !== null)
    return id === undefined || id === null ? `the request has no ${ids[0]}` : read(user, id, text(request, 'status'))
  })
}
