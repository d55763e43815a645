import { cell, details, events, expectCount, goTo, press, runSql, search, searchBox } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, record, records } from './logs.ts'
import { isOpenToAll } from './open-to-all.ts'
import { expect, test } from './served.ts'

/** Every view, in both themes, without what would keep somebody out who sees, hears or points differently. */
let served: Awaited<ReturnType<typeof serveFilled>>

test.beforeAll(async () => {
  const named = record(500, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/145.0.0.0' })
  served = await serveFilled('open to all', {
    'trail.json.gz': delivered([...records(60), named]),
    'again.json.gz': delivered(records(60)),
    'photo.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043', 'hex'),
  })
})
test.afterAll(() => served?.stop())

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('overview, evidence, ours and import', async ({ watched: page }) => {
      await page.goto(served.url)
      await expect(page.getByRole('region', { name: 'What stands out' })).toBeVisible()
      await isOpenToAll(page, 'overview')

      await goTo(page, 'Evidence')
      await (await cell(page.getByRole('grid', { name: 'Objects' }), 0, 'Object')).dblclick()
      await expect(page.getByRole('complementary', { name: 'Object' })).toBeVisible()
      await isOpenToAll(page, 'evidence')

      await goTo(page, 'Ours')
      await page.getByRole('button', { name: 'Add to Accounts' }).click()
      await page.getByRole('textbox', { name: 'Account id, line 1 of Accounts' }).fill('12')
      await expect(page.getByText(/12 digits/)).toBeVisible()
      await isOpenToAll(page, 'ours')
      await page.getByRole('button', { name: 'Undo changes' }).click()

      await goTo(page, 'Import')
      await expect(page.getByRole('button', { name: 'Choose files…' })).toBeVisible()
      await isOpenToAll(page, 'import')
      await page.getByRole('button', { name: 'Choose a folder…' }).click()
      await expect(page.getByRole('dialog').getByRole('list')).toBeVisible()
      await isOpenToAll(page, 'folder browser', '[role=dialog]')
    })

    test('report and its dialogs', async ({ watched: page }) => {
      await page.goto(served.url)
      await goTo(page, 'Report')
      const begin = page.getByRole('button', { name: 'Make a first draft' })
      const blocks = page.getByRole('listbox', { name: 'Blocks of the report' }).getByRole('option')
      await expect(begin.or(blocks.first())).toBeVisible()
      if (await begin.isVisible()) {
        await isOpenToAll(page, 'nothing in the report')
        await begin.click()
      }
      await blocks.nth(1).click()
      await expect(page.frameLocator('.desk-paper iframe').getByRole('heading', { level: 2 })).toBeVisible()
      // Nothing can be asked of the page in the frame: no script runs there.
      await isOpenToAll(page, 'report', '.desk-bar, .desk-side, .desk-head, .desk-write')
      for (const key of ['a', 'd', 'v']) {
        await press(page, key)
        await expect(page.locator('.desk-add, [role=dialog]').first()).toBeVisible()
        await isOpenToAll(page, `report: ${key}`, '.desk-add, [role=dialog]')
        await press(page, 'Escape')
        await expect(page.locator('.desk-add, [role=dialog]')).toHaveCount(0)
      }
    })

    test('timeline, its details and menus', async ({ watched: page }) => {
      await page.goto(served.url)
      await goTo(page, 'Timeline')
      await expectCount(page, 61)
      await expect(details(page).getByRole('treeitem').first()).toBeVisible()
      await isOpenToAll(page, 'timeline')
      for (const tab of ['Raw', 'Evidence']) {
        await details(page).getByRole('tab', { name: tab }).click()
        await isOpenToAll(page, `details: ${tab}`, 'aside')
      }
      await (await cell(events(page), 2, 'Action')).click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
      await isOpenToAll(page, 'menu for a value', '[role=menu]')
      await press(page, 'Escape')
      await search(page, 'usr:x')
      await expect(page.getByRole('search').getByRole('alert')).toBeVisible()
      await isOpenToAll(page, 'wrong search', 'search')
      await search(page, 'event:Nothing')
      await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible()
      await isOpenToAll(page, 'no event', '.timeline-body')
      await page.getByRole('button', { name: /^Clear the filter/ }).click()
      await expectCount(page, 61)
      await page.getByRole('button', { name: 'Columns' }).click()
      await expect(page.getByRole('textbox', { name: 'Find a column' })).toBeVisible()
      await isOpenToAll(page, 'columns', '.column-chooser')
    })

    test('SQL, palette, sheet and export', async ({ watched: page }) => {
      await page.goto(served.url)
      await goTo(page, 'SQL')
      await runSql(page, 'SELECT time, action, error_code FROM event')
      await expect(page.getByRole('grid', { name: 'Result' })).toBeVisible()
      await isOpenToAll(page, 'sql')
      await runSql(page, 'SELECT nothing FROM event')
      await expect(page.getByRole('alert')).toBeVisible()
      await isOpenToAll(page, 'wrong sql', '.sql')
      await page.getByRole('button', { name: 'Export…' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await isOpenToAll(page, 'export', '[role=dialog]')
      await press(page, 'Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await press(page, 'Control+k')
      await expect(page.getByPlaceholder('View, action or field…')).toBeFocused()
      await isOpenToAll(page, 'palette', '.bp6-omnibar')
      await press(page, 'Escape')
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
      await isOpenToAll(page, 'sheet', '[role=dialog]')
    })

    test('start screen', async ({ watched: page }) => {
      await page.goto(served.url)
      await page.getByRole('button', { name: /^Case / }).click()
      await page.getByRole('menuitem', { name: 'Close case' }).click()
      await expect(page.getByRole('heading', { name: 'Recent cases' })).toBeVisible()
      await isOpenToAll(page, 'start')
      await page.getByRole('button', { name: 'New case' }).click()
      await expect(page.getByRole('dialog', { name: 'New case' })).toBeVisible()
      await isOpenToAll(page, 'new case', '[role=dialog]')
      await press(page, 'Escape')
      // For the tests after this one.
      await page.getByRole('button', { name: /^open to all/ }).click()
      await expect(page.getByRole('banner')).toBeVisible()
    })
  })
}

