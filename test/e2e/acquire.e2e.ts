import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startFakeAws } from '../fake-aws/index.ts'
import { cloudtrailV2, rowV2 } from '../lake-events.ts'
import { parquetOfRows } from '../parquet.ts'
import {
  accessYaml,
  card,
  closeCase,
  collect,
  environmentOf,
  importYaml,
  newCase,
  putTrail,
  running,
} from './clouded.ts'
import { expectCount, goTo, press } from './doing.ts'
import { ownFolder } from './filled-case.ts'
import { delivered, records } from './logs.ts'
import { expect, serve, test } from './served.ts'

/** Collecting as somebody does it who has an AWS account before them: every journey ends in the case. */
let aws: Awaited<ReturnType<typeof startFakeAws>>
let served: Awaited<ReturnType<typeof serve>>
let keys: Readonly<Record<string, string>>
const role = 'arn:aws:iam::111122223333:role/LogReader'

test.beforeAll(async () => {
  aws = await startFakeAws()
  keys = environmentOf(aws.user('responder', { account: '999988887777', mfaCode: '123456' }))
  served = await serve([], ownFolder(), keys)
})
test.afterAll(async () => {
  await served?.stop()
  await aws?.stop()
})
test.beforeEach(() => {
  aws.faults.clear()
  aws.log.length = 0
})

