import { text } from './fields.ts'
import { setting } from './organizations.ts'
import type { Family, Reader } from './write.ts'

/** Settings of whole accounts: rules for passwords, aliases, root sessions, tokens. */
export const accounts: Family = {
  'iam:UpdateAccountPasswordPolicy': ({ account, request }) => [
    setting(account, 'password-policy', '', JSON.stringify(request)),
  ],
  'iam:DeleteAccountPasswordPolicy': ({ account }) => [setting(account, 'password-policy', '', null)],
  'iam:CreateAccountAlias': alias((name) => name),
  'iam:DeleteAccountAlias': alias(() => null),
  'iam:SetSecurityTokenServicePreferences': ({ account, request }) => [
    setting(account, 'token-version', '', text(request, 'globalEndpointTokenVersion') ?? ''),
  ],
  'iam:EnableOrganizationsRootSessions': ({ account }) => [setting(account, 'root-sessions', '', 'enabled')],
  'iam:DisableOrganizationsRootSessions': ({ account }) => [setting(account, 'root-sessions', '', null)],
  'iam:EnableOrganizationsRootCredentialsManagement': ({ account }) => [
    setting(account, 'root-credentials-management', '', 'enabled'),
  ],
  'iam:DisableOrganizationsRootCredentialsManagement': ({ account }) => [
    setting(account, 'root-credentials-management', '', null),
  ],
}

function alias(value: (name: string) => string | null): Reader {
  return ({ account, request }) => {
    const name = text(request, 'accountAlias')
    return name === null ? 'the request has no accountAlias' : [setting(account, 'alias', '', value(name))]
  }
}
