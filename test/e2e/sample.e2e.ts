import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { cell, details, events, expectCount, goTo, runSql, search, searchBox } from './doing.ts'
import { expect, type Served, serve, test } from './served.ts'

/** A first look around, as somebody takes it who opens the sample case and follows its story. */
let served: Served & { stop(): Promise<void> }

test.use({ timezoneId: 'Asia/Kolkata', colorScheme: 'light' })
test.beforeAll(async () => {
  served = await serve(['--sample'])
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched }) => {
  await watched.goto(served.url)
  // The first time, the logs are still being imported.
  await expect(watched.getByRole('banner').getByText('53,106 events')).toBeVisible({ timeout: 50_000 })
  await expect(watched.getByRole('banner').getByRole('status')).toHaveCount(0, { timeout: 50_000 })
})

test('the overview counts what there is', async ({ watched: page }) => {
  const figures = page.getByRole('region', { name: 'What was imported' })
  await expect(figures.getByRole('button', { name: '53,106' })).toBeVisible()
  await expect(figures).toContainText(/First\s*2026-03-02 00:00:01Z/)
  await expect(figures).toContainText(/Last\s*2026-03-15 23:59:52Z\s*14 d apart/)
  await expect(figures).toContainText(/Accounts\s*3\s*Regions\s*6/)
  await expect(figures).toContainText('2,435 objects')
  const states = await figures
    .getByRole('button', { name: /stored|partial|duplicate|skipped|rejected/ })
    .allInnerTexts()
  expect(states).toEqual(['2,435 stored', '0 partial', '0 duplicate', '0 skipped', '0 rejected'])
})

test('a top value is a door into the timeline', async ({ watched: page }) => {
  const addresses = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Source IP' }) })
  const row = addresses.getByRole('row').filter({ hasText: '203.0.113.9' })
  await expect(row).toContainText('1,244')
  await row.getByRole('button', { name: '203.0.113.9' }).click()
  await expect(page).toHaveURL(/#\/timeline$/)
  await expect(searchBox(page)).toHaveText('source_ip="203.0.113.9"')
  await expectCount(page, 1244)
  await expect(await cell(events(page), 0, 'Source IP')).toHaveText('203.0.113.9')
})

test('a search counts what SQL counts', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'user:aws-support-sync')
  await expectCount(page, 1258)

  await page.getByRole('button', { name: 'Show this search as SQL' }).click()
  await page.getByRole('button', { name: 'Open in SQL' }).click()
  await expect(page).toHaveURL(/#\/sql$/)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('status').getByText('1,258 rows')).toBeVisible()

  await runSql(page, "SELECT count(*) AS n FROM event WHERE actor = 'arn:aws:iam::111122223333:user/aws-support-sync'")
  await expect(await cell(page.getByRole('grid', { name: 'Result' }), 0, 'n')).toHaveText('1,258')
})

test('an event is shown as fields, as logged, and with its evidence', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'event:PutEventSelectors')
  await expectCount(page, 1)
  await (await cell(events(page), 0, 'Action')).click()
  const pane = details(page)
  await expect(pane.getByRole('heading', { name: 'PutEventSelectors' })).toBeVisible()

  const fields = pane.getByRole('tree', { name: 'Fields of the event' })
  await expect(fields.getByRole('treeitem', { name: /^Action PutEventSelectors/ })).toBeVisible()
  await pane.getByRole('textbox', { name: 'Find in the fields of this event' }).fill('readWriteType')
  await expect(fields.getByRole('treeitem', { name: /^readWriteType WriteOnly/ })).toBeVisible()
  await pane.getByRole('textbox', { name: 'Find in the fields of this event' }).fill('')
  const id = await fields.getByRole('treeitem', { name: /^Event id/ }).innerText()

  await pane.getByRole('tab', { name: 'Raw' }).click()
  const raw = pane.getByRole('region', { name: 'The record as logged' })
  await expect(raw).toContainText(`"eventID": "${id.replace(/^Event id\s*/, '')}"`)
  await pane.getByRole('radio', { name: 'As logged' }).check({ force: true })
  await expect(raw).toContainText('{"eventVersion":"1.11",')

  await pane.getByRole('tab', { name: 'Evidence' }).click()
  await expect(pane).toContainText(/Object\s*sample:\/AWSLogs\/111122223333\/CloudTrail\/[\w/-]+\.json\.gz/)
  await expect(pane).toContainText(/SHA-256\s*[0-9a-f]{64}/)
  await expect(pane).toContainText(/Record\s*number \d+ in the object \(from 0\)/)
  await expect(pane).toContainText('as a copy in the case')
})

