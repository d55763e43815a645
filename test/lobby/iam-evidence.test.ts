import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'

const account = '111122223333'
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-iam-evidence-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
const encoded = (given: object) => encodeURIComponent(JSON.stringify(given))
const deploy = `arn:aws:iam::${account}:role/deploy`

function item(resourceType: string, ARN: string, configuration: unknown, rest: object = {}) {
  return {
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: '2026-03-01T00:00:00.000Z',
    configurationStateId: '1',
    configurationItemStatus: 'OK',
    awsAccountId: account,
    awsRegion: 'eu-central-1',
    resourceId: ARN.split(/[:/]/).at(-1),
    resourceType,
    ARN,
    configuration,
    supplementaryConfiguration: {},
    ...rest,
  }
}

/** An account as AWS Config recorded it, and what other tools found in it. */
const snapshot = {
  fileVersion: '1.0',
  configSnapshotId: '84baca58-0000-4000-8000-000000000001',
  configurationItems: [
    item('AWS::IAM::Role', deploy, {
      roleName: 'deploy',
      arn: deploy,
      roleId: 'AROAEXAMPLE',
      assumeRolePolicyDocument: encoded({
        Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
      }),
      rolePolicyList: [
        {
          policyName: 'all',
          policyDocument: encoded({
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
          }),
        },
      ],
      attachedManagedPolicies: [],
    }),
    item('AWS::IAM::User', `arn:aws:iam::${account}:user/gone`, {
      userName: 'gone',
      arn: `arn:aws:iam::${account}:user/gone`,
    }),
    item('AWS::IAM::User', `arn:aws:iam::${account}:user/gone`, null, {
      configurationItemStatus: 'ResourceDeleted',
      configurationItemCaptureTime: '2026-03-02T00:00:00.000Z',
      configurationStateId: '2',
    }),
    item(
      'AWS::S3::Bucket',
      'arn:aws:s3:::open',
      {},
      {
        supplementaryConfiguration: {
          BucketPolicy: {
            policyText: JSON.stringify({
              Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' },
            }),
          },
        },
      },
    ),
  ],
}

const analyzer = {
  findings: [
    {
      id: 'a',
      resource: deploy,
      resourceType: 'AWS::IAM::Role',
      resourceOwnerAccount: account,
      status: 'ACTIVE',
      isPublic: true,
      principal: { AWS: '*' },
      action: ['sts:AssumeRole'],
      analyzedAt: '2026-03-01T00:00:00Z',
    },
  ],
}

const imported = [
  {
    SchemaVersion: '2018-10-08',
    Id: 'arn:aws:securityhub:eu-central-1:111122223333:security-control/IAM.1/finding/1',
    ProductArn: 'arn:aws:securityhub:eu-central-1::product/aws/securityhub',
    ProductName: 'Security Hub',
    GeneratorId: 'security-control/IAM.1',
    AwsAccountId: account,
    Types: ['Software and Configuration Checks'],
    CreatedAt: '2026-03-01T00:00:00Z',
    UpdatedAt: '2026-03-01T00:00:00Z',
    Severity: { Label: 'HIGH' },
    Title: 'IAM policies should not allow full "*" administrative privileges',
    Description: '…',
    Resources: [{ Type: 'AwsIamRole', Id: deploy }],
    Compliance: { Status: 'FAILED', SecurityControlId: 'IAM.1' },
    RecordState: 'ACTIVE',
    Workflow: { Status: 'NEW' },
  },
]

beforeAll(async () => {
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  writeFileSync(join(logs, 'snapshot.json'), JSON.stringify(snapshot))
  writeFileSync(join(logs, 'analyzer.json'), JSON.stringify(analyzer))
  writeFileSync(join(logs, 'findings.json'), JSON.stringify({ Findings: imported }))
  writeFileSync(
    join(logs, 'prowler.csv'),
    `TIMESTAMP;ACCOUNT_UID;CHECK_ID;CHECK_TITLE;STATUS;STATUS_EXTENDED;SEVERITY;RESOURCE_UID\n2026-03-01 00:00:00;${account};iam_role_administratoraccess_policy;Role has AdministratorAccess;FAIL;"Role; deploy";high;${deploy}\n`,
  )
  await lobby.api.createCase({ path: join(folder, 'one.coldtrail'), name: 'one' })
  const { id } = await lobby.api.startImport({ paths: [logs] })
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job && job.state !== 'running') break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}, 60_000)
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

describe('identities and policies from AWS Config and other tools', () => {
  test('are judged like those of the account itself, deleted ones left out', async () => {
    const { findings } = await lobby.api.iamCheck({})
    const of = (arn: string) => findings.filter(({ principal }) => principal === arn).map(({ check }) => check)
    expect(of(deploy)).toEqual(expect.arrayContaining(['trust-public', 'admin-policy']))
    expect(of('arn:aws:s3:::open')).toContain('resource-public')
    expect(findings.find(({ check }) => check === 'resource-public')?.account).toBe(account)
    expect(of(`arn:aws:iam::${account}:user/gone`)).toEqual([])
  })

  test('stand beside what others found, with their names', async () => {
    const { external } = await lobby.api.iamCheck({})
    expect(external.map(({ source, check, status }) => [source, check, status]).sort()).toEqual([
      ['IAM Access Analyzer', 'ExternalAccess', 'fail'],
      ['Prowler', 'iam_role_administratoraccess_policy', 'fail'],
      ['Security Hub', 'IAM.1', 'fail'],
    ])
    expect(external.every(({ ours }) => ours.includes('admin-policy'))).toBe(true)
  })

  test('leave open what they cannot answer, by check and by section', async () => {
    const { unanswered, cis } = await lobby.api.iamCheck({})
    expect(unanswered.find(({ check }) => check === 'root-without-mfa')?.needs).toContain('credential report')
    const section = (version: string, number: string) =>
      cis.find((each) => each.version === version && each.section === number)
    expect(section('v3.0', '1.16')).toMatchObject({ result: 'found', checks: ['admin-policy'] })
    expect(section('v5.0', '1.4')).toMatchObject({ result: 'cannot-say' })
  })
})
