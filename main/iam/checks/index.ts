import { accessPointBlockOff } from './access-point-block-off.ts'
import { accountOutsideOrganization } from './account-outside-organization.ts'
import { accountPublicBlockOff } from './account-public-block-off.ts'
import { adminOnCompute } from './admin-on-compute.ts'
import { adminPolicy } from './admin-policy.ts'
import { adminRoleWithoutMfa } from './admin-role-without-mfa.ts'
import { adminWithoutMfa } from './admin-without-mfa.ts'
import { analyzerMissing } from './analyzer-missing.ts'
import { assumeAnyRole } from './assume-any-role.ts'
import { bedrockFullAccess } from './bedrock-full-access.ts'
import { boundaryMissing } from './boundary-missing.ts'
import { boundaryWithoutLimit } from './boundary-without-limit.ts'
import { bucketAclPublic } from './bucket-acl-public.ts'
import { bucketPublicBlockOff } from './bucket-public-block-off.ts'
import { bucketWithoutMfaDelete } from './bucket-without-mfa-delete.ts'
import { bucketWithoutTls } from './bucket-without-tls.ts'
import type { Check } from './check.ts'
import { circularTrust } from './circular-trust.ts'
import { cloudshellFullAccess } from './cloudshell-full-access.ts'
import { cloudtrailFullAccess } from './cloudtrail-full-access.ts'
import { consoleWithoutMfa } from './console-without-mfa.ts'
import { credentialExposure } from './credential-exposure.ts'
import { dataExfiltration } from './data-exfiltration.ts'
import { decryptAnyKey } from './decrypt-any-key.ts'
import { delegatedAdministrator } from './delegated-administrator.ts'
import { denyOnGroup } from './deny-on-group.ts'
import { endpointOpen } from './endpoint-open.ts'
import { externalReadOnly } from './external-read-only.ts'
import { foreignLayer } from './foreign-layer.ts'
import { functionUrlOpen } from './function-url-open.ts'
import { groupEmpty } from './group-empty.ts'
import { imagePublic } from './image-public.ts'
import { infrastructureModification } from './infrastructure-modification.ts'
import { inlinePolicy } from './inline-policy.ts'
import { instanceWithoutRole } from './instance-without-role.ts'
import { keyNeverUsed } from './key-never-used.ts'
import { keyNotRotated } from './key-not-rotated.ts'
import { keyUnused } from './key-unused.ts'
import { kmsFullAccess } from './kms-full-access.ts'
import { longLivedKeyUsed } from './long-lived-key-used.ts'
import { marketplaceSubscribe } from './marketplace-subscribe.ts'
import { noSecurityAuditRole } from './no-security-audit-role.ts'
import { noSupportRole } from './no-support-role.ts'
import { notAction } from './not-action.ts'
import { organizationWithoutGuardrails } from './organization-without-guardrails.ts'
import { passAnyRole } from './pass-any-role.ts'
import { passRoleAnyService } from './pass-role-any-service.ts'
import { passwordAge } from './password-age.ts'
import { passwordAndKey } from './password-and-key.ts'
import { passwordCharacters } from './password-characters.ts'
import { passwordLength } from './password-length.ts'
import { passwordReuse } from './password-reuse.ts'
import { passwordUnused } from './password-unused.ts'
import { policyOnUser } from './policy-on-user.ts'
import { policyUnattached } from './policy-unattached.ts'
import { quarantined } from './quarantined.ts'
import { regionGuardrail } from './region-guardrail.ts'
import { resourceConfusedDeputy } from './resource-confused-deputy.ts'
import { resourceExposure } from './resource-exposure.ts'
import { resourceForeign } from './resource-foreign.ts'
import { resourcePublic } from './resource-public.ts'
import { roleUnused } from './role-unused.ts'
import { rootAccessKey } from './root-access-key.ts'
import { rootCertificate } from './root-certificate.ts'
import { rootNotCentral } from './root-not-central.ts'
import { rootUsed } from './root-used.ts'
import { rootVirtualMfa } from './root-virtual-mfa.ts'
import { rootWithoutMfa } from './root-without-mfa.ts'
import { serverCertificateExpired } from './server-certificate-expired.ts'
import { serviceLinkedOddity } from './service-linked-oddity.ts'
import { serviceWildcard } from './service-wildcard.ts'
import { snapshotPublic } from './snapshot-public.ts'
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
import { unattachedAdminPolicy } from './unattached-admin-policy.ts'
import { userUnused } from './user-unused.ts'
import { userVirtualMfa } from './user-virtual-mfa.ts'
import { userWithoutGroup } from './user-without-group.ts'
import { userWithoutMfa } from './user-without-mfa.ts'
import { usersWithoutFederation } from './users-without-federation.ts'

/** Every check, in the order in which findings of one severity are shown. A new check is a file and a line here. */
export const checks: readonly Check[] = [
  rootAccessKey,
  rootCertificate,
  rootNotCentral,
  rootUsed,
  rootVirtualMfa,
  rootWithoutMfa,
  accessPointBlockOff,
  accountOutsideOrganization,
  accountPublicBlockOff,
  adminOnCompute,
  adminPolicy,
  adminRoleWithoutMfa,
  adminWithoutMfa,
  analyzerMissing,
  assumeAnyRole,
  bedrockFullAccess,
  boundaryMissing,
  boundaryWithoutLimit,
  bucketAclPublic,
  bucketPublicBlockOff,
  bucketWithoutMfaDelete,
  bucketWithoutTls,
  circularTrust,
  cloudshellFullAccess,
  cloudtrailFullAccess,
  consoleWithoutMfa,
  credentialExposure,
  dataExfiltration,
  decryptAnyKey,
  delegatedAdministrator,
  denyOnGroup,
  endpointOpen,
  externalReadOnly,
  foreignLayer,
  functionUrlOpen,
  groupEmpty,
  imagePublic,
  infrastructureModification,
  inlinePolicy,
  instanceWithoutRole,
  keyNeverUsed,
  keyNotRotated,
  keyUnused,
  kmsFullAccess,
  longLivedKeyUsed,
  marketplaceSubscribe,
  noSecurityAuditRole,
  noSupportRole,
  notAction,
  organizationWithoutGuardrails,
  passAnyRole,
  passRoleAnyService,
  passwordAge,
  passwordAndKey,
  passwordCharacters,
  passwordLength,
  passwordReuse,
  passwordUnused,
  policyOnUser,
  policyUnattached,
  quarantined,
  regionGuardrail,
  resourceConfusedDeputy,
  resourceExposure,
  resourceForeign,
  resourcePublic,
  roleUnused,
  serverCertificateExpired,
  serviceLinkedOddity,
  serviceWildcard,
  snapshotPublic,
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
  unattachedAdminPolicy,
  userUnused,
  userVirtualMfa,
  userWithoutGroup,
  userWithoutMfa,
  usersWithoutFederation,
]
