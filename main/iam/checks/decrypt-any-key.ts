import type { Check } from './check.ts'
import { grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const decryptAnyKey: Check = {
  id: 'decrypt-any-key',
  theme: 'rights',
  title: 'A policy allows decrypting with every key',
  severity: 'medium',
  abuse: 'whatever is encrypted in the account, and can be read as a file, is read in plain',
  fix: 'name the keys',
  references: ['Security Hub KMS.1', 'Security Hub KMS.2'],
  needs: details,
  look: (view) => grantsOf(view, ['kms:decrypt', 'kms:reencryptfrom'], 'every key decrypts for it'),
}