test('a bucket is described, tested with a typed secret, planned and collected', async ({ watched: page }) => {
  aws.bucket('trail-bucket', { versioning: true })
  const typed = aws.user('typed', { account: '999988887777' })
  const [first = ''] = await putTrail(aws, 'trail-bucket', 6)
  await putTrail(aws, 'trail-bucket', 3, { day: '2026/05/04', from: 500 })
  aws.remove('trail-bucket', first)
  await newCase(page, served.url, 'journey')
  await goTo(page, 'Acquire')
  await expect(page.getByRole('heading', { name: 'No source yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Add a source' }).first().click()
  await page.getByRole('menuitem', { name: /^S3 bucket/ }).click()

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('the trail')
  await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill('Trail_Bucket')
  await press(page, 'Tab')
  await expect(page.getByText('A bucket name has 3 to 63 lower-case letters, digits, dots and dashes.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill('trail-bucket')
  await page.getByRole('combobox', { name: 'Credentials' }).selectOption('Keys that I type in')
  await page.getByRole('textbox', { name: /^Access key id/ }).fill(typed.accessKeyId)
  await page.getByRole('button', { name: 'Region and endpoints' }).click()
  for (const endpoint of [/^S3 endpoint/, /^STS endpoint/, /^Endpoint of the other/])
    await page.getByRole('textbox', { name: endpoint }).fill(aws.url)
  await page.getByRole('textbox', { name: /^Region optional/ }).fill('us-east-1')
  await page.getByText('Path style').click()
  await page.getByRole('textbox', { name: /^First day/ }).fill('1 May')
  await press(page, 'Tab')
  await expect(page.getByText('A day looks like 2026-05-01.')).toBeVisible()
  await page.getByRole('textbox', { name: /^First day/ }).fill('')

  await page.getByRole('button', { name: 'Test connection' }).click()
  const question = page.getByRole('dialog', { name: 'Keys' })
  await expect(question).toContainText('the trail asks for the secret of the access key')
  await question.getByLabel('Secret access key').fill(typed.secretAccessKey)
  await question.getByRole('button', { name: 'Answer' }).click()
  const findings = page.getByRole('list', { name: 'Findings' })
  await expect(findings).toContainText('Signed in as arn:aws:iam::999988887777:user/typed.')
  await expect(findings).toContainText('Listing trail-bucket works')
  await expect(findings).toContainText('Versioning of the bucket: Enabled.')
  await expect(page.getByRole('region', { name: 'Read the logs' })).toContainText('"arn:aws:s3:::trail-bucket"')
  await page.getByRole('button', { name: 'Save' }).click()

  await expect(card(page, 'the trail')).toContainText(`access key ${typed.accessKeyId}, typed in`)
  await page.getByRole('button', { name: 'Plan and collect the trail' }).click()
  const plan = page.getByRole('dialog', { name: 'Plan: the trail' })
  await expect(plan).toContainText(/To fetch\s*9 objects/, { timeout: 20_000 })
  await expect(plan).toContainText(/1 account × 1 region\s*2 days/)
  await expect(plan).toContainText(/1 version, 1 delete marker/)
  const map = plan.getByRole('grid', { name: 'What the source has, by account, region and day' })
  await expect(map.getByRole('gridcell', { name: '111122223333 us-east-1, 2026-05-02: nothing' })).toBeVisible()
  expect(aws.log.filter(({ operation }) => operation === 'GetObject').length, 'only the test has read an object').toBe(
    1,
  )
  await plan.getByRole('button', { name: 'Start collection' }).click()

  await expect(card(page, 'the trail')).toContainText(/done|with problems/, { timeout: 20_000 })
  await expect(card(page, 'the trail')).toContainText('18 events')
  await page.getByRole('tab', { name: 'What is there' }).click()
  const there = page.getByRole('grid', { name: 'What was collected, by account, region and day' })
  await there.getByRole('gridcell', { name: /2026-05-01/ }).focus()
  await press(page, 'End')
  await expect(there.getByRole('gridcell', { name: /2026-05-04: 3 objects/ })).toBeFocused()
  await press(page, 'ArrowLeft')
  await expect(page.getByText('111122223333 us-east-1, 2026-05-03 nothing')).toBeVisible()
  await expect(page.getByText('111122223333 us-east-1: nothing from 2026-05-02 to 2026-05-03')).toBeVisible()
  await page.getByRole('tab', { name: 'Acquisition log' }).click()
  await page.getByRole('button', { name: /^Details of the run/ }).click()
  await expect(page.getByText(/^Calls to AWS: .*GetObject/)).toBeVisible()
  await goTo(page, 'Timeline')
  await expectCount(page, 18)

  const written = ['case.json', 'audit.jsonl', 'case.duckdb'].map((name) =>
    readFileSync(join(served.folder, 'home', 'cases', 'journey.coldtrail', name)),
  )
  for (const bytes of written) expect(bytes.includes(typed.secretAccessKey)).toBe(false)
})

test('a wrong external id is said in the sentence of AWS, and mended', async ({ watched: page }) => {
  aws.bucket('guarded')
  await putTrail(aws, 'guarded', 2, { from: 1000 })
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::999988887777:user/responder' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'right-id' } },
  } as const
  aws.role('LogReader', { trust: { Statement: [trust] } })
  await newCase(page, served.url, 'guarded')
  const access = accessYaml(aws, { roles: [{ arn: role, externalId: 'wrong-id' }] })
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: guarded, bucket: guarded, layout: cloudtrail, access: ${access}}`,
  )
  await expect(card(page, 'guarded')).toContainText('role LogReader of account 111122223333, with an external id')
  await page.getByRole('button', { name: 'Edit guarded' }).click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('list', { name: 'Findings' })).toContainText(
    /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role\/LogReader/,
  )
  await page.getByRole('textbox', { name: /^External id/ }).fill('right-id')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('list', { name: 'Findings' })).toContainText('Reading an object works.')
  await expect(page.getByRole('region', { name: 'Let it into the role LogReader' })).toContainText('right-id')
  await page.getByRole('button', { name: 'Save' }).click()
  await collect(page, 'guarded')
  await expect(card(page, 'guarded')).toContainText('4 events', { timeout: 20_000 })
})

test('a Security Lake subscriber is collected from its queue, whose messages stay', async ({ watched: page }) => {
  const queue = await aws.queue('AmazonSecurityLake-e2e-Main-Queue', { visibilitySeconds: 30 })
  aws.bucket('lake', { notify: [{ queue: queue.name, shape: 'security-lake' }] })
  const parquet = await parquetOfRows(cloudtrailV2, records(5, 3000).map(rowV2))
  const folder = 'aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=111122223333/eventDay=20260501'
  await aws.put('lake', `${folder}/one.gz.parquet`, parquet)
  await newCase(page, served.url, 'lake')
  await importYaml(
    page,
    `sources:\n  - {kind: security-lake-queue, name: lake, queue: '${queue.url}', access: ${accessYaml(aws)}}`,
  )
  await page.getByRole('button', { name: 'Edit lake' }).click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('list', { name: 'Findings' })).toContainText(/message/i)
  const side = page.getByRole('region', { name: 'Taking away' })
  await expect(side).toContainText('SIEM')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await collect(page, 'lake')
  await expect(card(page, 'lake')).toContainText('1 new object, 5 events', { timeout: 20_000 })
  expect((await queue.bodies()).length).toBe(1)
  expect(aws.log.some(({ operation }) => operation.startsWith('DeleteMessage'))).toBe(false)
  await goTo(page, 'Timeline')
  await expectCount(page, 5)
})

test('a collection is paused, resumed, cancelled, and goes on where it was', async ({ watched: page }) => {
  aws.bucket('large')
  await putTrail(aws, 'large', 300, { events: 1, from: 5000 })
  await newCase(page, served.url, 'held')
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: large, bucket: large, layout: cloudtrail, access: ${accessYaml(aws)}}`,
  )
  aws.faults.add({ kind: 'delay', ms: 3000, action: 's3:GetObject', times: 1000 })
  await collect(page, 'large')
  await expect(running(page)).toContainText(/Discovered\s*300/, { timeout: 20_000 })
  for (const counter of ['Downloaded', 'Decoded', 'Rows', 'Duplicates', 'Errors'])
    await expect(running(page).getByText(counter, { exact: true })).toBeVisible()
  await running(page).getByRole('button', { name: 'Pause' }).click()
  await expect(running(page).getByRole('heading', { name: 'Paused large' })).toBeVisible()
  await running(page).getByRole('button', { name: 'Resume' }).click()
  await expect(running(page).getByRole('heading', { name: 'Collecting large' })).toBeVisible()
  // Nothing else starts meanwhile.
  await page.getByRole('button', { name: 'Plan and collect large' }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Start collection' })).toBeDisabled()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await running(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(card(page, 'large')).toContainText('cancelled', { timeout: 20_000 })
  aws.faults.clear()
  await page.getByRole('button', { name: 'Try again: large' }).click()
  await expect(card(page, 'large')).toContainText('done', { timeout: 20_000 })
  await goTo(page, 'Timeline')
  await expectCount(page, 300)
})

test('an object that fails is listed as it is called, and tried again', async ({ watched: page }) => {
  aws.bucket('hostile')
  await putTrail(aws, 'hostile', 1, { from: 7000 })
  const bad = `AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/02/<img src=x onerror=alert(1)>\u202egz.json.gz`
  await aws.put('hostile', bad, delivered(records(1, 7500)))
  await newCase(page, served.url, 'hostile')
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: hostile, bucket: hostile, layout: any, access: ${accessYaml(aws)}}`,
  )
  const profile = JSON.stringify({ credentials: { kind: 'profile', profile: '<img src=x onerror=alert(1)>\u202e' } })
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: odd, bucket: hostile, layout: any, disabled: true, access: ${profile}}`,
  )
  await expect(card(page, 'odd')).toContainText('profile <img src=x onerror=alert(1)>\\u202e')
  aws.faults.add({ kind: 'error', status: 403, code: 'AccessDenied', key: /onerror/, times: 50 })
  await collect(page, 'hostile')
  await expect(card(page, 'hostile')).toContainText('with problems', { timeout: 20_000 })
  await page.getByRole('tab', { name: 'Acquisition log' }).click()
  await page.getByRole('button', { name: /^Details of the run/ }).click()
  await expect(
    page.getByRole('cell', { name: /%3Cimg%20src=x%20onerror=alert\(1\)%3E%E2%80%AEgz/ }).last(),
  ).toBeVisible()
  await expect(page.getByText(/not permitted: .*s3:GetObject/).first()).toBeVisible()
  aws.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('tab', { name: /^Sources/ }).click()
  await expect(card(page, 'hostile')).toContainText('done', { timeout: 20_000 })
})

