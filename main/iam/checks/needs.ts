import type { Inventory } from '../model/inventory.ts'

/** Evidence that a check cannot do without. */
export interface Need {
  /** What to import, as a person fetches it. */
  readonly says: string
  isMet(inventory: Inventory): boolean
}

export const details: Need = {
  says: 'the answer of `aws iam get-account-authorization-details`, or AWS Config items of identities',
  isMet: ({ principals, groups, managed }) => principals.length + groups.length + managed.length > 0,
}

export const report: Need = {
  says: 'the credential report (`aws iam get-credential-report`)',
  isMet: ({ credentials }) => credentials.length > 0,
}

export const resourcePolicies: Need = {
  says: 'policies of resources, as AWS Config items or as `get-bucket-policy` and its like answer',
  isMet: ({ resources }) => resources.size > 0,
}

export const detailsAndReport: Need = {
  says: `${details.says}, and ${report.says}`,
  isMet: (inventory) => details.isMet(inventory) && report.isMet(inventory),
}

export const controls: Need = {
  says: 'service control policies (`aws organizations list-policies` and `describe-policy`)',
  isMet: (inventory) => inventory.controls.some(({ kind }) => kind === 'scp'),
}

/** Settings and resources of one type, and what tells them. */
export function items(type: string, command: string): Need {
  return {
    says: command,
    isMet: (inventory) => inventory.items.some((item) => item.type === type || item.type === `${type}s`),
  }
}

export const buckets: Need = items(
  'AWS::S3::Bucket',
  'AWS Config items of buckets, or `aws s3api get-public-access-block` and its like',
)
export const passwordPolicy: Need = items(
  'AWS::IAM::AccountPasswordPolicy',
  'the password policy (`aws iam get-account-password-policy`)',
)
