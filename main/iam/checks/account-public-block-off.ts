import { itemsOf } from '../model/items-of.ts'
import { isOn } from '../model/restricted-buckets.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const accountPublicBlockOff: Check = {
  id: 'account-public-block-off',
  theme: 'resources',
  title: 'Block Public Access of an account is off',
  severity: 'medium',
  abuse: 'every new bucket can be opened to everybody',
  fix: 'turn all four settings on for the account',
  references: ['Security Hub S3.1', 'Prowler s3_account_level_public_access_blocks'],
  needs: items('AWS::S3::AccountPublicAccessBlock', 'AWS Config items, or `aws s3control get-public-access-block`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::AccountPublicAccessBlock').flatMap(({ account, facts }) => {
      const off = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].filter(
        (setting) => !isOn(facts, setting),
      )
      return off.length === 0
        ? []
        : [{ account, principal: account, why: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off` }]
    }),
}