test('the surroundings of an event open, and the way back is short', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'event:CreateAccessKey')
  await expectCount(page, 2)
  await (await cell(events(page), 1, 'Time')).click()
  const at = await (await cell(events(page), 1, 'Time')).innerText()
  await expect(details(page)).toContainText(at)
  await page.getByRole('button', { name: 'Everything 5 minutes around' }).click()

  await expect(page.getByText(/^context of CreateAccessKey, ±5 min of/)).toContainText(at)
  await expect(searchBox(page)).not.toContainText('CreateAccessKey')
  await expect(page.getByRole('row', { selected: true })).toContainText(at)
  await expect(page.getByRole('row', { selected: true })).toContainText('CreateAccessKey')
  const before = async () => {
    const first = await (await cell(events(page), 0, 'Time')).innerText()
    return (Date.parse(at.replace(' ', 'T')) - Date.parse(first.replace(' ', 'T'))) / 60_000
  }
  await events(page).press('Home')
  await expect.poll(before).toBeLessThanOrEqual(5)
  expect(await before()).toBeGreaterThan(0)

  await page.getByRole('button', { name: 'back', exact: true }).click()
  await expect(searchBox(page)).toHaveText('event:CreateAccessKey')
  await expectCount(page, 2)
})

test('brushing, picking a value, and going back', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'ip:203.0.113.9')
  await expectCount(page, 1244)

  const bars = await page.getByRole('img', { name: /^Events over time/ }).boundingBox()
  if (bars === null) throw new Error('there is no histogram')
  await page.mouse.move(bars.x + bars.width * 0.62, bars.y + bars.height / 3)
  await page.mouse.down()
  await page.mouse.move(bars.x + bars.width * 0.995, bars.y + bars.height / 3, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByText(/^2026-03-1\d [\d:]+Z – .*Z · /)).toBeVisible()
  const shown = await page.getByText(/^2026-03-1\d [\d:]+Z – .*Z · /).innerText()
  await expectCount(page, 1243)
  await expect(await cell(events(page), 0, 'Time')).toHaveText('2026-03-11 03:12:00Z')

  const values = page.getByRole('navigation', { name: 'Values' })
  await values.getByRole('button', { name: /^PutObject/ }).click()
  await expect(searchBox(page)).toHaveText('ip:203.0.113.9 action="PutObject"')
  await expectCount(page, 1)
  await expect(values.getByRole('button', { name: /^PutObject/ })).toHaveAttribute('aria-pressed', 'true')

  await page.keyboard.press('Alt+ArrowLeft')
  await expect(searchBox(page)).toHaveText('ip:203.0.113.9')
  await expect(page.getByText(shown)).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expectCount(page, 1244)
  await page.keyboard.press('Alt+ArrowRight')
  await expect(page.getByText(shown)).toBeVisible()
})

test('columns, times and theme are remembered', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await expect(await cell(events(page), 0, 'Time')).toHaveText('2026-03-02 00:00:01Z')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('textbox', { name: 'Find a column' }).fill('user agent')
  await page.getByRole('checkbox', { name: 'User agent' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Find a column' }).fill('service')
  await page.getByRole('checkbox', { name: 'Service', exact: true }).uncheck({ force: true })
  await page.keyboard.press('Escape')
  expect(await brightness(page)).toBeGreaterThan(200)
  await page.getByRole('button', { name: 'UTC', exact: true }).click()
  await page.getByRole('button', { name: 'Switch to dark' }).click()

  const isAsChosen = async () => {
    const titles = events(page).getByRole('columnheader')
    await expect(titles).toHaveText(['★', 'Time', 'Action', 'Outcome', ...rest, 'User agent'])
    await expect(await cell(events(page), 0, 'Time')).toHaveText('2026-03-02 05:30:01+05:30')
    expect(await brightness(page)).toBeLessThan(80)
  }
  const rest = ['Principal name', 'Source IP', 'Target', 'Region', 'Account']
  await isAsChosen()
  await page.reload()
  await expect(events(page)).toBeVisible()
  await isAsChosen()
  await page.getByRole('button', { name: 'Switch to light' }).click()
  await expect.poll(() => brightness(page)).toBeGreaterThan(200)
})

test('the intrusion can be followed by the searches of its story', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'agent:*kali*')
  await expectCount(page, 118)
  await expect(page.getByRole('navigation', { name: 'Values' })).toContainText(/sa-east-1/)

  const story = readFileSync('assets/sample/STORY.md', 'utf8')
  const told = [...story.matchAll(/^\|.*\| (?:.* by agent )?`([^`]+)`[^|`]*\|$/gm)].map(([, found = '']) => found)
  expect(told).toEqual(Object.keys(found))
  for (const [one, count] of Object.entries(found)) {
    await search(page, one)
    await expectCount(page, count)
    await expect(await cell(events(page), 0, 'Time')).toHaveText(/^2026-03-1[0-2] /)
  }
})

/** What the searches of the story find. */
const found: Readonly<Record<string, number>> = {
  TruffleHog: 1,
  'key:AKIAEXAMPLECIDEPLOY2 agent:*kali*': 79,
  CreateAccessKey: 2,
  'session:nightly-2': 21,
  'user:aws-support-sync': 1258,
  'event:PutEventSelectors': 1,
  'event:RunInstances': 3,
  'ip:203.0.113.9 event:GetObject': 1240,
  'agent:Mozilla* event:UpdateAccessKey': 2,
  'account:111122223333 event:AssumeRole ip:203.0.113.50': 1,
}

/** Of the page's ground, 0 to 255. */
function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []
    return (Number(red) + Number(green) + Number(blue)) / 3
  })
}
