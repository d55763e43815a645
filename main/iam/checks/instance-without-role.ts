import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const instanceWithoutRole: Check = {
  id: 'instance-without-role',
  theme: 'credentials',
  title: 'An instance has no role',
  severity: 'info',
  abuse: 'programs on it that call AWS have keys in files, which never end',
  fix: 'give the instance a role with what its programs need',
  references: ['CIS v3.0 1.18', 'CIS v5.0 1.17'],
  needs: items('AWS::EC2::Instance', 'AWS Config items of instances'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::EC2::Instance')
      .filter((item) => !isObject(fact(item, 'IamInstanceProfile')))
      .map(({ arn, account }) => ({ account, principal: arn, why: 'no instance profile is attached' })),
}
