import type { Check } from './check.ts'

export const quarantined: Check = {
  id: 'quarantined',
  title: 'AWS has quarantined an identity',
  severity: 'high',
  fix: 'treat its keys as leaked: deactivate them and look at what they did',
  references: ['AWSCompromisedKeyQuarantine'],
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
