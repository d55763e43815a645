import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { passwordPolicy } from './needs.ts'

export const passwordReuse: Check = {
  id: 'password-reuse',
  theme: 'credentials',
  title: 'Old passwords may be used again',
  severity: 'medium',
  abuse: 'a password that leaked earlier comes back',
  fix: 'remember 24 passwords (PasswordReusePrevention)',
  references: ['CIS v3.0 1.9', 'CIS v5.0 1.8', 'Security Hub IAM.16'],
  needs: passwordPolicy,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::AccountPasswordPolicy')
      .filter((item) => Number(fact(item, 'PasswordReusePrevention') ?? 0) < 24)
      .map((item) => ({
        account: item.account,
        principal: 'password policy',
        why: `${fact(item, 'PasswordReusePrevention') ?? 'no'} passwords are remembered`,
      })),
}
