import {
  alice,
  all,
  allow,
  deny,
  deploy,
  foreign,
  lets,
  linked,
  nobody,
  outsider,
  own,
  says,
  service,
  table,
  when,
} from './evaluation.ts'

table('boundaries and session policies beside the policy of a resource', 'access_policies_boundaries.html', [
  [
    'a user who is named is beyond its boundary',
    { boundary: says(allow('ec2:*')), resource: says(lets({ AWS: alice.arn })) },
    {},
    'allowed',
  ],
  [
    'but not beyond what the boundary refuses',
    { boundary: says(allow('*'), deny('s3:*')), resource: says(lets({ AWS: alice.arn })) },
    {},
    'denied',
  ],
  [
    'a user whose account is named is not',
    { identity: all, boundary: says(allow('ec2:*')), resource: says(lets({ AWS: own })) },
    {},
    'denied',
  ],
  [
    'a role that is named stays in its boundary',
    { boundary: says(allow('ec2:*')), resource: says(lets({ AWS: deploy.arn })) },
    { by: deploy },
    'denied',
  ],
  [
    'a role that is named stays in its session policy',
    { session: says(allow('ec2:*')), resource: says(lets({ AWS: deploy.arn })) },
    { by: deploy },
    'denied',
  ],
  [
    'a role that is named needs no policy of its own',
    { boundary: all, session: all, resource: says(lets({ AWS: deploy.arn })) },
    { by: deploy },
    'allowed',
  ],
  [
    'a session that is named is beyond both',
    { boundary: says(allow('ec2:*')), session: says(allow('ec2:*')), resource: says(lets({ AWS: deploy.session })) },
    { by: deploy },
    'allowed',
  ],
  [
    'a session that is named is not beyond a refusal of its session policy',
    { session: says(deny('s3:*')), resource: says(lets({ AWS: deploy.session })) },
    { by: deploy },
    'denied',
  ],
  [
    'another session of the role is not named',
    { identity: [], resource: says(lets({ AWS: `arn:aws:sts::${own}:assumed-role/deploy/other` })) },
    { by: deploy },
    'denied',
  ],
  ['a boundary grants nothing', { boundary: all }, {}, 'denied'],
  ['a session policy grants nothing', { session: all }, { by: deploy }, 'denied'],
  [
    'in another account the boundary counts for a user who is named',
    { identity: all, boundary: says(allow('ec2:*')), resource: says(lets({ AWS: alice.arn })) },
    { owner: foreign },
    'denied',
  ],
  [
    'in another account the own policy counts for a session that is named',
    { resource: says(lets({ AWS: deploy.session })) },
    { by: deploy, owner: foreign },
    'denied',
  ],
])

table('what AWS refuses whatever policies say', 'reference_iam-quotas.html', [
  [
    'a version of a policy of AWS',
    { identity: all },
    { do: 'iam:CreatePolicyVersion', on: 'arn:aws:iam::aws:policy/x' },
    'denied',
  ],
  ['a tag on a policy of AWS', { identity: all }, { do: 'iam:TagPolicy', on: 'arn:aws:iam::aws:policy/x' }, 'denied'],
  [
    'a look at roles of AWS is allowed',
    { identity: all },
    { do: 'iam:GenerateServiceLastAccessedDetails', on: linked.arn },
    'allowed',
  ],
  [
    'a service-linked role is made',
    { identity: all },
    { do: 'iam:CreateServiceLinkedRole', on: linked.arn },
    'allowed',
  ],
  ['and not passed', { identity: all }, { do: 'iam:PassRole', on: linked.arn }, 'denied'],
])

table('policies on resources that name nobody, or everybody', 'reference_policies_elements_principal.html', [
  ['let nobody in', { resource: says(allow('*')) }, {}, 'denied'],
  ['of everybody name services', { resource: says(lets({ AWS: '*' })) }, { by: service }, 'allowed'],
  ['refuse nobody', { identity: all, resource: says({ Effect: 'Deny', Action: '*' }) }, {}, 'allowed'],
])

