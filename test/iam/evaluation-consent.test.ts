import { alice, all, allow, deploy, foreign, type Given, lets, own, says, table, when } from './evaluation.ts'

const key = `arn:aws:kms:eu-west-1:${own}:key/1`
table('keys', 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html', [
  [
    'a key that does not delegate refuses what identities allow',
    { identity: all, resource: says(lets({ AWS: `arn:aws:iam::${own}:user/bob` }, 'kms:*')) },
    { do: 'kms:Decrypt', on: key },
    'denied',
  ],
  [
    'a key that delegates to the account allows nothing by itself',
    { resource: says(lets({ AWS: own }, 'kms:*')) },
    { do: 'kms:Decrypt', on: key },
    'denied',
  ],
  [
    'both together allow',
    { identity: says(allow('kms:Decrypt', key)), resource: says(lets({ AWS: own }, 'kms:*')) },
    { do: 'kms:Decrypt', on: key },
    'allowed',
  ],
  [
    'a key that names the user needs nothing else',
    { resource: says(lets({ AWS: alice.arn }, 'kms:Decrypt')) },
    { do: 'kms:Decrypt', on: key },
    'allowed',
  ],
  [
    'a key whose policy is not known stays open',
    { identity: all },
    { do: 'kms:Decrypt', on: key },
    /^if the policy of /,
  ],
  [
    'a list of keys is of no key',
    { identity: says(allow('kms:ListKeys')) },
    { do: 'kms:ListKeys', on: '*' },
    'allowed',
  ],
  [
    'a key for one service stays open',
    {
      resource: says(
        lets(
          { AWS: alice.arn },
          'kms:Decrypt',
          when({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }),
        ),
      ),
    },
    { do: 'kms:Decrypt', on: key },
    'if kms:ViaService is s3.eu-west-1.amazonaws.com',
  ],
])

const trust = (...statements: readonly Given[]) => ({ resource: says(...statements) })
const take = { do: 'sts:AssumeRole', on: `arn:aws:iam::${own}:role/target` }
table('taking on a role', 'reference_policies_elements_principal.html', [
  ['that trusts the account needs a policy of the user', trust(lets({ AWS: own }, 'sts:AssumeRole')), take, 'denied'],
  ['that trusts the user does not', trust(lets({ AWS: alice.arn }, 'sts:AssumeRole')), take, 'allowed'],
  [
    'that trusts the user of another account does',
    trust(lets({ AWS: alice.arn }, 'sts:AssumeRole')),
    { ...take, on: `arn:aws:iam::${foreign}:role/target`, owner: foreign },
    'denied',
  ],
  [
    'that trusts a role, from a session of that role',
    { ...trust(lets({ AWS: deploy.arn }, 'sts:AssumeRole')), boundary: all },
    { ...take, by: deploy },
    'allowed',
  ],
  [
    'that trusts a role, beyond the boundary of that role',
    { ...trust(lets({ AWS: deploy.arn }, 'sts:AssumeRole')), boundary: says(allow('s3:*')) },
    { ...take, by: deploy },
    'denied',
  ],
  [
    'that trusts the id of a user who was deleted and made again',
    { ...trust(lets({ AWS: 'AIDAGONE' }, 'sts:AssumeRole')), identity: all },
    take,
    'denied',
  ],
  ['that trusts the id of the user', trust(lets({ AWS: 'AIDAALICE' }, 'sts:AssumeRole')), take, 'allowed'],
  [
    'with an external id',
    trust(lets({ AWS: alice.arn }, 'sts:AssumeRole', when({ StringEquals: { 'sts:ExternalId': 'x1' } }))),
    take,
    'if sts:ExternalId is x1',
  ],
  [
    'with a name of the session, which anybody chooses',
    trust(lets({ AWS: alice.arn }, 'sts:AssumeRole', when({ StringLike: { 'sts:RoleSessionName': 'ci-*' } }))),
    take,
    'allowed',
  ],
  [
    'whose trust is for web identities',
    { ...trust(lets('*', 'sts:AssumeRoleWithWebIdentity')), identity: all },
    take,
    'denied',
  ],
  [
    'that trusts a wildcard in a name, which is none',
    { ...trust(lets({ AWS: `arn:aws:iam::${own}:user/*` }, 'sts:AssumeRole')), identity: all },
    take,
    'denied',
  ],
  [
    'that trusts names in other letters',
    { ...trust(lets({ AWS: `arn:aws:iam::${own}:user/Alice` }, 'sts:AssumeRole')), identity: all },
    take,
    'denied',
  ],
  [
    'that refuses some by a condition nobody knows',
    {
      ...trust(lets({ AWS: own }, 'sts:AssumeRole'), {
        ...lets('*', 'sts:AssumeRole'),
        Effect: 'Deny',
        ...when({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
      }),
      identity: all,
    },
    take,
    'if not (aws:SourceIp is not in 203.0.113.0/24)',
  ],
])
