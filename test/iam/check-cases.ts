import type { Source } from '../../main/iam/model/build.ts'
import {
  account,
  allow,
  attached,
  bucket,
  fresh,
  partner,
  queue,
  role,
  root,
  stale,
  stranger,
  trust,
  user,
  userWith,
} from './check-evidence.ts'
import { moreCases } from './more-check-cases.ts'

const condition = { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }
const actionsOf = 'token.actions.githubusercontent.com'
const github = { Federated: `arn:aws:iam::${account}:oidc-provider/${actionsOf}` }
const cluster = 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE'
const eks = { Federated: `arn:aws:iam::${account}:oidc-provider/${cluster}` }

/** One piece, or several together. */
export type Evidence = Source | readonly Source[]

/** For each check what it finds, and the nearest thing that is well. */
export const cases: Readonly<Record<string, { readonly fails: Evidence; readonly passes: Evidence }>> = {
  'root-access-key': { fails: root({ access_key_1_active: 'true' }), passes: root({ access_key_1_active: 'false' }) },
  'root-without-mfa': { fails: root({ mfa_active: 'false' }), passes: root({}) },
  'root-certificate': { fails: root({ cert_2_active: 'true' }), passes: root({}) },
  'root-used': { fails: root({ password_last_used: fresh }), passes: root({ password_last_used: stale }) },
  'console-without-mfa': {
    fails: user({ password_enabled: 'true', mfa_active: 'false' }),
    passes: user({ mfa_active: 'false' }),
  },
  'two-active-keys': {
    fails: user({ access_key_1_active: 'true', access_key_2_active: 'true' }),
    passes: user({ access_key_1_active: 'true' }),
  },
  'key-not-rotated': {
    fails: user({ access_key_2_active: 'true', access_key_2_last_rotated: stale }),
    passes: user({ access_key_1_active: 'true', access_key_1_last_rotated: fresh }),
  },
  'key-unused': {
    fails: user({ access_key_1_active: 'true', access_key_1_last_rotated: stale, access_key_1_last_used_date: stale }),
    passes: user({ access_key_1_active: 'true', access_key_1_last_rotated: stale, access_key_1_last_used_date: fresh }),
  },
  'password-unused': {
    fails: user({ password_enabled: 'true', password_last_used: 'no_information', password_last_changed: stale }),
    passes: user({ password_enabled: 'true', password_last_used: fresh }),
  },
  'admin-policy': { fails: role({}, allow('*')), passes: role({}, allow('*', 'arn:aws:s3:::logs/*')) },
  'not-action': {
    fails: role({}, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    passes: role({}, { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }),
  },
  'pass-any-role': { fails: role({}, allow('iam:Pass*')), passes: role({}, allow('iam:PassRole', '*', condition)) },
  'assume-any-role': {
    fails: role({}, allow('sts:*')),
    passes: role({}, allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/x')),
  },
  'service-wildcard': { fails: role({}, allow('kms:*')), passes: role({}, allow('kms:Describe*')) },
  'policy-on-user': { fails: userWith([{ PolicyName: 'p', PolicyDocument: { Statement: [] } }]), passes: userWith([]) },
  'inline-policy': { fails: role({}, allow('s3:GetObject')), passes: role({}) },
  quarantined: { fails: attached('AWSCompromisedKeyQuarantineV3'), passes: attached('ReadOnlyAccess') },
  'cloudshell-full-access': { fails: attached('AWSCloudShellFullAccess'), passes: attached('ReadOnlyAccess') },
  'role-unused': {
    fails: role({ RoleLastUsed: { LastUsedDate: stale } }),
    passes: role({ RoleLastUsed: { LastUsedDate: fresh } }),
  },
  'trust-public': { fails: trust({ AWS: '*' }), passes: trust({ AWS: `arn:aws:iam::${account}:root` }) },
  'resource-public': { fails: bucket('*'), passes: bucket({ AWS: `arn:aws:iam::${account}:root` }) },
  'trust-foreign-organization': {
    fails: trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-stranger1234' } }),
    passes: trust({ AWS: `arn:aws:iam::${account}:root` }),
  },
  'trust-foreign-account': { fails: trust({ AWS: stranger }), passes: trust({ AWS: account }) },
  'trust-without-external-id': {
    fails: trust({ AWS: partner }),
    passes: trust({ AWS: partner }, { StringEquals: { 'sts:ExternalId': '8f14e45fceea' } }),
  },
  'trust-oidc': {
    fails: trust({ Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' }),
    passes: trust(
      { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
      { StringEquals: { 'gitlab.com:sub': 'project_path:us/app:ref_type:branch:ref:main', 'gitlab.com:aud': 'sts' } },
    ),
  },
  'trust-github': {
    fails: trust(github, { StringLike: { [`${actionsOf}:sub`]: 'repo:us*' } }),
    passes: trust(github, {
      StringEquals: {
        [`${actionsOf}:sub`]: 'repo:us/app:ref:refs/heads/main',
        [`${actionsOf}:aud`]: 'sts.amazonaws.com',
      },
    }),
  },
  'trust-eks': {
    fails: trust(eks, { StringLike: { [`${cluster}:sub`]: 'system:serviceaccount:*' } }),
    passes: trust(eks, {
      StringEquals: { [`${cluster}:sub`]: 'system:serviceaccount:shop:web', [`${cluster}:aud`]: 'sts.amazonaws.com' },
    }),
  },
  'trust-cognito': {
    fails: trust({ Federated: 'cognito-identity.amazonaws.com' }),
    passes: trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-central-1:12345678-1234-1234-1234-123456789012' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      },
    ),
  },
  'trust-saml': {
    fails: trust({ Federated: 'arn:aws:iam::111122223333:saml-provider/idp' }),
    passes: trust(
      { Federated: 'arn:aws:iam::111122223333:saml-provider/idp' },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    ),
  },
  'trust-confused-deputy': {
    fails: trust({ Service: 'cloudtrail.amazonaws.com' }),
    passes: trust({ Service: 'cloudtrail.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': account } }),
  },
  'trust-deleted-principal': {
    fails: trust({ AWS: 'AROAEXAMPLEEXAMPLE123' }),
    passes: trust({ AWS: `arn:aws:iam::${account}:role/other` }),
  },
  'trust-session-tags': {
    fails: trust({ AWS: `arn:aws:iam::${account}:role/other` }, {}, ['sts:AssumeRole', 'sts:TagSession']),
    passes: trust({ AWS: `arn:aws:iam::${account}:role/other` }, { StringEquals: { 'aws:RequestTag/team': 'web' } }, [
      'sts:AssumeRole',
      'sts:TagSession',
    ]),
  },
  'resource-foreign': { fails: bucket({ AWS: stranger }), passes: bucket({ AWS: account }) },
  'resource-confused-deputy': {
    fails: queue({ Service: 'sns.amazonaws.com' }),
    passes: queue(
      { Service: 'sns.amazonaws.com' },
      { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${account}:t` } },
    ),
  },
  ...moreCases,
}