test('deleting is explained, and switched on only by typing the name of the bucket', async ({ watched: page }) => {
  aws.bucket('throwaway')
  await putTrail(aws, 'throwaway', 2, { from: 8000 })
  await newCase(page, served.url, 'deleting')
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: gone, bucket: throwaway, layout: cloudtrail, access: ${accessYaml(aws)}}`,
  )
  await page.getByRole('button', { name: 'Edit gone' }).click()
  await page.getByText('Delete objects after collection').click()
  const confirm = page.getByRole('dialog', { name: 'Delete objects from this bucket?' })
  await expect(confirm.getByRole('button', { name: 'Switch it on' })).toBeDisabled()
  await confirm.getByRole('textbox').fill('throwaway')
  await confirm.getByRole('button', { name: 'Switch it on' }).click()
  await expect(page.getByRole('region', { name: 'Read the logs, and delete what was collected' })).toContainText(
    's3:DeleteObject',
  )
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(card(page, 'gone')).toContainText('deletes objects')
  await page.getByRole('button', { name: 'Plan and collect gone' }).click()
  await expect(page.getByRole('button', { name: 'Start collection' })).toBeEnabled({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Start collection' }).click()
  const again = page.getByRole('dialog', { name: 'This run deletes what it collects' })
  await again.getByRole('textbox').fill('throwaway')
  await again.getByRole('button', { name: 'Collect and delete' }).click()
  await expect(card(page, 'gone')).toContainText('4 events', { timeout: 20_000 })
  await expect.poll(() => aws.keys('throwaway').length).toBe(0)
})

test('an MFA code is asked for: declined, mistyped, and right', async ({ watched: page }) => {
  aws.bucket('behind-mfa')
  await putTrail(aws, 'behind-mfa', 1, { from: 9000 })
  const present = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  const trust = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition: present } as const
  aws.role('WithMfa', { trust: { Statement: [trust] } })
  await newCase(page, served.url, 'mfa')
  const serial = 'arn:aws:iam::999988887777:mfa/responder'
  const access = accessYaml(aws, { roles: [{ arn: role.replace('LogReader', 'WithMfa'), mfaSerial: serial }] })
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: careful, bucket: behind-mfa, layout: cloudtrail, access: ${access}}`,
  )
  await expect(card(page, 'careful')).toContainText('with MFA')
  const question = page.getByRole('dialog', { name: 'MFA code' })
  const plan = page.getByRole('dialog', { name: 'Plan: careful' })
  const answer = async (code: string) => {
    await question.getByLabel('Code').fill(code)
    await question.getByRole('button', { name: 'Answer' }).click()
  }
  const ask = () => page.getByRole('button', { name: 'Plan and collect careful' }).click()
  await ask()
  await expect(question).toContainText(`careful asks for the code of the MFA device ${serial}`)
  await question.getByRole('button', { name: 'Decline' }).click()
  await expect(plan).toContainText(/not answered/)
  await plan.getByRole('button', { name: 'Cancel' }).click()

  await ask()
  await answer('654321')
  await expect(question.getByRole('alert')).toContainText(/MultiFactorAuthentication failed with invalid MFA one time/)
  await answer('123 456')
  await expect(question).toBeHidden()
  await expect(plan).toContainText(/To fetch\s*1 object/)
  await plan.getByRole('button', { name: 'Start collection' }).click()
  await expect(card(page, 'careful')).toContainText('1 new object, 2 events')
  const written = ['audit.jsonl', 'case.duckdb', 'case.json'].map((name) =>
    readFileSync(join(served.folder, 'home', 'cases', 'mfa.coldtrail', name)),
  )
  for (const bytes of written) expect(bytes.includes('123456') || bytes.includes('654321')).toBe(false)
})

