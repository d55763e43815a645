import { readDocument } from '../../main/iam/policy/document.ts'
import { alice, all, allow, deploy, hasKeys, nobody, old, own, says, table, when } from './evaluation.ts'

table('NotAction, NotResource, NotPrincipal', 'reference_policies_elements_notprincipal.html', [
  [
    'a Deny of all but some actions refuses the others',
    { identity: says(allow('*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }) },
    {},
    'denied',
  ],
  [
    'and leaves those',
    { identity: says(allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }) },
    {},
    'allowed',
  ],
  [
    'a Deny of neither action nor resource needs both to differ',
    { identity: says(allow('*'), { Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::logs/*' }) },
    {},
    'allowed',
  ],
  [
    'an Allow of neither is as wide as what is left',
    { identity: says({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::keep/*' }) },
    {},
    'allowed',
  ],
  [
    'NotAction is without regard to case',
    { identity: says({ Effect: 'Allow', NotAction: 'S3:getOBJECT', Resource: '*' }) },
    {},
    'denied',
  ],
  [
    'NotResource is with regard to case',
    { identity: says({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::LOGS/*' }) },
    {},
    'allowed',
  ],
  [
    'a Deny that spares a user, not its account, refuses the user',
    { identity: all, resource: says({ Effect: 'Deny', NotPrincipal: { AWS: alice.arn }, Action: '*' }) },
    {},
    'denied',
  ],
  [
    'one that spares user and account spares it',
    {
      identity: all,
      resource: says({ Effect: 'Deny', NotPrincipal: { AWS: [alice.arn, `arn:aws:iam::${own}:root`] }, Action: '*' }),
    },
    {},
    'allowed',
  ],
  [
    'one that spares role and account, not the session, refuses the session',
    { identity: all, resource: says({ Effect: 'Deny', NotPrincipal: { AWS: [deploy.arn, own] }, Action: '*' }) },
    { by: deploy },
    'denied',
  ],
  [
    'one that spares all three spares it',
    {
      identity: all,
      resource: says({ Effect: 'Deny', NotPrincipal: { AWS: [deploy.arn, deploy.session, own] }, Action: '*' }),
    },
    { by: deploy },
    'allowed',
  ],
  [
    'one that spares it refuses it all the same under a boundary',
    {
      identity: all,
      boundary: all,
      resource: says({ Effect: 'Deny', NotPrincipal: { AWS: [alice.arn, own] }, Action: '*' }),
    },
    {},
    'denied',
  ],
  [
    'an Allow with NotPrincipal is everybody else, without a signature too',
    { resource: says({ Effect: 'Allow', NotPrincipal: { AWS: alice.arn }, Action: '*' }) },
    { by: nobody },
    'allowed',
  ],
])

table('wildcards in each part of an ARN', 'reference_policies_elements_resource.html', [
  [
    'any region and account',
    { identity: says(allow('ec2:*', 'arn:aws:ec2:*:*:instance/*')) },
    { do: 'ec2:StopInstances', on: `arn:aws:ec2:eu-west-1:${own}:instance/i-1` },
    'allowed',
  ],
  [
    'a part of the region',
    { identity: says(allow('ec2:*', 'arn:aws:ec2:eu-*-?:*:instance/*')) },
    { do: 'ec2:StopInstances', on: `arn:aws:ec2:us-east-1:${own}:instance/i-1` },
    'denied',
  ],
  [
    'a part of the account',
    { identity: says(allow('ec2:*', 'arn:aws:ec2:*:1111????3333:instance/*')) },
    { do: 'ec2:StopInstances', on: `arn:aws:ec2:eu-west-1:${own}:instance/i-1` },
    'allowed',
  ],
  ['another partition', { identity: says(allow('s3:*', 'arn:aws-cn:s3:::logs/*')) }, {}, 'denied'],
  [
    'another partition, where its resources are out of reach even if they are named',
    { identity: says(allow('s3:*', 'arn:aws-cn:s3:::logs/*')) },
    { on: 'arn:aws-cn:s3:::logs/a' },
    'denied',
  ],
  [
    'any type and name',
    { identity: says(allow('ec2:*', 'arn:aws:ec2:*:*:*/i-?')) },
    { do: 'ec2:StopInstances', on: `arn:aws:ec2:eu-west-1:${own}:instance/i-1` },
    'allowed',
  ],
  [
    'over slashes and colons of the last part',
    { identity: says(allow('logs:*', `arn:aws:logs:*:${own}:log-group:a*`)) },
    { do: 'logs:GetLogEvents', on: `arn:aws:logs:eu-west-1:${own}:log-group:app/x:log-stream:y` },
    'allowed',
  ],
  [
    'the objects of a bucket are not the bucket',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/*')) },
    { do: 's3:ListBucket', on: 'arn:aws:s3:::logs' },
    'denied',
  ],
  ['a bucket is not its objects', { identity: says(allow('s3:*', 'arn:aws:s3:::logs')) }, {}, 'denied'],
  [
    'a name that begins alike',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs*')) },
    { on: 'arn:aws:s3:::logs-other/a' },
    'allowed',
  ],
  [
    'an action of a service whose name begins alike',
    { identity: says(allow('s3:*')) },
    { do: 's3-object-lambda:GetObject' },
    'denied',
  ],
  ['a question mark is one character, not none', { identity: says(allow('s3:GetObject?')) }, {}, 'denied'],
])

table('statements that could not be read', 'reference_policies_grammar.html', [
  [
    'may be what refuses',
    { identity: says(allow('*'), { Effect: 'Deny', Action: 's3:*', Resource: { a: 1 } }) },
    {},
    'if not (statement 2 of p, which could not be read, refuses it)',
  ],
  [
    'may be so in any guard, and whatever their effect is',
    { identity: all, boundary: says(allow('*'), { Effect: 'deny', Action: 's3:*', Resource: '*' }) },
    {},
    'if not (statement 2 of p, which could not be read, refuses it)',
  ],
  [
    'refuse nothing where they allow',
    { identity: says(allow('*'), { Effect: 'Allow', Action: 's3:*', Resource: { a: 1 } }) },
    {},
    'allowed',
  ],
])

table('policy variables', 'reference_policies_variables.html', [
  [
    'count since 2012',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/${aws:username}')) },
    { facts: { 'aws:username': ['a'] } },
    'allowed',
  ],
  [
    'are words in 2008',
    { identity: old(allow('s3:*', 'arn:aws:s3:::logs/${aws:username}')) },
    { facts: { 'aws:username': ['a'] } },
    'denied',
  ],
  [
    'are words without a version',
    {
      identity: [
        {
          name: 'p',
          arn: null,
          document: readDocument({ Statement: allow('s3:*', 'arn:aws:s3:::logs/${aws:username}') }),
        },
      ],
    },
    { facts: { 'aws:username': ['a'] } },
    'denied',
  ],
  [
    'in any case of letters',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/${AWS:UserName}')) },
    { facts: { 'aws:username': ['a'] } },
    'allowed',
  ],
  [
    'a wildcard in the value is a character',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/${aws:username}')) },
    { facts: { 'aws:username': ['*'] } },
    'denied',
  ],
  [
    'a wildcard beside it is one',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/${aws:username}*')) },
    { on: 'arn:aws:s3:::logs/ab', facts: { 'aws:username': ['a'] } },
    'allowed',
  ],
  [
    'a default stands for a missing key',
    { identity: says(allow('s3:*', "arn:aws:s3:::logs/${aws:PrincipalTag/team, 'a'}")) },
    { facts: { 'aws:principaltag/team': null } },
    'allowed',
  ],
  [
    'and not for one with a value',
    { identity: says(allow('s3:*', "arn:aws:s3:::logs/${aws:PrincipalTag/team, 'a'}")) },
    { facts: { 'aws:principaltag/team': ['b'] } },
    'denied',
  ],
  [
    'a missing key without default matches nothing',
    { identity: says(allow('s3:*', 'arn:aws:s3:::logs/${aws:PrincipalTag/team}*')) },
    { facts: { 'aws:principaltag/team': null } },
    'denied',
  ],
  [
    'of several values are none',
    { identity: says(allow('*', 'arn:aws:s3:::${aws:PrincipalOrgPaths}/*')) },
    { facts: { 'aws:principalorgpaths': ['logs', 'other'] } },
    'denied',
  ],
  ['count in booleans', ...hasKeys({ Bool: { k: '${n}' } }, { k: ['true'], n: ['true'] }), 'allowed'],
  [
    'without a value leave it open what is asked to be different',
    ...hasKeys({ StringNotEquals: { k: '${n}' } }, { k: ['a'], n: null }, 'Deny'),
    'if not (not (k is ${n}, a variable of which has no value))',
  ],
  [
    'that nobody knows, asked to be different',
    ...hasKeys({ StringNotEquals: { k: '${n}' } }, { k: ['a'] }),
    'if not (k is ${n})',
  ],
  [
    'are words before the last part of an ARN',
    { identity: says(allow('iam:*', 'arn:aws:iam::${aws:PrincipalAccount}:user/bob')) },
    { do: 'iam:GetUser', on: `arn:aws:iam::${own}:user/bob`, facts: { 'aws:principalaccount': [own] } },
    'denied',
  ],
  [
    'are words in an action',
    { identity: says(allow('s3:${aws:username}')) },
    { facts: { 'aws:username': ['GetObject'] } },
    'denied',
  ],
  ['are words in numbers', ...hasKeys({ NumericEquals: { k: '${n}' } }, { k: ['1'], n: ['1'] }), 'denied'],
  ['are words in dates', ...hasKeys({ DateEquals: { k: '${n}' } }, { k: ['2026-01-01'], n: ['2026-01-01'] }), 'denied'],
  ['are words in addresses', ...hasKeys({ IpAddress: { k: '${n}' } }, { k: ['10.0.0.1'], n: ['10.0.0.1'] }), 'denied'],
  [
    'count in ARNs of conditions',
    ...hasKeys({ ArnLike: { k: 'arn:aws:iam::*:user/${n}' } }, { k: [alice.arn], n: ['alice'] }),
    'allowed',
  ],
  [
    'tags of caller and resource that must be the same stay open',
    { identity: says(allow('*', '*', when({ StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } }))) },
    { facts: { 'aws:principaltag/team': ['a'] } },
    /^if aws:ResourceTag\/team is /,
  ],
])
