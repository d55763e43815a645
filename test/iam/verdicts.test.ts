import { describe, expect, test } from 'vitest'
import { readDocument } from '../../main/iam/policy/document.ts'
import { judgePolicy } from '../../main/iam/verdict/judge-policy.ts'
import { kindOf } from '../../main/iam/verdict/kinds.ts'
import { readSurroundings } from '../../main/iam/verdict/surroundings.ts'

const own = '111122223333'
const around = readSurroundings({
  own_account: own,
  org_id: 'o-abcd123456',
  org_accounts: [own, '444455556666', '777788889999'],
  management_account: '777788889999',
  known_vendor_accounts: { '464622532012': 'Datadog' },
  at: '2026-11-01T00:00:00Z',
})
const github = 'token.actions.githubusercontent.com'
const provider = (address: string) => ({ Federated: `arn:aws:iam::${own}:oidc-provider/${address}` })

function verdict(kind: string, ...statements: readonly object[]): string {
  const { verdict: word, severity } = judgePolicy(
    readDocument({ Version: '2012-10-17', Statement: statements }),
    kindOf(kind) ?? 'other',
    around,
  )
  return `${word} ${severity}`
}

function trusts(Principal: unknown, Condition?: object, Action: unknown = 'sts:AssumeRole') {
  return { Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) }
}

function web(address: string, Condition?: object) {
  return trusts(provider(address), Condition, 'sts:AssumeRoleWithWebIdentity')
}

function sub(operator: string, value: unknown, address = github) {
  return web(address, { [operator]: { [`${address}:sub`]: value } })
}