test('a source that runs when the case is opened runs for a window, and not for a command', async ({
  watched: page,
}) => {
  aws.bucket('by-itself')
  await putTrail(aws, 'by-itself', 2, { from: 10_000 })
  await newCase(page, served.url, 'itself')
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: by itself, bucket: by-itself, layout: cloudtrail, runOnStart: true, everyMinutes: 60, access: ${accessYaml(aws)}}`,
  )
  await expect(card(page, 'by itself')).toContainText('when the case is opened, and every hour')
  await expect(card(page, 'by itself')).toContainText('never')
  await closeCase(page)
  aws.log.length = 0
  const path = join(served.folder, 'home', 'cases', 'itself.coldtrail')
  const env = { ...process.env, ...keys, COLDTRAIL_HOME: join(served.folder, 'home') }
  const listed = spawnSync(process.execPath, ['bin/coldtrail.mjs', 'sources', 'list', '--case', path], { env })
  expect(String(listed.stdout)).toContain('by itself')
  expect(aws.log).toEqual([])
  await page.getByRole('button', { name: /^itself/ }).click()
  await goTo(page, 'Acquire')
  await expect(card(page, 'by itself')).toContainText('4 events', { timeout: 20_000 })
  await expect(card(page, 'by itself')).toContainText(/Next\s*20\d\d-/)
  // An interval that was overtaken, as the engine tells of it: nobody waits an hour for one.
  const overtaken = { source: 'by itself', nextAt: null, waiting: true, overtaken: 2, held: null }
  await page.route('**/api/schedule', (route) =>
    route.fulfill({ json: { ok: true, value: { active: true, sources: [overtaken] } } }),
  )
  await page.reload()
  await goTo(page, 'Acquire')
  await expect(card(page, 'by itself')).toContainText('due, waits for the run that goes on')
  await expect(card(page, 'by itself')).toContainText('overtaken 2 times: due while another run went on')
})
