import type { Page } from '@playwright/test'
import { cell, details, events, expectCount, press, searchBox, sqlEditor } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, records } from './logs.ts'
import { expect, test } from './served.ts'

/** A whole look into a case without touching the mouse. */
let served: Awaited<ReturnType<typeof serveFilled>>

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })
test.beforeAll(async () => {
  served = await serveFilled('keys', { 'trail.json.gz': delivered(records(90)) })
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched }) => {
  await watched.goto(served.url)
  await expect(watched.getByRole('region', { name: 'What was imported' })).toContainText('90')
})

test('the views open by g and a letter, and the sheet tells so', async ({ watched: page }) => {
  for (const [letter, view] of [
    ['t', 'Timeline'],
    ['l', 'SQL'],
    ['h', 'Evidence'],
    ['u', 'Ours'],
    ['c', 'Acquire'],
    ['i', 'Import'],
    ['o', 'Overview'],
  ] as const) {
    await press(page, `g ${letter}`)
    await expect(page.getByRole('link', { name: view })).toHaveAttribute('aria-current', 'page')
    if (view === 'SQL') {
      // The editor took the focus; Esc gives the keys back.
      await expect(sqlEditor(page)).toBeFocused()
      await press(page, 'Escape')
      await expect(sqlEditor(page)).not.toBeFocused()
    }
  }
  await press(page, '?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await expect(sheet.getByRole('heading', { name: 'Go to' })).toBeVisible()
  await expect(sheet).toContainText('Timeline')
  await expect(sheet).toContainText('Find a view, an action or a field')
  await press(page, 'Escape')
  await expect(sheet).toBeHidden()
})

test('every key of the sheet is there for the timeline', async ({ watched: page }) => {
  await toTimeline(page)
  await press(page, '?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  for (const does of [
    'Write a search',
    'Next event',
    'Only events with the value',
    'Values of the column',
    'Go to a time',
  ])
    await expect(sheet.getByText(does, { exact: true })).toBeVisible()
})

test('a search is written, applied, and given up', async ({ watched: page }) => {
  await toTimeline(page)
  await press(page, '/')
  await expect(searchBox(page)).toBeFocused()
  await page.keyboard.type('user:alice')
  await expect(page.getByRole('listbox')).toBeVisible()
  await press(page, 'Enter')
  await expectCount(page, 30)
  await expect(page.getByRole('listbox')).toBeHidden()
  await page.keyboard.type(' nonsense')
  await press(page, 'Escape')
  // That closed the list of completions, if it was there already. Outside of the box the key does something else.
  if (await searchBox(page).evaluate((box) => box === document.activeElement)) await press(page, 'Escape')
  await expect(searchBox(page)).not.toBeFocused()
  await expect(searchBox(page)).toHaveText('user:alice')
  await expectCount(page, 30)
})

test('the cursor moves and the details follow', async ({ watched: page }) => {
  await toTimeline(page)
  await press(page, 'j j j')
  await expect(selected(page)).toContainText('2026-05-01 00:01:30Z')
  await press(page, 'k')
  await expect(selected(page)).toContainText('2026-05-01 00:01:00Z')
  await press(page, 'ArrowDown')
  await expect(details(page)).toContainText('2026-05-01 00:01:30Z')
  await press(page, 'End')
  await expect(selected(page)).toContainText('2026-05-01 00:44:30Z')
  await press(page, 'Home')
  await expect(selected(page)).toContainText('2026-05-01 00:00:00Z')

  // Into the details and back to the events.
  await press(page, 'Enter')
  await expect(details(page).getByRole('treeitem').first()).toBeFocused()
  await press(page, 'j')
  await expect(details(page).getByRole('treeitem').nth(1)).toBeFocused()
  await press(page, 'Escape')
  await expect(events(page)).toBeFocused()

  await press(page, 'r')
  await expect(details(page).getByRole('region', { name: 'The record as logged' })).toContainText('"eventVersion"')
  await press(page, 'Control+Backslash')
  await expect(details(page)).toBeHidden()
  await press(page, 'Enter')
  await expect(details(page)).toBeVisible()
})