describe('a trust', () => {
  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` })
  const denyOthers = (Condition: object) => ({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition })
  test.each<[string, string, ...object[]]>([
    ['everybody', 'public critical', trusts('*')],
    [
      'everybody with an external id',
      'public-shared-secret high',
      trusts('*', { StringEquals: { 'sts:ExternalId': 'x' } }),
    ],
    [
      'everybody from a network',
      'public-network-limited high',
      trusts('*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    ],
    [
      'everybody from everywhere but one network',
      'public critical',
      trusts('*', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    ],
    [
      'everybody of the organization, or of none',
      'public critical',
      trusts('*', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcd123456' } }),
    ],
    ['any organization', 'public critical', trusts('*', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } })],
    [
      'a unit of the organization',
      'org low',
      trusts('*', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcd123456/*' } }),
    ],
    [
      'everybody of the own account',
      'own-account-delegated info',
      trusts('*', { StringEquals: { 'aws:PrincipalAccount': own } }),
    ],
    [
      'everybody called so in the own account',
      'single-principal info',
      trusts('*', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${own}:role/x` } }),
    ],
    ['everybody with a tag', 'public critical', trusts('*', { StringEquals: { 'aws:PrincipalTag/team': 'x' } })],
    ['everybody with MFA', 'public critical', trusts('*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
    [
      'everybody but those whom a Deny without gaps keeps out',
      'org low',
      trusts('*'),
      denyOthers({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcd123456' } }),
    ],
    [
      'everybody, with a Deny that needs the key',
      'public critical',
      trusts('*'),
      denyOthers({ 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-abcd123456/*' } }),
    ],
    [
      'everybody, with a Deny of another action',
      'public critical',
      trusts('*'),
      { ...denyOthers({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } }), Action: 'sts:TagSession' },
    ],
    ['nobody after a Deny of all', 'nobody info', trusts('*'), { Effect: 'Deny', Principal: '*', Action: 'sts:*' }],
    [
      'a Deny that spares one role',
      'single-principal info',
      trusts('*'),
      { Effect: 'Deny', NotPrincipal: { AWS: `arn:aws:iam::${own}:role/x` }, Action: 'sts:*' },
    ],
    ['one role of the own account', 'single-principal info', trusts({ AWS: `arn:aws:iam::${own}:role/x` })],
    [
      'the own account, narrowed to a role',
      'single-principal info',
      trusts(root(own), { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${own}:role/x` } }),
    ],
    [
      'the own account with MFA if it exists',
      'own-account-delegated info',
      trusts(root(own), { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
    ],
    ['an unknown account', 'external-unknown high', trusts(root('999988887777'))],
    [
      'an unknown account whose external id may be anything',
      'external-unknown high',
      trusts(root('999988887777'), { StringLike: { 'sts:ExternalId': '*' } }),
    ],
    [
      'an unknown account that is of the organization',
      'org low',
      trusts(root('999988887777'), { StringEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } }),
    ],
    ['a vendor without an external id', 'vendor-confused-deputy medium', trusts(root('464622532012'))],
    ['the management account', 'org-management low', trusts(root('777788889999'))],
    ['a service', 'compute-service info', trusts({ Service: 'lambda.amazonaws.com' })],
    ['a service for any account', 'service-confused-deputy medium', trusts({ Service: 'cloudtrail.amazonaws.com' })],
    [
      'a service for any topic',
      'service-confused-deputy medium',
      trusts({ Service: 'events.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }),
    ],
    [
      'a service for an own rule',
      'service info',
      trusts({ Service: 'events.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${own}:rule/*` } }),
    ],
    [
      'a condition that was over years ago',
      'dead info',
      trusts('*', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
    ],
    ['the worst of two', 'public critical', trusts({ Service: 'ec2.amazonaws.com' }), trusts('*')],
  ])('that lets in %s is judged', (_, expected, ...statements) => {
    expect(verdict('trust', ...statements)).toBe(expected)
  })

  test.each<[string, string, object]>([
    ['any repository', 'oidc-any critical', sub('StringLike', 'repo:*')],
    ['the repositories of an organization', 'oidc-org medium', sub('StringLike', 'repo:acme/*')],
    [
      'an organization that only begins so',
      'oidc-lookalike high',
      sub('StringLike', 'repo:acme-*/app:ref:refs/heads/main'),
    ],
    ['any organization with that repository', 'oidc-any critical', sub('StringLike', 'repo:*/app:ref:refs/heads/main')],
    ['pull requests', 'oidc-pull-request medium', sub('StringEquals', 'repo:acme/app:pull_request')],
    ['an environment', 'oidc-bound info', sub('StringEquals', 'repo:acme/app:environment:prod')],
    ['any branch', 'oidc-repo low', sub('StringLike', 'repo:acme/app:ref:refs/heads/*')],
    ['a wildcard that is a character', 'oidc-dead info', sub('StringEquals', 'repo:acme/app:*')],
    [
      'one good and one open subject',
      'oidc-org medium',
      sub('StringLike', ['repo:acme/app:ref:refs/heads/main', 'repo:acme/*']),
    ],
    [
      'the right audience only',
      'oidc-any critical',
      web(github, { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } }),
    ],
    ['a repository by its id', 'oidc-bound info', web(github, { StringEquals: { [`${github}:repository_id`]: '1' } })],
    [
      'an owner by its id',
      'oidc-org medium',
      web(github, { StringEquals: { [`${github}:repository_owner_id`]: '1' } }),
    ],
    [
      'a branch of whatever repository',
      'oidc-weak-claim high',
      web(github, { StringEquals: { [`${github}:ref`]: 'refs/heads/main' } }),
    ],
    ['a subject if there is one', 'oidc-weak-operator medium', sub('StringLikeIfExists', 'repo:acme/app:*')],
    [
      'a claim that STS does not know',
      'oidc-dead info',
      web(github, { StringEquals: { [`${github}:repository_owner`]: 'acme' } }),
    ],
    [
      'a bound service account',
      'eks-bound info',
      sub('StringEquals', 'system:serviceaccount:ns:app', 'oidc.eks.us-east-1.amazonaws.com/id/ABC'),
    ],
    ['a GitLab project', 'oidc-repo low', sub('StringLike', 'project_path:acme/app:*', 'gitlab.com')],
    ['a GitLab group', 'oidc-org medium', sub('StringLike', 'project_path:acme/*', 'gitlab.com')],
    ['the wrong action', 'oidc-dead info', trusts(provider(github))],
    [
      'visitors, possibly',
      'cognito-unauthenticated-possible medium',
      trusts(
        { Federated: 'cognito-identity.amazonaws.com' },
        { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:1' } },
        'sts:AssumeRoleWithWebIdentity',
      ),
    ],
    [
      'SAML as AWS writes it',
      'saml info',
      trusts(
        { Federated: `arn:aws:iam::${own}:saml-provider/Okta` },
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        'sts:AssumeRoleWithSAML',
      ),
    ],
  ])('that lets in %s is judged', (_, expected, statement) => {
    expect(verdict('trust', statement)).toBe(expected)
  })
})

describe('the policy of a resource', () => {
  const allow = (Principal: unknown, Action: unknown, Condition?: object) => ({
    ...trusts(Principal, Condition, Action),
    Resource: '*',
  })
  test.each<[string, string, string, object]>([
    ['a bucket open to the world', 'bucket', 'public critical', allow('*', 's3:GetObject')],
    [
      'a bucket open to an endpoint',
      'bucket',
      'network-limited low',
      allow('*', 's3:GetObject', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }),
    ],
    [
      'a key as the console makes it',
      'key',
      'own-account-delegated info',
      allow({ AWS: `arn:aws:iam::${own}:root` }, 'kms:*'),
    ],
    [
      'a key for callers of the account',
      'key',
      'own-account info',
      allow('*', 'kms:Decrypt', { StringEquals: { 'kms:CallerAccount': own } }),
    ],
    [
      'a function for any bucket',
      'function',
      'service-confused-deputy medium',
      allow({ Service: 's3.amazonaws.com' }, 'lambda:InvokeFunction'),
    ],
    [
      'a function for an own bucket',
      'function',
      'service-bound info',
      allow({ Service: 's3.amazonaws.com' }, 'lambda:InvokeFunction', { StringEquals: { 'AWS:SourceAccount': own } }),
    ],
    [
      'a queue for any topic',
      'queue',
      'service-confused-deputy medium',
      allow('*', 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }),
    ],
    [
      'a secret for the organization',
      'secret',
      'org low',
      allow('*', 'secretsmanager:GetSecretValue', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } }),
    ],
    [
      'a bucket open to addresses that any VPC may have',
      'bucket',
      'public critical',
      allow('*', 's3:GetObject', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }),
    ],
    [
      'a bucket open to addresses of one VPC',
      'bucket',
      'network-limited low',
      allow('*', 's3:GetObject', {
        IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' },
        StringEquals: { 'aws:SourceVpc': 'vpc-1' },
      }),
    ],
    [
      'a file system for whoever reaches its mount targets',
      'filesystem',
      'network-limited low',
      allow({ AWS: '*' }, 'elasticfilesystem:ClientMount', {
        Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' },
      }),
    ],
    [
      'a file system for whoever does not come through one',
      'filesystem',
      'public critical',
      allow({ AWS: '*' }, 'elasticfilesystem:ClientMount', {
        Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' },
      }),
    ],
    [
      'a bucket for the organization that has it',
      'bucket',
      'org low',
      allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
    ],
    [
      'a bucket for the account that has it',
      'bucket',
      'own-account info',
      allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }),
    ],
    ['reading for another account', 'bucket', 'external-unknown high', allow({ AWS: '999988887777' }, 's3:GetObject')],
  ])('is judged: %s', (_, kind, expected, statement) => {
    expect(verdict(kind, statement)).toBe(expected)
  })
})
