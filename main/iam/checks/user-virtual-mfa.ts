import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const userVirtualMfa: Check = {
  id: 'user-virtual-mfa',
  theme: 'credentials',
  title: 'The second factor of a user is a program',
  severity: 'info',
  abuse: 'the seed of the program can be copied, and its codes can be phished; those of a security key cannot',
  fix: 'use security keys (FIDO2) or passkeys',
  references: ['Prowler iam_user_hardware_mfa_enabled'],
  needs: items('AWS::IAM::VirtualMFADevice', 'devices of MFA (`aws iam list-virtual-mfa-devices`)'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::VirtualMFADevice').flatMap((device) => {
      const user = fact(device, 'User')
      const arn = isObject(user) && typeof user.Arn === 'string' ? user.Arn : null
      if (arn === null || device.arn.endsWith(':mfa/root-account-mfa-device')) return []
      return [{ account: device.account, principal: arn, why: `${device.arn} is a virtual device` }]
    }),
}
