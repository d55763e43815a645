import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { details, events, expectCount, goTo, press, runSql, search } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, record, records } from './logs.ts'
import { expect, serve, test } from './served.ts'

/** From what one sees to a file that others can check. */
const hostile = '<img src=x onerror="document.title=1"></iframe><script>document.title=2</script>'
/** Figures are computed while others compute beside. */
const slowly = { timeout: 60_000 }
let served: Awaited<ReturnType<typeof serveFilled>>

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  served = await serveFilled('report', {
    'trail.json.gz': delivered([record(0, { userAgent: hostile, eventName: hostile }), ...records(60, 1)]),
  })
})
test.afterAll(() => served?.stop())

const blocks = (page: Page): Locator => page.getByRole('listbox', { name: 'Blocks of the report' }).getByRole('option')
const paper = (page: Page) => page.frameLocator('iframe[title="How the block will look"]')
const told = (page: Page): Locator => page.getByRole('status').filter({ hasText: 'report' })

test('what is seen is pinned with one key, and is shown as text', async ({ watched: page }) => {
  await page.goto(served.url)
  await goTo(page, 'Timeline')
  await expectCount(page, 61)
  await expect(details(page).getByRole('treeitem').first()).toBeVisible()
  await events(page).focus()
  await press(page, 'p')
  await expect(told(page)).toContainText('This event pinned to the report')
  await search(page, 'outcome:denied')
  await expectCount(page, 6)
  await events(page).focus()
  await press(page, 'Shift+P')
  await expect(told(page)).toContainText('These events pinned')
  await press(page, 'b')
  await expect(told(page)).toContainText('The chart pinned')
  await press(page, 'Control+a p')
  await expect(told(page)).toContainText('These events pinned')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(told(page)).toContainText('Taken out of the report')

  await goTo(page, 'Dashboards')
  await page.getByRole('button', { name: 'S3', exact: true }).click()
  await page.getByRole('article').first().hover()
  await press(page, 'p')
  await expect(told(page)).toContainText('This chart pinned')

  await goTo(page, 'SQL')
  await runSql(page, 'SELECT actor_name, count(*) AS calls FROM event GROUP BY ALL ORDER BY ALL')
  await press(page, 'Control+Shift+P')
  await expect(told(page)).toContainText('This query pinned')
  await page.getByRole('button', { name: 'Show in report' }).click()
  await expect(blocks(page)).toHaveCount(5)
  await expect(paper(page).getByRole('cell', { name: 'alice' })).toBeVisible()

  await blocks(page).first().click()
  await expect(paper(page).getByRole('heading', { level: 2 })).toContainText('<img src=x onerror=')
  await expect(paper(page).locator('img, script')).toHaveCount(0)
  await blocks(page).nth(1).click()
  await expect(paper(page).getByRole('table').getByRole('row')).toHaveCount(7)
})

test('blocks are written, moved, removed and brought back', async ({ watched: page }) => {
  await page.goto(served.url)
  await goTo(page, 'Report')
  await expect(blocks(page)).toHaveCount(5)
  await blocks(page).last().click()
  await press(page, 'a')
  await page.getByRole('menuitem', { name: 'Summary' }).click()
  await expect(blocks(page).last()).toContainText('Summary')
  const note = page.getByRole('textbox', { name: 'Text, as Markdown' })
  await expect(note).toBeFocused()
  await note.fill('Ana **asked**. <b onclick=alert(1)>bold</b> [here](javascript:alert(1))')
  await expect(paper(page).locator('strong')).toHaveText('asked')
  await expect(paper(page).locator('main')).toContainText('<b onclick=alert(1)>bold</b>')
  await expect(paper(page).locator('main a')).toHaveCount(0)

  await press(page, 'Escape Alt+ArrowUp')
  await expect(blocks(page).nth(4)).toContainText('Summary')
  await blocks(page)
    .nth(4)
    .dragTo(blocks(page).first(), { targetPosition: { x: 30, y: 3 } })
  await expect(blocks(page).first()).toContainText('Summary')
  await press(page, 'Delete')
  await expect(blocks(page)).toHaveCount(5)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(blocks(page).first()).toContainText('Summary')
  await page.reload()
  await expect(blocks(page)).toHaveCount(6)
  await expect(note).toHaveValue(/^Ana \*\*asked\*\*/)

  await press(page, 'd')
  const dialog = page.getByRole('dialog', { name: 'First draft' })
  await expect(dialog).toContainText('takes the place of 6 blocks, 1 of them a text that somebody wrote')
  await dialog.getByRole('button', { name: 'Replace the report' }).click()
  await expect(blocks(page).nth(1)).toContainText('Scope and coverage')
  await press(page, 'Control+z')
  await expect(blocks(page)).toHaveCount(6)
})

