import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readActionFacts } from '../../main/iam/actions.ts'
import { checks } from '../../main/iam/checks/index.ts'
import { runChecks } from '../../main/iam/checks/run.ts'
import { buildInventory, type Source } from '../../main/iam/model/build.ts'
import { usageOf } from '../../main/iam/usage.ts'

const account = '111122223333'
const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
const at = '2026-11-01T00:00:00Z'

/** Ids of the checks that find something in the evidence. */
function found(...sources: readonly Source[]): readonly string[] {
  const world = { inventory: buildInventory(sources), actions, at, ours: [account], usage: usageOf([]) }
  return [...new Set(runChecks(world).findings.map(({ check }) => check))]
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'cert_1_active',
  'cert_2_active',
]
const fresh = '2026-10-20T00:00:00+00:00'
const stale = '2025-01-01T00:00:00+00:00'

function report(user: string, cells: Readonly<Record<string, string>>): Source {
  const row: Readonly<Record<string, string>> = {
    user,
    arn: `arn:aws:iam::${account}:${user === '<root_account>' ? 'root' : `user/${user}`}`,
    ...cells,
  }
  return {
    name: 'report.csv',
    format: 'credential-report',
    text: `${columns.join()}\n${columns.map((name) => row[name] ?? 'N/A').join()}\n`,
  }
}

const root = (cells: Readonly<Record<string, string>>) =>
  report('<root_account>', { password_enabled: 'not_supported', mfa_active: 'true', ...cells })
const user = (cells: Readonly<Record<string, string>>) =>
  report('alice', { password_enabled: 'false', mfa_active: 'true', ...cells })

function details(given: object): Source {
  return { name: 'details.json', format: 'iam-authorization-details', text: JSON.stringify(given) }
}

function role(more: object, ...statements: readonly object[]): Source {
  return details({
    RoleDetailList: [
      {
        RoleName: 'deploy',
        Arn: `arn:aws:iam::${account}:role/deploy`,
        CreateDate: fresh,
        AssumeRolePolicyDocument: {
          Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        },
        RolePolicyList:
          statements.length === 0
            ? []
            : [{ PolicyName: 'rights', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
        ...more,
      },
    ],
  })
}

const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const attached = (name: string) =>
  role({ AttachedManagedPolicies: [{ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` }] })
const trust = (Principal: object) =>
  role({ AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } } })
const bucket = (Principal: unknown): Source => ({
  name: 'policy.json',
  format: 'aws-policy',
  text: JSON.stringify({ Statement: { ...allow('s3:GetObject', 'arn:aws:s3:::logs/*'), Principal } }),
})
const userWith = (UserPolicyList: readonly object[]) =>
  details({ UserDetailList: [{ UserName: 'alice', Arn: `arn:aws:iam::${account}:user/alice`, UserPolicyList }] })
const condition = { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }

/** For each check what it finds, and the nearest thing that is well. */
const cases: Readonly<Record<string, { readonly fails: Source; readonly passes: Source }>> = {
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
  'dangerous-trust': { fails: trust({ AWS: '*' }), passes: trust({ AWS: `arn:aws:iam::${account}:root` }) },
  'exposed-resource': { fails: bucket('*'), passes: bucket({ AWS: `arn:aws:iam::${account}:root` }) },
}

test('every check has a case that it finds and one that it does not', () => {
  expect(Object.keys(cases).sort()).toEqual(checks.map(({ id }) => id).sort())
})

describe.each(Object.entries(cases))('%s', (id, { fails, passes }) => {
  test('finds what is wrong', () => expect(found(fails)).toContain(id))
  test('lets pass what is well', () => expect(found(passes)).not.toContain(id))
})

describe('the evidence', () => {
  const remarks = (...sources: readonly Source[]) => buildInventory(sources).remarks.join('\n')

  test.each<[string, Source, string]>([
    ['a page that others follow', details({ UserDetailList: [], IsTruncated: true }), 'only the first page'],
    ['a managed policy without its document', attached('ReadOnlyAccess'), 'is not in the evidence'],
    [
      'a group that is on no page',
      details({ UserDetailList: [{ UserName: 'a', Arn: `arn:aws:iam::${account}:user/a`, GroupList: ['g'] }] }),
      'group g',
    ],
    [
      'a file that breaks off',
      { name: 'cut.json', format: 'iam-authorization-details', text: '{"UserDetailList":[' },
      'cut.json',
    ],
    [
      'a policy of nobody knows what',
      { name: 'policy.json', format: 'aws-policy', text: '{"Policy":"{\\"Statement\\":[]}"}' },
      'does not say which resource',
    ],
    ['no control policies', details({}), 'no service control policies'],
  ])('says so where it has %s', (_, source, expected) => {
    expect(remarks(source)).toContain(expected)
  })

  test('is the same in base64, URL encoding and pages one after another', () => {
    const { text } = user({ password_enabled: 'true' })
    const wrapped = JSON.stringify({
      Content: Buffer.from(text).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: at,
    })
    expect(buildInventory([{ name: 'r', format: 'credential-report', text: wrapped }]).credentials).toHaveLength(1)
    const pages = `${JSON.stringify({ GroupDetailList: [{ GroupName: 'g', Arn: `arn:aws:iam::${account}:group/g` }] })}\n${userWith([]).text}`
    const inventory = buildInventory([{ name: 'p', format: 'iam-authorization-details', text: pages }])
    expect([inventory.groups.length, inventory.principals.length]).toEqual([1, 1])
  })
})
