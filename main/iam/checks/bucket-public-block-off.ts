import { itemsOf } from '../model/items-of.ts'
import { isOn } from '../model/restricted-buckets.ts'
import type { Check } from './check.ts'
import { buckets } from './needs.ts'

export const bucketPublicBlockOff: Check = {
  id: 'bucket-public-block-off',
  theme: 'resources',
  title: 'Block Public Access of a bucket is off',
  severity: 'medium',
  abuse: 'one mistake in a policy or access list opens the bucket to everybody',
  fix: 'turn all four settings on, for the account too',
  references: ['CIS v3.0 2.1.4', 'CIS v5.0 2.1.4', 'Security Hub S3.8'],
  needs: buckets,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::Bucket').flatMap((bucket) => {
      const block = bucket.facts.PublicAccessBlockConfiguration
      if (block === undefined && bucket.at === null) return []
      const ofAccount = itemsOf(inventory, 'AWS::S3::AccountPublicAccessBlock').find(
        ({ account }) => account === bucket.account,
      )
      const off = settings.filter((setting) => !isOn(block, setting) && !isOn(ofAccount?.facts, setting))
      if (off.length === 0) return []
      return [
        {
          account: bucket.account,
          principal: bucket.arn,
          why: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`,
        },
      ]
    }),
}

const settings = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets']
