import { byArn } from '../ability.ts'
import type { Check } from './check.ts'
import { exposedBy, hitOf } from './exposure.ts'
import { details } from './needs.ts'

export const externalReadOnly: Check = {
  id: 'external-read-only',
  theme: 'trust',
  title: 'Somebody outside may read everything',
  severity: 'high',
  abuse: 'who controls the other account reads configurations and data, for as long as nobody looks',
  fix: 'give the other side the reading rights that it needs, without data',
  references: ['Prowler iam_role_cross_account_readonlyaccess_policy'],
  needs: details,
  look: (view) =>
    exposedBy(view, 'trust', 'public', 'foreign-account', 'foreign-organization', 'vendor').flatMap((exposed) => {
      const attached = byArn(view.inventory).get(exposed.arn)?.attached ?? []
      if (!attached.some((policy) => policy.arn?.endsWith(':policy/ReadOnlyAccess') === true)) return []
      return [
        {
          ...hitOf(exposed),
          severity: 'high' as const,
          why: `ReadOnlyAccess for ${exposed.judged.principal}: ${exposed.judged.why}`,
        },
      ]
    }),
}