test('a file leaves, holds, and does not once somebody changed it', async ({ watched: page }) => {
  test.slow()
  const file = join(served.folder, 'told.html')
  await page.goto(served.url)
  await goTo(page, 'Report')
  await expect(blocks(page)).toHaveCount(6)
  await press(page, 'Control+Shift+E')
  const exporting = page.getByRole('dialog', { name: /^Export the report/ })
  await exporting.getByRole('textbox', { name: 'File' }).fill(file)
  await exporting.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(exporting).toContainText(/SHA-256 [0-9a-f]{64}/, slowly)
  expect(existsSync(file)).toBe(true)
  await exporting.getByRole('button', { name: 'Close', exact: true }).last().click()

  const verified = async () => {
    await press(page, 'v')
    const verifying = page.getByRole('dialog', { name: 'Verify a report' })
    await verifying.getByRole('textbox', { name: 'File' }).fill(file)
    await verifying.getByRole('button', { name: 'Verify', exact: true }).click()
    return verifying
  }
  const before = await verified()
  await expect(before).toContainText('Everything in this report holds.', slowly)
  await before.getByRole('button', { name: 'Close', exact: true }).last().click()
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('alice', 'mallory'))
  const after = await verified()
  await expect(after).toContainText('Not everything in this report holds.', slowly)
  await expect(after).toContainText(/figures? do(es)? not hold/)
  await after.getByRole('button', { name: 'Another file' }).click()
  await after.getByLabel('File from this browser').setInputFiles(file)
  await expect(after.getByRole('textbox', { name: 'File' })).toHaveValue('told.html')
  await after.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(after).toContainText('Not everything in this report holds.', slowly)
})

test('two people write in one block, and no words are lost', async ({ watched: page, context }) => {
  const theirs = await context.newPage()
  for (const each of [page, theirs]) {
    await each.goto(served.url)
    await goTo(each, 'Report')
    await expect(blocks(each)).toHaveCount(6)
    await blocks(each).first().click()
  }
  const note = (of: Page) => of.getByRole('textbox', { name: 'Text, as Markdown' })
  await note(page).fill('Ana says no.')
  await note(theirs).fill('Ana says yes.')
  await press(theirs, 'Escape')
  await expect(blocks(theirs).first()).toBeFocused()
  await page.bringToFront()
  await press(page, 'Escape')
  await expect(page.getByRole('status').filter({ hasText: 'Somebody else changed this block' })).toBeVisible()
  await expect(note(page)).toHaveValue('Ana says no.')
  for (const each of [page, theirs]) await expect(blocks(each)).toHaveCount(7)
  await page.getByRole('button', { name: 'Show theirs' }).click()
  await expect(note(page)).toHaveValue('Ana says yes.')
  await theirs.close()
})

test('nobody changes the report of a case that is open read-only', async ({ watched: page }) => {
  const second = await serve(['--read-only', served.path])
  try {
    await page.goto(second.url)
    await goTo(page, 'Report')
    await expect(blocks(page)).toHaveCount(7)
    await expect(page.getByRole('button', { name: 'First draft' })).toBeDisabled()
    await expect(page.getByRole('textbox', { name: 'Text, as Markdown' })).not.toBeEditable()
    await press(page, 'Delete d')
    await expect(blocks(page)).toHaveCount(7)
  } finally {
    await second.stop()
  }
})
