import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { cell, details, events, goTo, openReadOnly, rewrite, searchBox } from './doing.ts'
import { writeFiles } from './logs.ts'
import { expect, type Served, serve, test } from './served.ts'

/** What a responder does with rules: run them, follow a finding to its events, hide what is harmless, bring and write rules. */
let served: Served & { stop(): Promise<void> }

test.describe.configure({ mode: 'serial' })
test.use({ colorScheme: 'light' })
test.beforeAll(async () => {
  served = await serve(['--sample'])
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched: page }) => {
  await page.goto(served.url)
  await expect(page.getByRole('banner').getByText('53,106 events')).toBeVisible({ timeout: 50_000 })
  await expect(page.getByRole('banner').getByRole('status')).toHaveCount(0, { timeout: 50_000 })
  await goTo(page, 'Detections')
})

const findings = (page: Page) => page.getByRole('grid', { name: 'Findings' })
const finding = (page: Page) => page.getByRole('complementary', { name: 'Finding' })
const tile = (page: Page, level: string) =>
  page.getByRole('group', { name: 'By severity' }).getByRole('button', { name: new RegExp(`^${level}:`) })

/** Opens the first finding of a level, once the list that was there before is gone. */
async function openFirst(page: Page, level: string) {
  await tile(page, level).click()
  const first = findings(page).getByRole('row').nth(1)
  await expect(first.getByRole('gridcell', { name: level, exact: true })).toBeVisible()
  await first.getByRole('gridcell').first().dblclick()
}

test('a case in which no rule has run has one thing to press', async ({ watched: page }) => {
  test.slow()
  await expect(page.getByRole('heading', { name: 'No rule has run in this case' })).toBeVisible()
  await isClean(page)
  await page.getByRole('button', { name: 'Run the rules' }).click()
  const strip = page.getByRole('status').filter({ hasText: 'Running the rules' })
  await strip.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('The rules were stopped. What they had found by then was not kept')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No rule has run in this case' })).toBeVisible()
  await page.getByRole('button', { name: 'Run the rules' }).click()
  await expect(page.getByText(/^\d+ rules looked at 53,106 new events in/)).toBeVisible({ timeout: 50_000 })
  await expect(tile(page, 'critical')).toHaveAccessibleName(/^critical: [1-9]\d* findings? of/)
  await isClean(page)
})

