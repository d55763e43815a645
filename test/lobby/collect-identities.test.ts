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
        'organization-units.json',
        'organization.json',
        'password-policy.json',
        'public-access-block/arn_aws_s3___closed.json',
        'public-access-block/arn_aws_s3___open-exports.json',
        'queue-policy/arn_aws_sqs_us-east-1_111122223333_jobs.json',
        'saml-providers.json',
        'server-certificates.json',
        'virtual-mfa-devices.json',
      ].map((file) => `${base}${file}`),
    )

    const identities = iamCase(here.file)
    const { findings, external } = await iamHandlers(here.file, identities).iamCheck({ at: null }, here.signal)
    const found = findings.map(({ check, principal }) => `${check} ${principal}`)
    expect(found).toEqual(
      expect.arrayContaining([
        `admin-policy ${alice}`,
        `console-without-mfa ${alice}`,
        'password-length password policy',
        'resource-public arn:aws:s3:::open-exports',
      ]),
    )
    expect(external).toMatchObject([{ source: 'IAM Access Analyzer', resource: 'arn:aws:s3:::open-exports' }])
    const { iamWhoCan } = iamHandlers(here.file, identities)
    const who = async (action: string) =>
      (await iamWhoCan({ action, resource: '*', at: null }, here.signal)).principals.map(({ result: each }) => each)
    expect([await who('iam:CreateUser'), await who('iam:CreateAccessKey')]).toEqual([
      ['allowed', 'denied'],
      ['denied', 'denied'],
    ])
  })

  test('are another picture each time: what changed in between is told, and policies of resources count as they were last', async () => {
    await fillIdentities(here.aws)
    await here.collect(source())
    const [first = ''] = stamps(await here.objects())
    await expect.poll(() => new Date().toISOString().slice(0, 19) > first.slice(0, 19), { timeout: 5000 }).toBe(true)
    const [one = {}] = here.aws.identities.details
    here.aws.identities.details = [one]
    here.aws.bucket('open-exports', { region: 'eu-west-1' })
    expect(await here.collect(source())).toMatchObject({ problems: [], notes: [] })
    const identities = iamCase(here.file)
    const { iamIdentities } = identityHandlers(here.file, identities)
    const names = async (at: string | null) =>
      (await iamIdentities({ at, taken: null }, here.signal)).identities.map(({ name }) => name)
    expect([await names(first), await names(null)]).toEqual([['alice', 'bob'], ['alice']])
    const { findings } = await iamHandlers(here.file, identities).iamCheck({ at: null }, here.signal)
    expect(findings.filter(({ check }) => check === 'resource-public')).toEqual([])
  })

  test('are taken as far as the person may, with a sentence for each permission that is missing', async () => {
    await fillIdentities(here.aws)
    here.signIn(here.aws.user('poor', { policy: allow(['sts:*', '*'], ['iam:GetAccountAuthorizationDetails', '*']) }))
    const { notes, objects } = await here.collect(source())
    expect(objects.stored).toBe(1)
    expect(notes.map(({ permission }) => permission)).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GetAccountPasswordPolicy',
      'iam:GetAccountSummary',
      'iam:ListVirtualMFADevices',
      'iam:ListServerCertificates',
      'iam:ListSAMLProviders',
      'organizations:DescribeOrganization',
      's3:ListAllMyBuckets',
      'sqs:listqueues',
      'access-analyzer:ListAnalyzers',
    ])
  })
})

/** Times of the pictures, as ISO 8601. */
function stamps(objects: readonly { readonly uri: string }[]): readonly string[] {
  const found = objects.flatMap(({ uri }) => /\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\//.exec(uri)?.slice(1) ?? [])
  const [y, mo, d, h, mi, s] = found
  return found.length === 0 ? [] : [`${y}-${mo}-${d}T${h}:${mi}:${s}.000Z`]
}
