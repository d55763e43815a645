import type { Check } from './check.ts'
import { details } from './needs.ts'

export const cloudshellFullAccess: Check = {
  id: 'cloudshell-full-access',
  theme: 'rights',
  title: 'AWSCloudShellFullAccess is given',
  severity: 'medium',
  abuse: 'files are uploaded to and downloaded from a shell inside of AWS, past what watches the network',
  fix: 'take it away, or forbid the upload and download of files',
  references: ['CIS v3.0 1.22', 'CIS v5.0 1.21', 'Security Hub IAM.27'],
  needs: details,
  look: ({ inventory }) =>
    [...inventory.principals, ...inventory.groups].flatMap(({ arn, account, attached }) =>
      attached
        .filter((policy) => policy.arn?.endsWith(':policy/AWSCloudShellFullAccess') === true)
        .map(() => ({ account, principal: arn, why: 'files can be carried out of the account through CloudShell' })),
    ),
}
