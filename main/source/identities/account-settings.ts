import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListSAMLProvidersCommand,
  ListServerCertificatesCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam'
import { note } from '../source.ts'
import { all, isCalled, type Step, saved } from './step.ts'

/** How the account protects itself: passwords, root, MFA devices, certificates, identity providers. */
export const accountSettings: Step = {
  sid: 'ReadAccountSettings',
  what: 'the password policy, MFA devices, certificates and identity providers',
  actions: [
    'iam:GetAccountPasswordPolicy',
    'iam:GetAccountSummary',
    'iam:ListSAMLProviders',
    'iam:ListServerCertificates',
    'iam:ListVirtualMFADevices',
  ],
  async *run({ clients, signal, said }) {
    const client = clients.of(IAMClient)
    const abort = { abortSignal: signal }
    const asked: readonly (readonly [string, string, () => Promise<object>])[] = [
      [
        'GetAccountPasswordPolicy',
        'password-policy.json',
        async () => {
          const { PasswordPolicy } = await client.send(new GetAccountPasswordPolicyCommand({}), abort)
          return { PasswordPolicy }
        },
      ],
      [
        'GetAccountSummary',
        'account-summary.json',
        async () => {
          const { SummaryMap } = await client.send(new GetAccountSummaryCommand({}), abort)
          return { SummaryMap }
        },
      ],
      [
        'ListVirtualMFADevices',
        'virtual-mfa-devices.json',
        async () => ({
          VirtualMFADevices: await all(async (Marker) => {
            const page = await client.send(new ListVirtualMFADevicesCommand({ Marker }), abort)
            return { items: page.VirtualMFADevices, next: page.IsTruncated ? page.Marker : undefined }
          }),
        }),
      ],
      [
        'ListServerCertificates',
        'server-certificates.json',
        async () => ({
          ServerCertificateMetadataList: await all(async (Marker) => {
            const page = await client.send(new ListServerCertificatesCommand({ Marker }), abort)
            return { items: page.ServerCertificateMetadataList, next: page.IsTruncated ? page.Marker : undefined }
          }),
        }),
      ],
      [
        'ListSAMLProviders',
        'saml-providers.json',
        async () => {
          const { SAMLProviderList = [] } = await client.send(new ListSAMLProvidersCommand({}), abort)
          return { SAMLProviderList }
        },
      ],
    ]
    for (const [operation, file, ask] of asked) {
      try {
        yield saved(file, await ask())
      } catch (error) {
        signal.throwIfAborted()
        yield isCalled(error, 'NoSuchEntity', 'NoSuchEntityException')
          ? note('the account has no password policy of its own')
          : said(error, operation, 'settings of the account')
      }
    }
  },
}
