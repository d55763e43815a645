import { accounts } from '../cast.ts'
import { allow, document } from './documents.ts'

/** An account of its own, that the logs do not have. */
const management = '210987654321'
const organization = 'o-example1234'
const root = 'r-ex4m'

/** The organization with its control policies: one protects the trail, but neither its selectors nor GuardDuty. */
export function organizationOf() {
  const names = {
    [management]: 'management',
    [accounts.prod]: 'production',
    [accounts.staging]: 'staging',
    [accounts.archive]: 'log archive',
  }
  return {
    Organization: {
      Id: organization,
      Arn: `arn:aws:organizations::${management}:organization/${organization}`,
      FeatureSet: 'ALL',
      ManagementAccountId: management,
    },
    Accounts: Object.entries(names).map(([Id, Name]) => ({
      Id,
      Arn: `arn:aws:organizations::${management}:account/${organization}/${Id}`,
      Name,
      Status: 'ACTIVE',
      ParentId: root,
    })),
    Policies: [
      control(
        'p-FullAWSAccess',
        'FullAWSAccess',
        'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
        document(allow('*')),
      ),
      control(
        'p-pr0tecttr4il',
        'protect-trail',
        `arn:aws:organizations::${management}:policy/${organization}/service_control_policy/p-pr0tecttr4il`,
        document({
          Sid: 'ProtectTrail',
          Effect: 'Deny',
          Action: ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail'],
          Resource: 'arn:aws:cloudtrail:*:*:trail/organization',
        }),
      ),
    ],
  }
}

function control(Id: string, Name: string, Arn: string, content: object) {
  return {
    PolicySummary: { Id, Arn, Name, Type: 'SERVICE_CONTROL_POLICY', AwsManaged: Name === 'FullAWSAccess' },
    Content: JSON.stringify(content),
    Targets: [
      { TargetId: root, Type: 'ROOT' },
      ...[accounts.prod, accounts.staging]
        .filter(() => Name === 'FullAWSAccess')
        .map((TargetId) => ({ TargetId, Type: 'ACCOUNT' })),
    ],
  }
}
