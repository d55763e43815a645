import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { passwordPolicy } from './needs.ts'

export const passwordAge: Check = {
  id: 'password-age',
  theme: 'credentials',
  title: 'Passwords never end',
  severity: 'low',
  abuse: 'a password that leaked works until somebody notices',
  fix: 'where there is no MFA, let passwords end after 90 days',
  references: ['Prowler iam_password_policy_expires_passwords_within_90_days_or_less', 'Security Hub IAM.7'],
  needs: passwordPolicy,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::AccountPasswordPolicy')
      .filter((item) => !(Number(fact(item, 'MaxPasswordAge') ?? 0) >= 1 && Number(fact(item, 'MaxPasswordAge')) <= 90))
      .map((item) => ({
        account: item.account,
        principal: 'password policy',
        why: `passwords end after ${fact(item, 'MaxPasswordAge') ?? 'no'} days`,
      })),
}
