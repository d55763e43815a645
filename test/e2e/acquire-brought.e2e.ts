import { startFakeAws } from '../fake-aws/index.ts'
import { accessYaml, card, collect, environmentOf, importYaml, newCase } from './clouded.ts'
import { goTo } from './doing.ts'
import { ownFolder } from './filled-case.ts'
import { delivered, type Logged, records } from './logs.ts'
import { expect, serve, test } from './served.ts'

/** Sources that somebody has already, in the configuration of another collector. */
let aws: Awaited<ReturnType<typeof startFakeAws>>
let served: Awaited<ReturnType<typeof serve>>

test.beforeAll(async () => {
  aws = await startFakeAws()
  served = await serve([], ownFolder(), environmentOf(aws.user('responder')))
})
test.afterAll(async () => {
  await served?.stop()
  await aws?.stop()
})

test('an ossec block is reported line by line, imported, and exported as YAML', async ({ watched: page }) => {
  await newCase(page, served.url, 'brought')
  await goTo(page, 'Acquire')
  await page.getByRole('button', { name: 'Import a configuration…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a configuration' })
  await dialog.getByRole('textbox', { name: 'Configuration' }).fill(ossec)
  await dialog.getByRole('button', { name: 'Read it' }).click()
  const report = dialog.getByRole('table', { name: 'What became of every tag' })
  await expect(report.getByRole('row', { name: /^10 access_key changed/ })).toBeVisible()
  await expect(report.getByRole('row', { name: /^16 img refused/ })).toBeVisible()
  await expect(dialog.getByText('AKIAIOSFODNN7EXAMPLE')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Import 2 sources' }).click()

  await expect(card(page, 'cloudtrail acme-trail')).toContainText('every 10 minutes')
  const lake = page.getByRole('article').filter({ hasText: 'Security Lake subscriber' })
  await expect(lake).toContainText('role LakeReader of account 111122223333, with an external id')
  await page.getByRole('button', { name: 'Export…' }).click()
  const yaml = page.getByRole('region', { name: 'YAML' })
  await expect(yaml).toContainText('bucket: acme-trail')
  await expect(yaml).toContainText('everyMinutes: 10')
  const text = await yaml.innerText()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()

  // What a discard rule would have left out is collected, and counted.
  aws.bucket('discarding')
  const [s3 = [], iam = []] = ['s3', 'iam'].map((name) =>
    records(3, 11_000).map((one, at) => ({ ...one, eventID: `${name}-${at}`, eventSource: `${name}.amazonaws.com` })),
  ) as readonly (readonly Logged[])[]
  await aws.put('discarding', 'a.json.gz', delivered([...s3, ...iam.slice(1)]))
  await importYaml(
    page,
    `sources:\n  - {kind: s3-bucket, name: discarding, bucket: discarding, layout: any, access: ${accessYaml(aws)}}`,
  )
  await collect(page, 'discarding')
  await expect(card(page, 'discarding')).toContainText('1 new object, 5 events')
  await page.getByRole('tab', { name: /^View filters/ }).click()
  await expect(page.getByRole('button', { name: /^Show the 3 events that .* hides$/ })).toBeVisible()

  // What was exported imports again, elsewhere; a mistake is told with its line and nothing is taken over.
  await newCase(page, served.url, 'brought again')
  await importYaml(page, text)
  await expect(page.getByRole('article')).toHaveCount(2)
  await page.getByRole('button', { name: 'Import…', exact: true }).click()
  await dialog
    .getByRole('textbox', { name: 'Configuration' })
    .fill('sources:\n  - kind: s3-bucket\n    bucket: No_Name\n')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toContainText('Nothing was taken over')
  await expect(dialog).toContainText(/Line 3: .*"No_Name" is refused/)
})

const ossec = `<ossec_config>
<wodle name="aws-s3">
  <disabled>no</disabled>
  <interval>10m</interval>
  <run_on_start>no</run_on_start>
  <skip_on_error>yes</skip_on_error>
  <bucket type="cloudtrail">
    <name>acme-trail</name>
    <aws_profile>default</aws_profile>
    <access_key>AKIAIOSFODNN7EXAMPLE</access_key>
    <only_logs_after>2026-MAR-01</only_logs_after>
    <discard_regex field="eventSource">s3.amazonaws</discard_regex>
  </bucket>
  <bucket type="config">
    <name>acme-config</name>
    <img>onerror=alert(1)</img>
  </bucket>
  <subscriber type="security_lake">
    <sqs_name>acme-lake-queue</sqs_name>
    <iam_role_arn>arn:aws:iam::111122223333:role/LakeReader</iam_role_arn>
    <external_id>acme-external-id</external_id>
  </subscriber>
</wodle>
</ossec_config>
`
