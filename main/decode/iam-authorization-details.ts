import type { Format } from './format.ts'

/** The answer of `aws iam get-account-authorization-details`, or a page of it: every identity with its policies. It holds no events. */
export const iamAuthorizationDetails: Format = {
  id: 'iam-authorization-details',
  title: 'AWS IAM authorization details',
  idField: null,
  eventless: true,
  matches: ({ names }) => ['UserDetailList', 'RoleDetailList', 'GroupDetailList'].some((name) => names.has(name)),
  columns: {},
  select: {},
}
