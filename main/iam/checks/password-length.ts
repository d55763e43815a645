import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { passwordPolicy } from './needs.ts'

export const passwordLength: Check = {
  id: 'password-length',
  theme: 'credentials',
  title: 'Passwords may be short',
  severity: 'medium',
  abuse: 'short passwords are guessed, and cracked where a hash leaks',
  fix: 'ask for 14 characters or more',
  references: ['CIS v3.0 1.8', 'CIS v5.0 1.7', 'Security Hub IAM.15'],
  needs: passwordPolicy,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::AccountPasswordPolicy')
      .filter((item) => Number(fact(item, 'MinimumPasswordLength') ?? 0) < 14)
      .map((item) => ({
        account: item.account,
        principal: 'password policy',
        why: `${fact(item, 'MinimumPasswordLength') ?? 'no'} characters are asked for`,
      })),
}
