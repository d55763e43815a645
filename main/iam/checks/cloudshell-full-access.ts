import type { Check } from './check.ts'

export const cloudshellFullAccess: Check = {
  id: 'cloudshell-full-access',
  title: 'AWSCloudShellFullAccess is given',
  severity: 'medium',
  fix: 'take it away, or forbid the upload and download of files',
  references: ['CIS v3.0 1.22', 'CIS v5.0 1.21', 'Security Hub IAM.27'],
  look: ({ inventory }) =>
    [...inventory.principals, ...inventory.groups].flatMap(({ arn, account, attached }) =>
      attached
        .filter((policy) => policy.arn?.endsWith(':policy/AWSCloudShellFullAccess') === true)
        .map(() => ({ account, principal: arn, why: 'files can be carried out of the account through CloudShell' })),
    ),
}
