import { itemsOf } from '../model/items-of.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const rootVirtualMfa: Check = {
  id: 'root-virtual-mfa',
  theme: 'root',
  title: 'The second factor of the root user is a program',
  severity: 'medium',
  abuse: 'the seed of the program can be copied from a backup or a telephone, and its codes can be phished',
  fix: 'register a security key for the root user',
  references: ['CIS v3.0 1.6', 'CIS v5.0 1.5', 'Security Hub IAM.6'],
  needs: items('AWS::IAM::VirtualMFADevice', 'devices of MFA (`aws iam list-virtual-mfa-devices`)'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::VirtualMFADevice')
      .filter(({ arn }) => arn.endsWith(':mfa/root-account-mfa-device'))
      .map(({ arn, account }) => ({
        account,
        principal: `arn:${arnParts(arn)[1] ?? 'aws'}:iam::${account}:root`,
        why: `${arn} is a virtual device`,
      })),
}