table('across accounts', 'reference_policies_evaluation-logic-cross-account.html', [
  [
    'a user who is named needs a policy of its own',
    { resource: says(lets({ AWS: alice.arn })) },
    { owner: foreign },
    'denied',
  ],
  [
    'an account that is named delegates',
    { identity: all, resource: says(lets({ AWS: `arn:aws:iam::${own}:root` })) },
    { owner: foreign },
    'allowed',
  ],
  [
    'another account that is named does not',
    { identity: all, resource: says(lets({ AWS: foreign })) },
    { owner: foreign },
    'denied',
  ],
  [
    'a resource without a known policy stays open',
    { identity: all },
    { owner: foreign },
    /the policy of arn:aws:s3:::logs\/a allows it/,
  ],
  [
    'identities have no policies that let others in',
    { identity: all },
    { do: 'iam:AttachUserPolicy', on: `arn:aws:iam::${foreign}:user/bob`, owner: foreign },
    'denied',
  ],
  [
    'roles are not passed to another account',
    { identity: all, resource: says(lets({ AWS: own })) },
    { do: 'iam:PassRole', on: `arn:aws:iam::${foreign}:role/x`, owner: foreign },
    'denied',
  ],
  [
    'a refusal on either side counts',
    { identity: all, resource: says(lets({ AWS: own }), { ...lets('*'), Effect: 'Deny' }) },
    { owner: foreign },
    'denied',
  ],
])

table('control policies', 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html', [
  ['an SCP grants nothing', { scps: [all] }, {}, 'denied'],
  [
    'an SCP refuses a user whom the resource names',
    { scps: [says(allow('*'), deny('s3:*'))], resource: says(lets({ AWS: alice.arn })) },
    {},
    'denied',
  ],
  [
    'an SCP that spares a role by condition',
    {
      identity: all,
      scps: [
        says(allow('*'), deny('*', '*', when({ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/deploy` } }))),
      ],
    },
    { by: deploy, facts: { 'aws:principalarn': [deploy.arn] } },
    'allowed',
  ],
  [
    'an SCP that does not say FullAWSAccess allows what it names',
    { identity: all, scps: [says(allow('ec2:*'))] },
    {},
    'denied',
  ],
  ['an SCP does not reach service-linked roles', { identity: all, scps: [says(deny('*'))] }, { by: linked }, 'allowed'],
  [
    'an RCP does not reach service-linked roles',
    { identity: all, rcps: says({ ...lets('*'), Effect: 'Deny' }) },
    { by: linked },
    'allowed',
  ],
  [
    'an RCP reaches another account',
    { identity: all, resource: says(lets({ AWS: foreign })), rcps: says({ ...lets('*'), Effect: 'Deny' }) },
    { by: outsider },
    'denied',
  ],
  [
    'an RCP reaches who comes without a signature',
    { resource: says(lets('*')), rcps: says({ ...lets('*'), Effect: 'Deny' }) },
    { by: nobody },
    'denied',
  ],
  [
    'an RCP reaches services that act for somebody else',
    {
      resource: says(lets({ Service: 'sns.amazonaws.com' })),
      rcps: says({
        ...lets('*'),
        Effect: 'Deny',
        Condition: {
          Bool: { 'aws:PrincipalIsAWSService': 'true' },
          StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-own' },
        },
      }),
    },
    { by: service, facts: { 'aws:principalisawsservice': ['true'], 'aws:sourceorgid': ['o-other'] } },
    'denied',
  ],
  [
    'and spares them when they act for us',
    {
      resource: says(lets({ Service: 'sns.amazonaws.com' })),
      rcps: says({
        ...lets('*'),
        Effect: 'Deny',
        Condition: {
          Bool: { 'aws:PrincipalIsAWSService': 'true' },
          StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-own' },
        },
      }),
    },
    { by: service, facts: { 'aws:principalisawsservice': ['true'], 'aws:sourceorgid': ['o-own'] } },
    'allowed',
  ],
  [
    'an SCP of our account does not reach a service',
    { resource: says(lets({ Service: 'sns.amazonaws.com' })), scps: [says(deny('*'))] },
    { by: service },
    'allowed',
  ],
])
