import { accounts } from './accounts.ts'
import { credentials } from './credentials.ts'
import { organizations } from './organizations.ts'
import { policies } from './policies.ts'
import { providers } from './providers.ts'
import { roles } from './roles.ts'
import { tags } from './tags.ts'
import { users } from './users.ts'
import type { Family, IamEvent, Write } from './write.ts'

const readers: Family = {
  ...users,
  ...roles,
  ...policies,
  ...credentials,
  ...tags,
  ...providers,
  ...organizations,
  ...accounts,
}

/** Calls that are logged as writes and leave every identity and policy as it is. */
const harmless = new Set([
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GenerateOrganizationsAccessReport',
  'iam:UpdateRoleDescription',
  'iam:UpdateRole',
  'iam:UpdateAccessKeyLastUsed',
  'iam:CreateVirtualMFADevice',
  'iam:DeleteVirtualMFADevice',
  'iam:ResyncMFADevice',
  'iam:TagInstanceProfile',
  'iam:UntagInstanceProfile',
  'iam:TagMFADevice',
  'iam:UntagMFADevice',
  'iam:TagSAMLProvider',
  'iam:UntagSAMLProvider',
  'iam:TagOpenIDConnectProvider',
  'iam:UntagOpenIDConnectProvider',
  'iam:TagServerCertificate',
  'iam:UntagServerCertificate',
  'organizations:TagResource',
  'organizations:UntagResource',
])

/** What a call writes, or why it cannot be replayed. */
export function writesOf(event: IamEvent): readonly Write[] | string {
  const call = `${event.service}:${event.action}`
  const read = Object.hasOwn(readers, call) ? readers[call] : undefined
  if (read !== undefined) return read(event)
  // Sessions come and go without changing what anybody may do.
  if (event.service === 'sts' || harmless.has(call)) return []
  return `${call} is not known to the replay`
}
