import type { Check } from './check.ts'
import { grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const kmsFullAccess: Check = {
  id: 'kms-full-access',
  theme: 'rights',
  title: 'A policy allows everything with keys',
  severity: 'medium',
  abuse: 'keys are opened to others, or deleted, and what they encrypt is read or lost',
  fix: 'allow Encrypt, Decrypt and GenerateDataKey on the keys that are needed',
  references: ['Prowler iam_policy_no_full_access_to_kms', 'Prowler iam_inline_policy_no_full_access_to_kms'],
  needs: details,
  look: (view) =>
    grantsOf(
      view,
      ['kms:putkeypolicy', 'kms:schedulekeydeletion', 'kms:creategrant'],
      'keys can be given away or deleted',
    ),
}
