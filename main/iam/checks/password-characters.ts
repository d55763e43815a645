import type { Item } from '../model/inventory.ts'
import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { passwordPolicy } from './needs.ts'

export const passwordCharacters: Check = {
  id: 'password-characters',
  theme: 'credentials',
  title: 'Passwords may be of one kind of character',
  severity: 'low',
  abuse: 'passwords of lower-case letters alone are guessed sooner',
  fix: 'ask for lower case, upper case, numbers and symbols, or better for long passwords',
  references: ['Security Hub IAM.7', 'Prowler iam_password_policy_symbol'],
  needs: passwordPolicy,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::IAM::AccountPasswordPolicy')
      .filter((item) => missingKinds(item).length > 0)
      .map((item) => ({
        account: item.account,
        principal: 'password policy',
        why: `not asked for: ${missingKinds(item).join(', ')}`,
      })),
}

const kinds = {
  RequireLowercaseCharacters: 'lower case',
  RequireUppercaseCharacters: 'upper case',
  RequireNumbers: 'numbers',
  RequireSymbols: 'symbols',
}

function missingKinds(item: Item): readonly string[] {
  return Object.entries(kinds)
    .filter(([field]) => fact(item, field) !== true)
    .map(([, words]) => words)
}
