import type { Check } from './check.ts'
import { details } from './needs.ts'

export const quarantined: Check = {
  id: 'quarantined',
  theme: 'credentials',
  title: 'AWS has quarantined an identity',
  severity: 'high',
  abuse: 'somebody else has a key of it: AWS limits what the key may do, but does not take it away',
  fix: 'treat its keys as leaked: deactivate them and look at what they did',
  references: ['AWSCompromisedKeyQuarantine'],
  needs: details,
  look: ({ inventory }) =>
    inventory.principals.flatMap(({ arn, account, attached }) =>
      attached
        .filter((policy) => /:policy\/AWSCompromisedKeyQuarantine(?:V\d+)?$/.test(policy.arn ?? ''))
        .map(({ name }) => ({
          account,
          principal: arn,
          why: `${name} hangs on it: AWS has seen a key of it in public`,
        })),
    ),
}
