import { describe, expect, test } from 'vitest'
import { mayDo } from '../../main/iam/ability.ts'
import type { Source } from '../../main/iam/model/build.ts'
import { account, allow, bucketItem, scp, stranger } from './check-evidence.ts'
import {
  arn,
  bounded,
  deny,
  management,
  object,
  organization,
  policyOf,
  read,
  role,
  taking,
  target,
  trusting,
  user,
  when,
  world,
} from './small-account.ts'

/** What the first identity of the evidence may do, as the pages of AWS's guides say. */
describe('in an account', () => {
  test.each<[string, string, readonly Source[], string, string, string]>([
    [
      'an SCP of the root',
      'denied',
      [user([allow('*')]), organization, scp(deny('s3:*'))],
      read,
      object,
      'organizations: SCP evaluation',
    ],
    [
      'an SCP of the root, in the management account',
      'allowed',
      [user([allow('*')], {}, management), organization, scp(deny('s3:*'))],
      read,
      object,
      'organizations: SCPs, tasks and entities not restricted',
    ],
    [
      'an SCP of the root, by a service-linked role',
      'allowed',
      [
        role('x', { Arn: arn('role', 'aws-service-role/x.amazonaws.com/x') }, allow('*')),
        organization,
        scp(deny('s3:*')),
      ],
      read,
      object,
      'organizations: SCPs, tasks and entities not restricted',
    ],
    [
      'the organization of the caller',
      'allowed',
      [user([allow('*', '*', when('StringEquals', 'aws:PrincipalOrgID', 'o-abcd123456'))]), organization],
      read,
      object,
      'iam: aws:PrincipalOrgID',
    ],
    [
      'another organization',
      'denied',
      [user([allow('*', '*', when('StringEquals', 'aws:PrincipalOrgID', 'o-other12345'))]), organization],
      read,
      object,
      'iam: aws:PrincipalOrgID',
    ],
    [
      'resources of the organization',
      'allowed',
      [user([allow('*', '*', when('StringEquals', 'aws:ResourceOrgID', '${aws:PrincipalOrgID}'))]), organization],
      read,
      object,
      'iam: aws:ResourceOrgID',
    ],
    [
      'buckets of another account',
      'denied',
      [user([allow('s3:*', '*', when('StringEquals', 's3:ResourceAccount', stranger))])],
      read,
      object,
      's3: condition keys',
    ],
    [
      'a boundary that the evidence has not',
      'allowed-if',
      [user([allow('*')], bounded('limit'))],
      read,
      object,
      'iam: permissions boundaries',
    ],
    [
      'calls of a service alone',
      'denied',
      [user([allow('*', '*', when('ForAnyValue:StringEquals', 'aws:CalledVia', 'cloudformation.amazonaws.com'))])],
      read,
      object,
      'iam: aws:CalledVia',
    ],
    [
      'a refusal of calls that come directly',
      'denied',
      [user([allow('*'), deny('s3:*', '*', when('Bool', 'aws:ViaAWSService', 'false'))])],
      read,
      object,
      'iam: aws:ViaAWSService',
    ],
    [
      'a folder by the name of a user, by a role',
      'denied',
      [role('x', {}, allow('s3:*', 'arn:aws:s3:::logs/${aws:username}*'))],
      read,
      'arn:aws:s3:::logs/x',
      'iam: aws:username',
    ],
    [
      'a session that begins after all were ended',
      'allowed',
      [role('x', {}, allow('*'), deny('*', '*', when('DateLessThan', 'aws:TokenIssueTime', '2026-10-01T00:00:00Z')))],
      read,
      object,
      'iam: revoke role temporary credentials',
    ],
    [
      'a user, after all sessions were ended',
      'allowed',
      [user([allow('*'), deny('*', '*', when('DateLessThan', 'aws:TokenIssueTime', '2026-10-01T00:00:00Z'))])],
      read,
      object,
      'iam: aws:TokenIssueTime',
    ],
    [
      'a queue for whatever a topic sends, sent directly',
      'denied',
      [
        user([]),
        policyOf(`arn_aws_sqs_eu-west-1_${account}_q.json`, {
          Effect: 'Allow',
          Principal: '*',
          Action: 'sqs:*',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
        }),
      ],
      'sqs:SendMessage',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      'iam: aws:SourceArn',
    ],
    [
      'a key whose policy names somebody else',
      'denied',
      [
        user([allow('*')]),
        policyOf(`arn_aws_kms_eu-west-1_${account}_key_1.json`, {
          Effect: 'Allow',
          Principal: { AWS: arn('user', 'bob') },
          Action: 'kms:*',
          Resource: '*',
        }),
      ],
      'kms:Decrypt',
      `arn:aws:kms:eu-west-1:${account}:key/1`,
      'kms: key policies',
    ],
    [
      'a public bucket of an account that restricts it',
      'denied',
      [
        user([allow('*')], {}, stranger),
        policyOf('logs.json', { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::logs/*' }),
        bucketItem({ PublicAccessBlockConfiguration: { restrictPublicBuckets: true } }),
      ],
      read,
      object,
      's3: blocking public access',
    ],
    [
      'a bucket for one account, which such a setting leaves alone',
      'allowed',
      [
        user([allow('*')], {}, stranger),
        policyOf('logs.json', {
          Effect: 'Allow',
          Principal: { AWS: stranger },
          Action: 's3:*',
          Resource: 'arn:aws:s3:::logs/*',
        }),
        bucketItem({ PublicAccessBlockConfiguration: { restrictPublicBuckets: true } }),
      ],
      read,
      object,
      's3: blocking public access',
    ],
    [
      'a role with the tag of the caller',
      'allowed',
      [
        user([allow('sts:*', '*', when('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}'))], {
          Tags: [{ Key: 'team', Value: 'a' }],
        }),
        role('target', { ...trusting({ AWS: account }), Tags: [{ Key: 'Team', Value: 'a' }] }),
      ],
      taking,
      target,
      'iam: ABAC',
    ],
    [
      'a role with another tag',
      'denied',
      [
        user([allow('sts:*', '*', when('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}'))], {
          Tags: [{ Key: 'team', Value: 'a' }],
        }),
        role('target', { ...trusting({ AWS: account }), Tags: [{ Key: 'team', Value: 'b' }] }),
      ],
      taking,
      target,
      'iam: ABAC',
    ],
    [
      'a role that trusts the id of one who was deleted',
      'denied',
      [user([allow('*')]), role('target', trusting({ AWS: 'AIDAGONE' }))],
      taking,
      target,
      'iam: principals',
    ],
    [
      'a role that trusts the organization',
      'allowed',
      [
        user([allow('sts:*')]),
        organization,
        role('target', trusting('*', when('StringEquals', 'aws:PrincipalOrgID', 'o-abcd123456'))),
      ],
      taking,
      target,
      'iam: aws:PrincipalOrgID',
    ],
    [
      'a role that asks for MFA',
      'allowed-if',
      [
        user([allow('sts:*')]),
        role('target', trusting({ AWS: account }, when('Bool', 'aws:MultiFactorAuthPresent', 'true'))),
      ],
      taking,
      target,
      'iam: MFA-protected API access',
    ],
    [
      'a right to attach where a boundary hangs, on a role without',
      'denied',
      [
        user([allow('iam:*', '*', when('StringEquals', 'iam:PermissionsBoundary', arn('policy', 'limit')))]),
        role('target', {}),
      ],
      'iam:AttachRolePolicy',
      target,
      'iam: permissions boundaries, delegating',
    ],
    [
      'a right to attach where a boundary hangs, on a role with it',
      'allowed',
      [
        user([allow('iam:*', '*', when('StringEquals', 'iam:PermissionsBoundary', arn('policy', 'limit')))]),
        role('target', bounded('limit')),
      ],
      'iam:AttachRolePolicy',
      target,
      'iam: permissions boundaries, delegating',
    ],
    [
      'a right to make roles with a boundary',
      'allowed',
      [user([allow('iam:*', '*', when('StringEquals', 'iam:PermissionsBoundary', arn('policy', 'limit')))])],
      'iam:CreateRole',
      target,
      'iam: permissions boundaries, delegating',
    ],
  ])('%s: %s', (_, expected, sources, action, resource) => {
    const all = world(...sources)
    const [first] = all.inventory.principals.filter(({ name }) => name !== 'target')
    expect(first && mayDo(all, first, action, resource).result).toBe(expected)
  })
})
