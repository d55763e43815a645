import { adminPolicy } from './admin-policy.ts'
import { assumeAnyRole } from './assume-any-role.ts'
import type { Check } from './check.ts'
import { cloudshellFullAccess } from './cloudshell-full-access.ts'
import { consoleWithoutMfa } from './console-without-mfa.ts'
import { inlinePolicy } from './inline-policy.ts'
import { keyNotRotated } from './key-not-rotated.ts'
import { keyUnused } from './key-unused.ts'
import { notAction } from './not-action.ts'
import { passAnyRole } from './pass-any-role.ts'
import { passwordUnused } from './password-unused.ts'
import { policyOnUser } from './policy-on-user.ts'
import { quarantined } from './quarantined.ts'
import { resourceConfusedDeputy } from './resource-confused-deputy.ts'
import { resourceForeign } from './resource-foreign.ts'
import { resourcePublic } from './resource-public.ts'
import { roleUnused } from './role-unused.ts'
import { rootAccessKey } from './root-access-key.ts'
import { rootCertificate } from './root-certificate.ts'
import { rootUsed } from './root-used.ts'
import { rootWithoutMfa } from './root-without-mfa.ts'
import { serviceWildcard } from './service-wildcard.ts'
import { trustCognito } from './trust-cognito.ts'
import { trustConfusedDeputy } from './trust-confused-deputy.ts'
import { trustDeletedPrincipal } from './trust-deleted-principal.ts'
import { trustEks } from './trust-eks.ts'
import { trustForeignAccount } from './trust-foreign-account.ts'
import { trustForeignOrganization } from './trust-foreign-organization.ts'
import { trustGithub } from './trust-github.ts'
import { trustOidc } from './trust-oidc.ts'
import { trustPublic } from './trust-public.ts'
import { trustSaml } from './trust-saml.ts'
import { trustSessionTags } from './trust-session-tags.ts'
import { trustWithoutExternalId } from './trust-without-external-id.ts'
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
  inlinePolicy,
  keyNotRotated,
  keyUnused,
  notAction,
  passAnyRole,
  passwordUnused,
  policyOnUser,
  quarantined,
  resourceConfusedDeputy,
  resourceForeign,
  resourcePublic,
  roleUnused,
  serviceWildcard,
  trustCognito,
  trustConfusedDeputy,
  trustDeletedPrincipal,
  trustEks,
  trustForeignAccount,
  trustForeignOrganization,
  trustGithub,
  trustOidc,
  trustPublic,
  trustSaml,
  trustSessionTags,
  trustWithoutExternalId,
  twoActiveKeys,
]