test('a long value is heard in one piece', async ({ watched: page }) => {
  await page.goto(served.url)
  const agents = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'User agent' }) })
  const whole = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/145.0.0.0'
  await expect(agents.getByRole('button', { name: whole, exact: true })).toBeVisible()
})

test('the counts of the histogram are there for those who do not see the bars', async ({ watched: page }) => {
  await page.goto(served.url)
  await goTo(page, 'Timeline')
  await expectCount(page, 61)
  const table = page.getByRole('table', { name: 'Events over time' })
  const counts = await table.getByRole('cell').allInnerTexts()
  expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(61)
})

test('everything is reached by Tab, and shows that it has the focus', async ({ watched: page }) => {
  await page.goto(served.url)
  await goTo(page, 'Timeline')
  await expectCount(page, 61)
  await expect(details(page).getByRole('treeitem').first()).toBeVisible()
  await searchBox(page).focus()
  const seen = new Set<string>()
  for (let step = 0; step < 60; step++) {
    await press(page, 'Tab')
    const at = await page.evaluate(() => {
      const focused = document.activeElement
      if (!(focused instanceof HTMLElement) || focused === document.body) return null
      // A grid has the focus for its cells.
      const inside = focused.getAttribute('aria-activedescendant')
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(
        (inside === null ? null : document.getElementById(inside)) ?? focused,
      )
      const name = focused.getAttribute('aria-label') ?? focused.textContent.trim().slice(0, 40)
      const caret = focused.isContentEditable || focused.matches('input:not([type=checkbox], [type=radio])')
      const marked = caret || (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      return { name: `${focused.getAttribute('role') ?? focused.tagName.toLowerCase()} ${name}`, marked }
    })
    if (at === null) continue
    expect(at.marked, `${at.name} shows that it has the focus`).toBe(true)
    seen.add(at.name)
  }
  const reached = [...seen].join('\n')
  for (const place of ['grid Events', 'tab Fields', 'treeitem', 'button Columns', 'button Zoom in', 'button Outcome'])
    expect(reached).toContain(place)
})
