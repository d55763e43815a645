import { expect, type Locator, type Page } from '@playwright/test'

/** Presses keys one after another: `g t`, `?`, `Control+k`. */
export async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

/** Shows a view by its name in the rail. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click()
}

export const searchBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Search' })
export const events = (page: Page): Locator => page.getByRole('grid', { name: 'Events' })
export const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details of the event' })
export const sqlEditor = (page: Page): Locator => page.getByRole('textbox', { name: 'SQL' })

/** Writes a search in place of the one that stands there, and applies it. */
export async function search(page: Page, text: string): Promise<void> {
  await rewrite(searchBox(page), text)
  await page.keyboard.press('Enter')
}

/** The timeline shows this many events. */
export async function expectCount(page: Page, count: number): Promise<void> {
  const said = `${count.toLocaleString('en-US')} ${count === 1 ? 'event' : 'events'}`
  await expect(page.getByRole('main').getByText(said, { exact: true })).toBeVisible()
}

/** Runs a query in the SQL view and waits for its rows. */
export async function runSql(page: Page, sql: string): Promise<void> {
  await rewrite(sqlEditor(page), sql)
  await page.keyboard.press('Control+Enter')
}

/** Cell of a grid by its row (from 0) and the title of its column, once there is such a column. */
export async function cell(grid: Locator, row: number, column: string): Promise<Locator> {
  const titles = async () => (await grid.getByRole('columnheader').allInnerTexts()).map((title) => title.trim())
  await expect.poll(titles).toContain(column)
  const at = (await titles()).indexOf(column)
  return grid.locator(`[role=row][aria-rowindex="${row + 2}"] [role=gridcell][aria-colindex="${at + 1}"]`)
}

/** Writes a text in place of the one that stands there, as one paste, so that no closing bracket comes in between. */
export async function rewrite(editor: Locator, text: string): Promise<void> {
  await editor.focus()
  await editor.press('Control+a')
  await editor.page().keyboard.insertText(text)
}

/** As a door does that is told to only read. */
export async function openReadOnly(page: Page, path: string): Promise<void> {
  const status = await page.evaluate(async (at) => {
    const response = await fetch('api/openCase', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sessionStorage.getItem('token')}`,
        'content-type': 'application/json',
        'x-call': '900001',
      },
      body: JSON.stringify({ path: at, readOnly: true }),
    })
    return ((await response.json()) as { readonly ok: boolean }).ok
  }, path)
  expect(status).toBe(true)
}
