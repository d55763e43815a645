import type { Check } from './check.ts'

export const accountOutsideOrganization: Check = {
  id: 'account-outside-organization',
  theme: 'organization',
  title: 'An account is not in the organization',
  severity: 'low',
  abuse: 'no guardrail of the organization reaches it, and nobody sees its bill and logs',
  fix: 'find out whose it is; invite it, or close it',
  references: ['Prowler organizations_account_part_of_organizations'],
  needs: {
    says: 'accounts of the organization (`aws organizations list-accounts`)',
    isMet: ({ members }) => members.length > 0,
  },
  look: ({ inventory }) =>
    [...new Set(inventory.principals.map(({ account }) => account))]
      .filter(
        (account) =>
          inventory.members.length > 0 && !inventory.members.includes(account) && account !== inventory.management,
      )
      .map((account) => ({
        account,
        principal: account,
        why: 'it is not among the accounts that the organization lists',
      })),
}