test('a value narrows, is excluded, is searched for, and copied', async ({ watched: page }) => {
  await toTimeline(page)
  await onColumn(page, 'Principal name')
  await expect(await cell(events(page), 0, 'Principal name')).toHaveText('alice')
  await press(page, 'f')
  await expect(searchBox(page)).toHaveText('actor_name="alice"')
  await expectCount(page, 30)

  await onColumn(page, 'Source IP')
  await press(page, 'Shift+F')
  await expect(searchBox(page)).toHaveText('actor_name="alice" source_ip!="203.0.113.1"')
  await expectCount(page, 24)
  await expect(selected(page)).toContainText('2026-05-01 00:01:30Z')

  // The chosen event stays chosen when the answer grows again around it.
  await press(page, 'Escape')
  await expectCount(page, 30)
  await expect(selected(page)).toHaveAttribute('aria-rowindex', '3')
  await press(page, 'Escape')
  await expectCount(page, 90)
  await expect(selected(page)).toHaveAttribute('aria-rowindex', '5')
  await expect(selected(page)).toContainText('2026-05-01 00:01:30Z')

  await press(page, 'Home')
  await onColumn(page, 'Service')
  await press(page, 'j')
  await expect(selected(page)).toContainText('iam')
  await press(page, 'n')
  await expect(searchBox(page)).toHaveText('service="iam"')
  await expectCount(page, 45)

  await press(page, 'y')
  await expect(page.getByRole('status').getByText('copied the value')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('iam')
  await press(page, 'Shift+Y')
  await expect(page.getByRole('status').getByText('copied the event as JSON')).toBeVisible()
  const event: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(event).toMatchObject({ service: 'iam', action: 'ListUsers', actor_name: 'bob', identity: { userName: 'bob' } })
})

test('the values of a column stand in place of the events', async ({ watched: page }) => {
  await toTimeline(page)
  await onColumn(page, 'Principal name')
  await press(page, 'v')
  const values = page.getByRole('grid', { name: 'Values of Principal name' })
  await expect(values).toBeFocused()
  await expect(values.getByRole('row')).toHaveText([/Principal name/, /alice30/, /bob30/, /carol30/])
  await press(page, 'j f')
  await expect(searchBox(page)).toHaveText(/^actor_name="(bob|carol)"$/)
  await expectCount(page, 30)
  await press(page, 'v')
  await expect(page.getByRole('grid', { name: /^Values of/ })).toBeFocused()
  await press(page, 'Escape')
  await expect(events(page)).toBeVisible()
})

test('the range of time is set from an event, and undone', async ({ watched: page }) => {
  await toTimeline(page)
  await press(page, 'j j')
  await expect(selected(page)).toContainText('00:01:00Z')
  await press(page, '[')
  await expectCount(page, 88)
  await expect(page.getByText('from 2026-05-01 00:01:00Z on')).toBeVisible()
  await press(page, 'j j')
  await expect(selected(page)).toContainText('00:02:00Z')
  await press(page, ']')
  await expectCount(page, 3)
  await press(page, 'Escape')
  await expectCount(page, 90)
  await press(page, 'Alt+ArrowLeft')
  await expectCount(page, 3)
})

test('Ctrl+G goes to a time', async ({ watched: page }) => {
  await toTimeline(page)
  await press(page, 'Control+g')
  const ask = page.getByRole('dialog', { name: 'Go to a time' })
  await expect(ask.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('26:00')
  await expect(ask).toContainText("'26:00' is no time")
  await press(page, 'Control+a')
  await page.keyboard.type('00:30')
  await expect(ask).toContainText('2026-05-01 00:30:00Z')
  await press(page, 'Enter')
  await expect(ask).toBeHidden()
  await expect(selected(page)).toContainText('2026-05-01 00:30:00Z')
  await press(page, 'j')
  await expect(selected(page)).toContainText('2026-05-01 00:30:30Z')

  // In another order, too: the events are in the order of time then.
  await onColumn(page, 'Source IP')
  await press(page, 'Shift+s')
  await expect(events(page).getByRole('columnheader', { name: 'Source IP' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(events(page)).toHaveAttribute('aria-busy', 'false')
  await expect(selected(page)).toContainText('2026-05-01 00:30:30Z')
  await press(page, 'Control+g')
  await expect(ask.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('00:10')
  await press(page, 'Enter')
  await expect(selected(page)).toContainText('2026-05-01 00:10:00Z')
})

test('the palette finds views, actions and fields', async ({ watched: page }) => {
  const palette = page.getByRole('textbox', { name: 'Command palette' })
  const choose = async (typed: string, option: RegExp) => {
    await press(page, 'Control+k')
    await expect(palette).toBeFocused()
    await page.keyboard.type(typed)
    await expect(page.getByRole('listbox', { name: 'Found' }).getByRole('option').first()).toHaveText(option)
    await press(page, 'Enter')
    await expect(palette).toBeHidden()
  }
  await choose('evid', /^Evidence/)
  await expect(page.getByRole('link', { name: 'Evidence' })).toHaveAttribute('aria-current', 'page')

  await choose('source ip', /^source_ip:/)
  await expect(searchBox(page)).toBeFocused()
  await page.keyboard.type('203.0.113.2')
  await press(page, 'Enter')
  await expectCount(page, 18)

  await choose('clear the', /^Clear the filter/)
  await expectCount(page, 90)
})

async function toTimeline(page: Page): Promise<void> {
  await press(page, 'g t')
  await expect(await cell(events(page), 0, 'Time')).toHaveText('2026-05-01 00:00:00Z')
  await expect(page.getByRole('row', { selected: true })).toBeVisible()
}

/** Takes the cursor to a column with the arrow keys. */
async function onColumn(page: Page, title: string): Promise<void> {
  const titles = (await events(page).getByRole('columnheader').allInnerTexts()).map((one) => one.trim())
  await events(page).focus()
  await press(page, 'Control+ArrowLeft')
  for (let step = 0; step < titles.indexOf(title); step++) await press(page, 'ArrowRight')
}

const selected = (page: Page) => page.getByRole('row', { selected: true })
