import { details, events, expectCount, goTo, press, search } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, records } from './logs.ts'
import { expect, test } from './served.ts'

let served: Awaited<ReturnType<typeof serveFilled>>

test.beforeAll(async () => {
  served = await serveFilled('marks', { 'trail.json.gz': delivered(records(90)) })
})
test.afterAll(() => served?.stop())

test.beforeEach(async ({ watched: page }) => {
  await page.goto(served.url)
  await expect(page.getByRole('region', { name: 'What was imported' })).toContainText('90')
  await press(page, 'g t')
  await expectCount(page, 90)
  await expect(details(page).getByRole('treeitem').first()).toBeVisible()
  await events(page).focus()
})

test('events are marked, hidden, found again and undone by keys alone', async ({ watched: page }) => {
  const marks = (row: number) =>
    events(page)
      .locator(`[role=row][aria-rowindex="${row + 2}"] [role=gridcell]`)
      .first()

  await press(page, 's')
  await expect(marks(0)).toHaveText('★')
  await press(page, '1')
  await expect(marks(0)).toHaveText('★ ✗')
  await press(page, 'j Shift+ArrowDown Shift+ArrowDown')
  await expect(page.getByText('3 events picked')).toBeVisible()
  await press(page, '2')
  for (const row of [1, 2, 3]) await expect(marks(row)).toHaveText('?')
  await press(page, 'c')
  await page.getByRole('dialog', { name: 'Comment' }).getByRole('textbox').fill('<img src=x> Ana asked')
  await press(page, 'Control+Enter')
  await expect(marks(1)).toHaveText('? ✎1')
  await expect(details(page).getByRole('list', { name: 'Comments' })).toContainText('<img src=x> Ana asked')
  await events(page).focus()
  await press(page, 'Shift+C')
  await expect(page.getByRole('status').filter({ hasText: 'report' })).toContainText(
    'This comment and its event pinned',
  )

  await press(page, 'x')
  await expect(page.getByText('3 hidden events')).toBeVisible()
  await expectCount(page, 87)
  await page.getByRole('button', { name: 'show', exact: true }).click()
  await expectCount(page, 90)
  await page.getByRole('button', { name: 'hide', exact: true }).click()

  await search(page, 'tag:suspicious hidden:true')
  await expectCount(page, 3)
  await search(page, '')
  await events(page).focus()
  await press(page, 'Control+z')
  await expectCount(page, 90)
})

test('a manual event stands among the others and says that it is none of them', async ({ watched: page }) => {
  await press(page, 'j j j e')
  const dialog = page.getByRole('dialog', { name: 'Manual event' })
  await dialog.getByLabel('What happened').fill('Ana called the bank')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByText('+ 1 manual event')).toBeVisible()
  await expectCount(page, 90)
  const row = events(page).getByRole('row').filter({ hasText: 'Ana called the bank' })
  await row.click()
  await expect(details(page)).toContainText('It is no evidence')
  await press(page, '1')
  await expect(row.getByRole('gridcell').first()).toHaveText('✗')
  await search(page, 'tag:bad')
  await expect(row).toBeVisible()
  await goTo(page, 'Overview')
})
