import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const delegatedAdministrator: Check = {
  id: 'delegated-administrator',
  theme: 'organization',
  title: 'An account administers a service for the whole organization',
  severity: 'info',
  abuse: 'who controls that account turns the service off, or looks into every account with it',
  fix: 'know each of them; take away those that are not needed',
  references: ['Prowler organizations_delegated_administrators'],
  needs: items('AWS::Organizations::DelegatedAdministrator', '`aws organizations list-delegated-administrators`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::Organizations::DelegatedAdministrator').map((item) => ({
      account: String(fact(item, 'Id') ?? item.account),
      principal: item.arn,
      why: `since ${fact(item, 'DelegationEnabledDate') ?? 'an unknown time'}`,
    })),
}
