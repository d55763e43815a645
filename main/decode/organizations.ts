import type { Format } from './format.ts'

const lists = ['Organization', 'Accounts', 'Roots', 'OrganizationalUnits', 'Policies', 'Targets']

/** Answers of `aws organizations` commands: the organization, its accounts and units, its policies. They hold no events. */
export const organizations: Format = {
  id: 'organizations',
  title: 'AWS Organizations',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.size <= 4 && lists.some((name) => names.has(name)),
  columns: {},
  select: {},
}
