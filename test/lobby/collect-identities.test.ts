import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { iamCase } from '../../main/iam-case.ts'
import { identityHandlers } from '../../main/iam-identities.ts'
import { iamHandlers } from '../../main/iam-of-case.ts'
import { fillIdentities } from '../some-identities.ts'
import { allow, type Collecting, collecting, readOnly } from './collecting.ts'

let here: Collecting
beforeEach(async () => {
  here = await collecting()
  here.signIn(here.aws.user('responder'))
})
afterEach(() => here.close())

const source = () => here.source({ kind: 'api-iam', regions: ['us-east-1'] })
const alice = 'arn:aws:iam::111122223333:user/alice'

describe('identities by API', () => {
  test('are asked for with calls that only read, kept as files, and judged', async () => {
    await fillIdentities(here.aws)
    await here.aws.queue('jobs')
    const result = await here.collect(source())
    expect(result).toMatchObject({ problems: [], notes: [], events: { stored: 0 } })
    expect(here.aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])

    const files = (await here.objects()).map(({ uri }) => uri.replace(/\d{8}T\d{6}Z/g, 'TIME'))
    const base = 'aws-api://iam/111122223333/TIME/'
    expect(files.toSorted()).toEqual(
      [
        'access-analyzer-us-east-1-outside.json',
        ...['partners', 'shut'].flatMap((name) => [
          `access-point-policy/arn_aws_s3_us-east-1_111122223333_accesspoint/${name}.json`,
          `access-point/arn_aws_s3_us-east-1_111122223333_accesspoint/${name}.json`,
        ]),
        'account-public-access-block.json',
        'account-summary.json',
        'analyzers-us-east-1.json',
        'authorization-details-TIME.json',
        'bucket-acl/arn_aws_s3___closed.json',
        'bucket-acl/arn_aws_s3___open-exports.json',
        'bucket-policy/arn_aws_s3___closed.json',
        'bucket-policy/arn_aws_s3___open-exports.json',
        'control-policies.json',
        'credential-report-TIME.csv',
        'delegated-administrators.json',
        ...['jobs', 'more', 'shop', 'shop/live', 'shop/next'].map(
          (name) => `function-policy/arn_aws_lambda_us-east-1_111122223333_function_${name}.json`,
        ),
        ...['jobs', 'more', 'shop'].map(
          (name) => `function-urls/arn_aws_lambda_us-east-1_111122223333_function_${name}.json`,
        ),
        'functions-us-east-1.json',
        ...['1111', '2222', '3333'].flatMap((id) => [
          `key-grants/arn_aws_kms_us-east-1_111122223333_key/${id}.json`,
          `key-policy/arn_aws_kms_us-east-1_111122223333_key/${id}.json`,
        ]),
        ...[1, 2, 3].map((n) => `layer-policy/arn_aws_lambda_us-east-1_111122223333_layer_tools_${n}.json`),
        'organization-units.json',
        'organization.json',
        'password-policy.json',
        'public-access-block/arn_aws_s3___closed.json',
        'public-access-block/arn_aws_s3___open-exports.json',
        'queue-policy/arn_aws_sqs_us-east-1_111122223333_jobs.json',
        ...['team/app', 'team_app'].map(
          (name) => `repository-policy/arn_aws_ecr_us-east-1_111122223333_repository/${name}.json`,
        ),
        'saml-providers.json',
        ...['db/main', 'db_main'].map(
          (name) => `secret-policy/arn_aws_secretsmanager_us-east-1_111122223333_secret_${name}-AbCdEf.json`,
        ),
        'server-certificates.json',
        ...['inside', 'more', 'news'].map((name) => `topic-policy/arn_aws_sns_us-east-1_111122223333_${name}.json`),
        'virtual-mfa-devices.json',
      ]
        .map((file) => `${base}${file}`)
        .sort(),
    )

    // What stands in the environment of a function stays there.
    const kept = readdirSync(join(here.path, 'evidence'), { recursive: true, withFileTypes: true })
    const texts = kept.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
    expect(texts.filter((text) => text.includes('of-the-function'))).toEqual([])

    const identities = iamCase(here.file)
    const { findings, external } = await iamHandlers(here.file, identities).iamCheck({ at: null }, here.signal)
    const found = findings.map(({ check, principal }) => `${check} ${principal}`)
    expect(found).toEqual(
      expect.arrayContaining([
        `admin-policy ${alice}`,
        `console-without-mfa ${alice}`,
        'password-length password policy',
        'resource-public arn:aws:s3:::open-exports',
        'account-public-block-off 111122223333',
        'access-point-block-off arn:aws:s3:us-east-1:111122223333:accesspoint/partners',
        'function-url-open arn:aws:lambda:us-east-1:111122223333:function:shop',
        'foreign-layer arn:aws:lambda:us-east-1:111122223333:function:shop',
        'resource-foreign arn:aws:kms:us-east-1:111122223333:key/2222',
      ]),
    )
    const opened = findings.filter(({ check }) => check.startsWith('resource-')).map(({ principal }) => principal)
    expect(new Set(opened)).toEqual(
      new Set([
        'arn:aws:s3:::open-exports',
        'arn:aws:s3:us-east-1:111122223333:accesspoint/partners',
        'arn:aws:sns:us-east-1:111122223333:news',
        'arn:aws:kms:us-east-1:111122223333:key/1111',
        'arn:aws:kms:us-east-1:111122223333:key/2222',
        'arn:aws:lambda:us-east-1:111122223333:function:shop:live',
        'arn:aws:lambda:us-east-1:111122223333:layer:tools:2',
        'arn:aws:secretsmanager:us-east-1:111122223333:secret:db/main-AbCdEf',
        'arn:aws:ecr:us-east-1:111122223333:repository/team/app',
      ]),
    )
    expect(external).toMatchObject([{ source: 'IAM Access Analyzer', resource: 'arn:aws:s3:::open-exports' }])
    const { iamWhoCan } = iamHandlers(here.file, identities)
    const who = async (action: string, resource = '*') =>
      (await iamWhoCan({ action, resource, at: null }, here.signal)).principals.map(({ result: each }) => each)
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1111'
    expect(await who('kms:Decrypt', key)).toEqual(['allowed', 'allowed'])
    expect(await who('kms:Encrypt', key)).toEqual(['allowed', 'denied'])
    expect([await who('iam:CreateUser'), await who('iam:CreateAccessKey')]).toEqual([
      ['allowed', 'denied'],
      ['denied', 'denied'],
    ])
  })

  test('are asked for to the end by the next session when AWS ends one', async () => {
    await fillIdentities(here.aws)
    const trust = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] } as const
    const access = { roles: [{ arn: here.aws.role('Reader', { trust }) }] }
    for (const action of ['iam:GetAccountAuthorizationDetails', 'lambda:GetPolicy', 's3:GetBucketPolicy'])
      here.aws.faults.add({ kind: 'expire', action })
    const result = await here.collect(here.source({ kind: 'api-iam', regions: ['us-east-1'], access }))
    expect(result).toMatchObject({ problems: [], notes: [] })
    expect(here.aws.log.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(4)
  })

  test('are another picture each time: what changed in between is told, and policies of resources count as they were last', async () => {
    await fillIdentities(here.aws)
    await here.collect(source())
    const [first = ''] = stamps(await here.objects())
    await expect.poll(() => new Date().toISOString().slice(0, 19) > first.slice(0, 19), { timeout: 5000 }).toBe(true)
    const [one = {}] = here.aws.identities.details
    here.aws.identities.details = [one]
    here.aws.bucket('open-exports', { region: 'eu-west-1' })
    here.aws.faults.add({
      kind: 'error',
      status: 400,
      code: 'ThrottlingException',
      action: 'kms:GetKeyPolicy',
      times: 2,
    })
    here.aws.faults.add({ kind: 'error', status: 429, code: 'TooManyRequestsException', action: 'lambda:GetPolicy' })
    expect(await here.collect(source())).toMatchObject({ problems: [], notes: [] })
    const identities = iamCase(here.file)
    const { iamIdentities } = identityHandlers(here.file, identities)
    const names = async (at: string | null) =>
      (await iamIdentities({ at, taken: null }, here.signal)).identities.map(({ name }) => name)
    expect([await names(first), await names(null)]).toEqual([['alice', 'bob'], ['alice']])
    const { findings } = await iamHandlers(here.file, identities).iamCheck({ at: null }, here.signal)
    expect(findings.filter(({ principal }) => principal === 'arn:aws:s3:::open-exports')).toMatchObject([
      { check: 'bucket-public-block-off' },
    ])
  })

  test('are taken as far as the person may, with a sentence for each permission that is missing', async () => {
    await fillIdentities(here.aws)
    const few = ['iam:GetAccountAuthorizationDetails', 'kms:ListKeys', 'kms:ListGrants']
    here.signIn(here.aws.user('poor', { policy: allow(['sts:*', '*'], [few, '*']) }))
    const { notes, objects } = await here.collect(source())
    expect(objects.stored).toBe(4)
    expect(notes.map(({ permission }) => permission)).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GetAccountPasswordPolicy',
      'iam:GetAccountSummary',
      'iam:ListVirtualMFADevices',
      'iam:ListServerCertificates',
      'iam:ListSAMLProviders',
      'organizations:DescribeOrganization',
      's3:ListAllMyBuckets',
      's3:GetAccountPublicAccessBlock',
      's3:ListAccessPoints',
      'sqs:listqueues',
      'SNS:ListTopics',
      ...['1111', '2222', '3333'].map(() => 'kms:GetKeyPolicy'),
      'lambda:ListFunctions',
      'lambda:ListLayers',
      'secretsmanager:ListSecrets',
      'ecr:DescribeRepositories',
      'access-analyzer:ListAnalyzers',
    ])
    const checks = await here.api.testSource({ source: source() }, here.signal)
    expect(checks.filter(({ ok }) => ok).map(({ text }) => text)).toEqual([
      expect.stringContaining('signed in as'),
      'users, roles, groups and policies: 1 answer',
      'policies and grants of KMS keys: 3 answers',
    ])
    expect(checks.filter(({ ok }) => !ok)).toHaveLength(notes.length)
  })
})

/** Times of the pictures, as ISO 8601. */
function stamps(objects: readonly { readonly uri: string }[]): readonly string[] {
  const found = objects.flatMap(({ uri }) => /\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\//.exec(uri)?.slice(1) ?? [])
  const [y, mo, d, h, mi, s] = found
  return found.length === 0 ? [] : [`${y}-${mo}-${d}T${h}:${mi}:${s}.000Z`]
}
