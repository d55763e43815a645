import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { cell, details, events, expectCount, goTo, search, searchBox } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, type Logged, record, records } from './logs.ts'
import { expect, test } from './served.ts'

/** The ledger as somebody works with it who has to say that nothing was overlooked; and findings with what caused them. */
let served: Awaited<ReturnType<typeof serveFilled>>
test.beforeAll(async () => {
  served = await serveFilled('evidence', {
    'trail.json.gz': delivered([...records(20), record(500, { quantumState: 'both' })]),
    'copy.json.gz': delivered([...records(20), record(500, { quantumState: 'both' })]),
    'cut.json.gz': delivered(records(40, 100)).subarray(0, 900),
    'notes.txt': 'call \u202eback <img src=x onerror=alert(1)>\u0007 tomorrow\n',
    'strange.json.gz': gzipSync('{"planet":"Mars","orbit":687}'),
    'findings.jsonl.gz': gzipSync(
      [finding('2026-05-01T01:00:00.000Z', 5), finding('2026-05-01T02:00:00.000Z', 8)].join('\n'),
    ),
  })
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched }) => {
  await watched.goto(served.url)
  await expect(watched.getByRole('banner').getByText(/\d+ events/)).toBeVisible()
})

const grid = (page: Page) => page.getByRole('grid', { name: 'Objects' })
const pane = (page: Page) => page.getByRole('complementary', { name: 'Object' })

test('every object has a line, and they add up', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await expect(page.getByText(/^Adds up: /)).toContainText(
    '2 stored + 1 partial + 1 duplicate + 1 skipped + 1 rejected = 6 objects; their',
  )
  const states = page.getByRole('group', { name: 'Which objects' })
  await expect(states.getByRole('button', { name: 'all' })).toHaveText('all 6')
  await states.getByRole('button', { name: 'partial' }).click()
  await expect(grid(page).getByRole('row')).toHaveCount(2)
  await expect(await cell(grid(page), 0, 'Object')).toHaveText('cut.json.gz')
  await expect(await cell(grid(page), 0, 'Reason')).toContainText('ends early')
  await states.getByRole('button', { name: 'all' }).click()

  await page.getByRole('combobox', { name: 'Format' }).selectOption('guardduty')
  await expect(await cell(grid(page), 0, 'Object')).toHaveText('findings.jsonl.gz')
  await expect(grid(page).getByRole('row')).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Format' }).selectOption('every format')

  await grid(page).getByRole('columnheader', { name: 'Events' }).click()
  await expect(await cell(grid(page), 0, 'Object')).toHaveText('cut.json.gz')
  await grid(page).getByRole('columnheader', { name: 'Events' }).click()
  await expect(await cell(grid(page), 0, 'Events')).toHaveText('')
  await page.getByRole('textbox', { name: 'Find objects' }).fill('looks like')
  await expect(page.getByText('1 of 6 objects')).toBeVisible()
  await page.getByRole('textbox', { name: 'Find objects' }).fill('nowhere at all')
  await expect(page.getByRole('heading', { name: 'No object with these words' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all 6' }).click()
  await expect(grid(page).getByRole('row')).toHaveCount(7)
})

test('an object tells where it came from, and shows its bytes without obeying them', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await open(page, 'notes.txt')
  await expect(pane(page)).toContainText('not kept in the case')
  await pane(page).getByRole('tab', { name: 'Look inside' }).click()
  const bytes = pane(page).getByRole('region', { name: 'Beginning of the object' })
  await expect(bytes).toContainText('call \\u202eback <img src=x onerror=alert(1)>␇ tomorrow')
  await expect(pane(page)).toContainText('the case did not keep them')
  await pane(page).getByText('Hex', { exact: true }).click()
  await expect(bytes).toContainText('0000  63 61 6c 6c 20 e2 80 ae  call ...')

  await open(page, 'strange.json.gz')
  await pane(page).getByRole('tab', { name: 'Look inside' }).click()
  await expect(pane(page).getByRole('region', { name: 'Beginning of the object' })).toContainText('{"planet":"Mars"')
  await expect(pane(page)).toContainText('of what is inside the gzip')

  await open(page, 'trail.json.gz')
  await pane(page).getByRole('tab', { name: 'Ledger' }).click()
  await expect(pane(page)).toContainText(/The same bytes\s*1/)
  await expect(pane(page)).toContainText(/Fields seen and not mapped\s*1\s*quantumState/)
})

test('what nobody kept is said to be gone when its place is empty', async ({ watched: page }) => {
  rmSync(join(served.folder, 'logs', 'notes.txt'))
  await goTo(page, 'Evidence')
  await open(page, 'notes.txt')
  await pane(page).getByRole('tab', { name: 'Look inside' }).click()
  await expect(pane(page)).toContainText('It was not kept in the case, and at its original place it is gone.')
})

test('a new field leads to the events that have it', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await page.getByRole('button', { name: 'New fields 1' }).click()
  const fields = page.getByRole('complementary', { name: 'Fields seen and not mapped' })
  await fields.getByRole('button', { name: 'quantumState' }).click()
  await expectCount(page, 1)
})

test('objects are read again, with a format chosen by hand too', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await page.getByRole('button', { name: 'Read again…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Read again' })
  await dialog.getByRole('button', { name: 'Read again' }).click()
  await expect(dialog.getByRole('status')).toContainText(/1 partial/)
  await expect(dialog).toContainText('ends early')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText(/^Adds up/)).toBeVisible()

  await open(page, 'strange.json.gz')
  await pane(page).getByRole('button', { name: 'Read again…' }).click()
  await dialog.getByRole('combobox', { name: 'Read as' }).selectOption({ label: 'AWS CloudTrail' })
  await dialog.getByRole('button', { name: 'Read again' }).click()
  await expect(dialog.getByRole('status')).toContainText('event')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
})

