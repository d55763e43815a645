import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const rootNotCentral: Check = {
  id: 'root-not-central',
  theme: 'root',
  title: 'Root users of the accounts are not managed by the organization',
  severity: 'low',
  abuse: 'each account has a root password of its own, which can be reset by whoever reads its mail',
  fix: 'turn on RootCredentialsManagement, and delete the credentials of root users of member accounts',
  references: ['CIS v7.0 2.1.1', 'Prowler iam_root_credentials_management_enabled'],
  needs: items('AWS::Organizations::Features', '`aws iam list-organizations-features`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::Organizations::Features')
      .filter((item) => !JSON.stringify(fact(item, 'EnabledFeatures') ?? []).includes('RootCredentialsManagement'))
      .map(({ account }) => ({
        account: account || (inventory.management ?? ''),
        principal: inventory.organization ?? 'organization',
        why: 'RootCredentialsManagement is not among its features',
      })),
}
