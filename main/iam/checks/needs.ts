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
