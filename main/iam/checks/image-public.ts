import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const imagePublic: Check = {
  id: 'image-public',
  theme: 'resources',
  title: 'An image is open to everybody',
  severity: 'critical',
  abuse: 'everybody starts it, and reads what was left on its disk',
  fix: 'make it private, and turn Block Public Access for AMIs on',
  references: ['Prowler ec2_ami_public', 'Security Hub EC2.1'],
  needs: items('AWS::EC2::Image', '`aws ec2 describe-images --owners self`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::EC2::Image')
      .filter((item) => fact(item, 'Public') === true)
      .map((item) => ({
        account: String(fact(item, 'OwnerId') ?? item.account),
        principal: item.arn,
        why: 'everybody may start it',
      })),
}
