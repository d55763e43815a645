import { adminPolicy } from './admin-policy.ts'
import { assumeAnyRole } from './assume-any-role.ts'
import type { Check } from './check.ts'
import { cloudshellFullAccess } from './cloudshell-full-access.ts'
import { consoleWithoutMfa } from './console-without-mfa.ts'
import { dangerousTrust } from './dangerous-trust.ts'
import { exposedResource } from './exposed-resource.ts'
import { inlinePolicy } from './inline-policy.ts'
import { keyNotRotated } from './key-not-rotated.ts'
import { keyUnused } from './key-unused.ts'
import { notAction } from './not-action.ts'
import { passAnyRole } from './pass-any-role.ts'
import { passwordUnused } from './password-unused.ts'
import { policyOnUser } from './policy-on-user.ts'
import { quarantined } from './quarantined.ts'
import { roleUnused } from './role-unused.ts'
import { rootAccessKey } from './root-access-key.ts'
import { rootCertificate } from './root-certificate.ts'
import { rootUsed } from './root-used.ts'
import { rootWithoutMfa } from './root-without-mfa.ts'
import { serviceWildcard } from './service-wildcard.ts'
import { twoActiveKeys } from './two-active-keys.ts'

/** Every check, in the order in which findings of one severity are shown. A new check is a file and a line here. */
export const checks: readonly Check[] = [
  rootAccessKey,
  rootCertificate,
  rootUsed,
  rootWithoutMfa,
  adminPolicy,
  assumeAnyRole,
  cloudshellFullAccess,
  consoleWithoutMfa,
  dangerousTrust,
  exposedResource,
  inlinePolicy,
  keyNotRotated,
  keyUnused,
  notAction,
  passAnyRole,
  passwordUnused,
  policyOnUser,
  quarantined,
  roleUnused,
  serviceWildcard,
  twoActiveKeys,
]