test('the manifest is written with its own hash', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Acquisition manifest…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the acquisition manifest' })
  await expect(dialog.getByRole('radio')).toHaveCount(2)
  await dialog.getByRole('radio', { name: /^JSON/ }).check({ force: true })
  const path = join(served.folder, 'manifest.json')
  await dialog.getByRole('textbox', { name: 'File' }).fill(path)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(dialog).toContainText(/SHA-256 [0-9a-f]{64}/)
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  expect(manifest).toMatchObject({ kind: 'coldtrail-manifest', totals: { amiss: [] } })
  expect(manifest.objects.map(({ uri }: { readonly uri: string }) => uri.split('/').at(-1)).sort()).toEqual([
    'copy.json.gz',
    'cut.json.gz',
    'findings.jsonl.gz',
    'notes.txt',
    'strange.json.gz',
    'trail.json.gz',
  ])
})

test('a case is verified, says of what it knows nothing, and tells who did what', async ({ watched: page }) => {
  await goTo(page, 'Evidence')
  await page.getByRole('button', { name: 'Verification' }).click()
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  const result = page.getByRole('region', { name: 'Result of the verification' })
  await expect(result.getByRole('heading', { name: 'The case holds' })).toBeVisible()
  await expect(result).toContainText('all have the hash of the ledger')
  await expect(result).toContainText('of kinds that AWS does not sign (cloudtrail, guardduty)')
  await page.getByRole('button', { name: 'Objects' }).click()
  await page.getByRole('combobox', { name: 'Proof' }).selectOption('not signed by AWS')
  await expect(page.getByText('6 of 6 objects')).toBeVisible()
  await page.getByRole('combobox', { name: 'Proof' }).selectOption('sealed')
  await expect(page.getByRole('heading', { name: 'No object of this kind' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all 6' }).click()
  await page.getByRole('button', { name: 'Audit log' }).click()
  await page.getByRole('textbox', { name: 'Find in the audit log' }).fill('case-created')
  await expect(page.getByText('1 line, newest first')).toBeVisible()
  await (await cell(page.getByRole('grid', { name: 'Audit log' }), 0, 'What')).dblclick()
  await expect(page.getByRole('complementary', { name: 'Line of the audit log' })).toContainText('"name": "evidence"')
})

test('a finding is one, in all its states, with the calls behind it', async ({ watched: page }) => {
  await page.getByRole('region', { name: 'What was imported' }).getByRole('button', { name: '1', exact: true }).click()
  await expect(searchBox(page)).toHaveText('category:finding latest:true')
  await expectCount(page, 1)
  await expect(details(page)).toContainText('Its latest state, 2 states reported')
  await search(page, 'latest:false')
  await expectCount(page, 1)
  await expect(details(page)).toContainText('An older state of this finding, 2 states reported')
  await details(page).getByRole('button', { name: '2026-05-01 02:00:00Z' }).click()
  await expect(details(page)).toContainText('opened from another event')
  await expect(details(page)).toContainText('Its latest state')

  await details(page).getByRole('button', { name: 'API calls behind it' }).click()
  await expect(page.getByText(/^calls by access key AKIAEXAMPLEALICE and API GetObject, behind/)).toBeVisible()
  await expect(searchBox(page)).toHaveText(
    'category:(management OR data) access_key="AKIAEXAMPLEALICE" action="GetObject"',
  )
  await expect(await cell(events(page), 0, 'Action')).toHaveText('GetObject')
  await page.getByRole('button', { name: 'back', exact: true }).click()
  await expect(searchBox(page)).toHaveText('latest:false')

  await details(page).getByRole('button', { name: 'Ways to the API calls' }).click()
  const wider = page.getByRole('menuitem', { name: /^access key AKIAEXAMPLEALICE\s*\d/ })
  await expect(wider).toBeEnabled()
  await wider.click()
  await expect(page.getByText(/^calls by access key AKIAEXAMPLEALICE, behind/)).toBeVisible()
})

/** Opens the details of an object by its name. */
async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Find objects' }).fill(name)
  await expect(await cell(grid(page), 0, 'Object')).toHaveText(name)
  await (await cell(grid(page), 0, 'Object')).dblclick()
  await expect(pane(page).getByRole('heading', { name })).toBeVisible()
}

/** A GuardDuty finding about alice's key, as it stood at a time. */
function finding(updatedAt: string, severity: number): string {
  const whole: Logged = {
    schemaVersion: '2.0',
    accountId: '123456789012',
    region: 'us-east-1',
    partition: 'aws',
    id: '2cb1f0a5e4d3',
    arn: 'arn:aws:guardduty:us-east-1:123456789012:detector/d/finding/2cb1f0a5e4d3',
    type: 'Exfiltration:S3/AnomalousBehavior',
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId: 'AKIAEXAMPLEALICE', principalId: 'AIDAEXAMPLEALICE', userName: 'alice' },
    },
    service: {
      eventFirstSeen: '2026-05-01T00:00:00.000Z',
      eventLastSeen: '2026-05-01T00:09:00.000Z',
      action: { actionType: 'AWS_API_CALL', awsApiCallAction: { api: 'GetObject', serviceName: 's3.amazonaws.com' } },
    },
    severity,
    createdAt: '2026-05-01T00:30:00.000Z',
    updatedAt,
    title: 'alice reads more than ever',
    description: 'An unusual number of objects was read.',
  }
  return JSON.stringify(whole)
}
