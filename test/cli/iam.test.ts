import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IamChecked, IamPaths, PolicyVerdict, WhoCan } from '../../shared/iam.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { readOnly } from '../lobby/collecting.ts'
import { fillIdentities } from '../some-identities.ts'
import { at, cleanUp, coldtrail, json, record, trail } from './coldtrail.ts'

const alice = 'arn:aws:iam::111122223333:user/alice'
const deploy = 'arn:aws:iam::111122223333:role/deploy'

/** A user who may pass an administrator's role to a function, and the call with which she did. */
beforeAll(async () => {
  mkdirSync(at('logs'))
  copyFileSync(resolve('test/fixtures/iam-authorization-details/small.json'), at('logs', 'identities.json'))
  copyFileSync(resolve('test/fixtures/credential-report/report.csv'), at('logs', 'report.csv'))
  const call = {
    eventSource: 'lambda.amazonaws.com',
    eventName: 'CreateFunction20150331',
    requestParameters: { functionName: 'f', role: deploy },
    userIdentity: { type: 'IAMUser', arn: alice, accountId: '111122223333', userName: 'alice' },
    errorCode: undefined,
  }
  trail(at('logs', 'trail.json'), [record(0, call)])
  await coldtrail('import', 'logs', '--case', 'one.coldtrail')
})
afterAll(cleanUp)

describe('coldtrail iam', () => {
  test('finds the way to every right and when it was walked', async () => {
    const { findings, admins } = (await json('iam', 'paths', '--case', 'one.coldtrail', '--json')) as IamPaths
    expect(admins).toEqual([deploy])
    const path = findings.find(({ check }) => check === 'lambda-create-invoke')
    expect(path).toMatchObject({
      principal: alice,
      resource: deploy,
      severity: 'critical',
      confidence: 'confirmed',
      toAdmin: true,
      used: { count: 1 },
    })
  })

  test('says who may, by which statement, and what is missing', async () => {
    const { principals, remarks } = (await json(
      'iam',
      'who-can',
      'iam:PassRole',
      deploy,
      '--case',
      'one.coldtrail',
      '--json',
    )) as WhoCan
    expect(principals.map(({ principal, result }) => [principal, result])).toEqual([
      [deploy, 'allowed'],
      [alice, 'allowed'],
    ])
    expect(principals[1]?.statements).toEqual([
      {
        policy: 'pass',
        holder: 'arn:aws:iam::111122223333:group/builders',
        sid: null,
        index: 0,
        effect: 'Allow',
        lines: expect.any(Array),
      },
    ])
    expect(remarks.join()).toContain('no service control policies')
  })

  test('checks the evidence, and ends so that a script can tell', async () => {
    const { code, out } = await coldtrail('iam', 'check', '--case', 'one.coldtrail', '--fail-on', 'critical', '--json')
    const { findings } = JSON.parse(out) as IamChecked
    expect([code, findings.slice(0, 2).map(({ check }) => check)]).toEqual([
      10,
      ['root-access-key', 'root-without-mfa'],
    ])
  })

  test('says in words what could not be looked at, and how sections of CIS stand', async () => {
    const { out } = await coldtrail('iam', 'check', '--case', 'one.coldtrail', '--level', 'critical')
    expect(out).toMatch(/^\d+ findings of \d+ checks, as of 20\d\d-/m)
    expect(out).toMatch(/^password-length +Passwords may be short +the password policy/m)
    expect(out).toMatch(/^1\.5 +1\.4 +fail +MFA for the root user +1 finding$/m)
    expect(out).toMatch(/^1\.8 +1\.7 +not answered +Passwords have 14 characters or more +the password policy/m)
    expect(out).toMatch(/^1\.22 +1\.21 +pass +AWSCloudShellFullAccess is limited$/m)
  })

  test.each([
    ['iam', 'csv', /^severity,.*,used_first,used_last,as_of\r\n(?:.*,2026-01-15T12:00:00\.000Z\r\n)+$/],
    ['iam', 'jsonl', /^(?:\{.*"asOf":"2026-01-15T12:00:00\.000Z".*\}\n)+$/],
    ['iam-ocsf', 'jsonl', /^(?:\{.*"as_of":"2026-01-15T12:00:00\.000Z".*\}\n)+$/],
  ])('writes findings of a time with that time: %s as %s', async (view, format, expected) => {
    const file = `${view}-then.${format}`
    const { code } = await coldtrail(
      'export',
      view,
      '--case',
      'one.coldtrail',
      '-o',
      file,
      '--at',
      '2026-01-15T12:00:00Z',
    )
    expect([code, readFileSync(at(file), 'utf8')]).toEqual([0, expect.stringMatching(expected)])
  })

  test('collects an account: says first which calls, which only read, and judges what came', async () => {
    const aws = await startFakeAws()
    try {
      await fillIdentities(aws)
      const { accessKeyId, secretAccessKey } = aws.user('responder')
      process.env.AWS_ACCESS_KEY_ID = accessKeyId
      process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey
      const endpoints = ['--endpoint', '--sts-endpoint', '--service-endpoint'].flatMap((option) => [option, aws.url])
      const options = [...endpoints, '--path-style', '--region', 'us-east-1', '--case', 'two.coldtrail']
      const plan = await coldtrail('iam', 'collect', ...options, '--plan')
      expect([plan.code, plan.err]).toEqual([0, expect.stringContaining('iam:GetAccountAuthorizationDetails')])
      expect(aws.log.filter(({ service }) => service !== 'sts')).toEqual([])
      const { code, err } = await coldtrail('iam', 'collect', ...options)
      expect([code, err]).toEqual([0, expect.stringContaining('organizations:ListPolicies')])
      expect(aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])
      const { findings } = (await json('iam', 'check', '--case', 'two.coldtrail', '--json')) as IamChecked
      expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['resource-public', 'admin-policy']))
    } finally {
      await aws.stop()
    }
  })

  test.each([
    ['--kind', 'trust', 0],
    ['--kind', 'sandwich', 2],
  ])('judges a policy: %s %s', async (option, kind, expected) => {
    const Statement = [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }]
    writeFileSync(at('trust.json'), JSON.stringify({ Version: '2012-10-17', Statement }, null, 2))
    writeFileSync(at('context.json'), JSON.stringify({ own_account: '111122223333', org_accounts: ['444455556666'] }))
    const { code, out } = await coldtrail(
      'iam',
      'verdict',
      'trust.json',
      option,
      kind,
      '--context',
      'context.json',
      '--json',
    )
    expect(code).toBe(expected)
    if (expected !== 0) return
    const { verdict, severity, statements } = JSON.parse(out) as PolicyVerdict
    expect([verdict, severity, statements[0]?.line]).toEqual(['org-account', 'low', 4])
  })
})