test('a critical tile leads to a finding, why it is one, and its event', async ({ watched: page }) => {
  await tile(page, 'critical').click()
  await expect(findings(page).getByRole('gridcell', { name: 'high', exact: true })).toHaveCount(0)
  const row = findings(page).getByRole('row').filter({ hasText: 'An object with the name of a ransom note' })
  await row.getByRole('gridcell').first().dblclick()
  const pane = finding(page)
  await expect(pane.getByRole('heading', { name: 'What it means' })).toBeVisible()
  await expect(pane.getByRole('row').filter({ hasText: 'eventName' })).toContainText('PutObject')
  await expect(pane.getByRole('heading', { name: 'To ask next' })).toBeVisible()
  await expect(pane.getByRole('region', { name: 'Text of the rule' })).toContainText('detection:')
  await isClean(page)

  await pane.getByRole('list', { name: 'Events of the finding' }).getByTitle('Open in the timeline').first().click()
  await expect(page).toHaveURL(/#\/timeline$/)
  await expect(searchBox(page)).toContainText('rule:')
  await expect(await cell(events(page), 0, 'Action')).toHaveText('PutObject')
  await expect(details(page).getByRole('heading', { name: 'PutObject' })).toBeVisible()

  const parts = details(page).getByRole('list', { name: 'Findings that it is part of' })
  await parts.getByRole('button', { name: /ransom note/ }).click()
  await expect(finding(page).getByRole('heading', { name: /ransom note/ })).toBeVisible()
})

test('an answer that failed says why, and is asked for again', async ({ watched: page }) => {
  await expect(tile(page, 'high')).toBeVisible()
  const refused = { ok: false, code: 'failed', message: "the disk says '<b>no</b>'" }
  await page.route('**/api/detectionSummary', (route) => route.fulfill({ json: refused }))
  await tile(page, 'high').click()
  await expect(page.getByRole('main')).toContainText("The disk says '<b>no</b>'")
  await page.unroute('**/api/detectionSummary')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(findings(page).getByRole('gridcell', { name: 'high', exact: true }).first()).toBeVisible()
})

test('the event that was chosen has the cursor among many', async ({ watched: page }) => {
  const row = findings(page).getByRole('row').filter({ hasText: 'Hundreds of objects were downloaded' })
  await row.getByRole('gridcell').first().dblclick()
  const line = finding(page).getByRole('list', { name: 'Events of the finding' }).getByRole('listitem').nth(7)
  const time = await line.getByText(/^2026-/).innerText()
  await line.getByTitle('Open in the timeline').click()
  await expect(page.getByRole('row', { selected: true })).toContainText(time)
  await expect(page.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '9')
})

test('the lanes are walked with arrow keys and open the timeline', async ({ watched: page }) => {
  const lanes = page.getByRole('region', { name: /by ATT&CK tactic/ })
  const first = lanes.getByRole('button', { name: /^Exfiltration, .*event/ }).first()
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await expect(lanes.locator(':focus')).toHaveAccessibleName(/^Impact, /)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(searchBox(page)).toHaveText('tactic:exfiltration')
  await expect(await cell(events(page), 0, 'Action')).toHaveText('GetObject')
})

test('a suppression shows what it would hide, hides it, and is taken back', async ({ watched: page }) => {
  test.slow()
  const before = await tile(page, 'medium').getAttribute('aria-label')
  await openFirst(page, 'medium')
  const title = await finding(page).getByRole('heading', { level: 2 }).innerText()
  await finding(page).getByRole('button', { name: 'Suppress…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Suppress events' })
  await dialog.getByRole('textbox', { name: 'that match this search' }).fill('')
  const preview = dialog.getByRole('region', { name: 'What would be hidden' })
  await expect(preview.getByRole('status')).toHaveText(/^Hides [\d,]+ events? of [\d,]+ findings?, as a whole\.$/)
  await expect(preview.getByRole('table').getByRole('row').nth(1)).toBeVisible()
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  await isClean(page)
  await dialog.getByRole('textbox', { name: 'that match this search' }).fill('region:nowhere-1')
  await expect(preview).toContainText('Nothing that was found matches')
  await dialog.getByRole('textbox', { name: 'that match this search' }).fill('')
  await dialog.getByRole('textbox', { name: 'Why' }).fill('known and harmless')
  await dialog.getByRole('button', { name: /^Hide \d/ }).click()

  await expect(dialog).toHaveCount(0)
  await expect(tile(page, 'medium')).not.toHaveAttribute('aria-label', before ?? '', { timeout: 50_000 })
  await page.getByRole('button', { name: 'Suppressions' }).click()
  const line = page.getByRole('table', { name: 'Suppressions' }).getByRole('row').filter({ hasText: title })
  await expect(line).toContainText('known and harmless')
  await isClean(page)
  await line.getByRole('button', { name: 'Show again' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is suppressed' })).toBeVisible()
  await page.getByRole('button', { name: /^Findings/ }).click()
  await expect(tile(page, 'medium')).toHaveAttribute('aria-label', before ?? '')
})

test('a finding is dismissed with a reason, and opened again', async ({ watched: page }) => {
  await openFirst(page, 'informational')
  await finding(page).getByRole('button', { name: 'Dismiss…' }).click()
  await page.getByRole('textbox', { name: 'Why' }).fill('<b>seen</b>')
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click()
  await expect(finding(page)).toContainText('<b>seen</b>')
  await expect(page.getByRole('button', { name: 'dismissed 1' })).toBeVisible()
  await finding(page).getByRole('button', { name: 'Open again' }).click()
  await expect(page.getByRole('button', { name: 'dismissed 0' })).toBeVisible()
})

test('a folder of rules tells what was refused, and why, and what is noise', async ({ watched: page }) => {
  const rule =
    'title: Half a rule\nlogsource: {product: aws}\ndetection:\n  a:\n    eventName|nonsense: x\n  condition: a\n'
  const hostile = `title: '<img src=x onerror=alert(1)> \u202Eevil'
logsource: {product: aws, service: cloudtrail}
detection:
  a: {eventName: '<script>alert(2)</script>'}
  b: {eventName: ListUsers}
  condition: a and b
`
  const foreign = Array.from({ length: 40 }, (_, n) =>
    rule.replace('Half a rule', `Windows ${n}`).replace('aws', 'windows'),
  )
  const folder = writeFiles(join(served.folder, 'rules of the client'), {
    'a-windows.yml': foreign.join('---\n'),
    'half.yml': rule,
    'hostile.yml': hostile,
    'noisy.yml': "title: Every call\nlogsource: {product: aws}\ndetection: {a: {eventName: '*'}, condition: a}\n",
  })
  await page.getByRole('button', { name: 'Rules', exact: true }).click()
  await page.getByRole('button', { name: 'Add a folder of rules…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await dialog.getByRole('button', { name: 'Go' }).click()
  await expect(dialog.getByRole('list', { name: `In ${folder}` })).toBeVisible()
  await dialog.getByRole('button', { name: 'Take this folder' }).click()
  await expect(page.getByRole('region', { name: 'Where rules come from' })).toContainText(folder)
  await page.getByRole('button', { name: 'refused 41' }).click()
  // What stands alone comes before what many share.
  const row = page.getByRole('table', { name: 'Refused rules' }).getByRole('row').nth(1)
  await expect(row).toContainText('Half a rule')
  await expect(row).toContainText('nonsense')
  await isClean(page)
  await page.getByRole('button', { name: 'dead 1' }).click()
  const dead = page.getByRole('table', { name: 'Rules that can never match' }).getByRole('row').nth(1)
  await expect(dead).toContainText('<img src=x onerror=alert(1)>')
  await expect(dead).toContainText('two values of eventName at once')
  await expect(dead).not.toContainText('\u202E')
  await page.getByRole('button', { name: 'Run rules' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'looked at' })).toContainText(/[1-9]\d* noisy\./, {
    timeout: 50_000,
  })
  await page.getByRole('button', { name: /^noisy [1-9]/ }).click()
  const noisy = page.getByRole('grid', { name: 'Rules' }).getByRole('row').filter({ hasText: 'Every call' })
  await expect(noisy).toContainText(/5\d,\d{3}/)
})

test('the rule lab counts while one writes, tries the examples, and saves into the case', async ({ watched: page }) => {
  await page.getByRole('button', { name: 'Rule lab' }).click()
  const text = `title: A user was created
id: 11111111-2222-4333-8444-555555555555
logsource: {product: aws, service: cloudtrail}
detection:
  made: {eventSource: iam.amazonaws.com, eventName: CreateUser}
  condition: made
level: low
hits:
  - {eventSource: iam.amazonaws.com, eventName: CreateUser}
misses:
  - {eventSource: iam.amazonaws.com, eventName: CreateUser}
`
  const editor = page.getByRole('textbox', { name: 'Text of the rule' })
  const result = page.getByRole('complementary', { name: 'What the rule comes to' })
  await rewrite(editor, text)
  await expect(result.getByRole('status').first()).toHaveText(/^1 event of this case/)
  await expect(result).toContainText('1 came out as they should, 1 did not')
  await expect(result).toContainText('misses[0] should be a miss, and is a hit')
  await expect(result).toHaveAttribute('aria-busy', 'false')
  await isClean(page)
  await rewrite(editor, text.replace('condition: made', 'condition: nothing here'))
  await expect(result.getByRole('alert')).toContainText('Refused')
  await rewrite(editor, text)
  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('a-user-was-created.yml')
})

test('a slice of a dashboard opens the timeline at its events', async ({ watched: page }) => {
  await goTo(page, 'Dashboards')
  await expect(page.getByRole('list', { name: 'How it ended' }).getByRole('button', { name: /^denied/ })).toBeVisible()
  await isClean(page)
  await page.getByRole('group', { name: 'Service' }).getByRole('button', { name: 'IAM' }).click()
  const slice = page.getByRole('list', { name: 'Console sign-ins' }).getByRole('button', { name: /^failed/ })
  const events = (await slice.innerText()).split('\n')[1] ?? ''
  await slice.click()
  await expect(searchBox(page)).toHaveText('service:(iam OR signin) event:ConsoleLogin outcome="failed"')
  await expect(page.getByRole('main').getByText(`${events} events`, { exact: true })).toBeVisible()
  await goTo(page, 'Dashboards')
  await page.getByRole('combobox', { name: 'Count by' }).selectOption('rule')
  const rule = page.getByRole('list', { name: 'Hits of rules by rule' }).getByRole('button').first()
  const [title = '', hits = ''] = (await rule.innerText()).split('\n')
  await rule.click()
  await expect(searchBox(page)).toContainText(`rule="${title}"`)
  await expect(page.getByRole('main').getByText(new RegExp(`^${hits} events?$`))).toBeVisible()
  await goTo(page, 'Dashboards')
  for (const name of ['GuardDuty', 'CloudFront', 'Network Firewall', 'API Gateway', 'Client VPN', 'Bedrock']) {
    await page.getByRole('group', { name: 'Service' }).getByRole('button', { name }).click()
    await expect(page.getByRole('heading', { name: `This case holds no ${name} event` })).toBeVisible()
  }
})

test('a case that may only be read shows what was found, and nothing is decided', async ({ watched: page }) => {
  await openReadOnly(page, join(served.folder, 'home', 'cases', 'sample.coldtrail'))
  await page.reload()
  await expect(page.getByRole('banner').getByText('read-only')).toBeVisible()
  await goTo(page, 'Detections')
  await expect(page.getByRole('button', { name: 'Run rules' })).toBeDisabled()
  await openFirst(page, 'high')
  for (const name of ['Suppress…', 'Dismiss…', 'Pin'])
    await expect(finding(page).getByRole('button', { name })).toBeDisabled()
  await expect(finding(page).getByRole('button', { name: 'Show in timeline' })).toBeEnabled()
})

/** Nothing that people with assistive technology could not use. */
async function isClean(page: Page): Promise<void> {
  // What waits for its answer is pale for a moment.
  await expect(page.locator('.detect-stale')).toHaveCount(0)
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(ending.map((each) => each.finished.catch(() => null)))
  })
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([])
}
