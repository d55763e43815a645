import { fact, itemsOf } from '../model/items-of.ts'
import { isOn } from '../model/restricted-buckets.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const accessPointBlockOff: Check = {
  id: 'access-point-block-off',
  theme: 'resources',
  title: 'Block Public Access of an access point is off',
  severity: 'medium',
  abuse: 'the bucket is reached through an access point that lets everybody in',
  fix: 'make the access point anew with all four settings on: they cannot be changed later',
  references: ['Security Hub S3.19', 'Prowler s3_access_point_public_access_block'],
  needs: items('AWS::S3::AccessPoint', 'AWS Config items of access points, or `aws s3control get-access-point`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::AccessPoint').flatMap((point) => {
      const block = fact(point, 'PublicAccessBlockConfiguration')
      const off = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].filter(
        (setting) => !isOn(block, setting),
      )
      return off.length === 0
        ? []
        : [
            {
              account: point.account,
              principal: point.arn,
              why: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`,
            },
          ]
    }),
}
