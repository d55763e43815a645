import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  details,
  events,
  expectCount,
  goTo,
  openReadOnly,
  press,
  rewrite,
  runSql,
  search,
  searchBox,
  sqlEditor,
} from './doing.ts'
import { fillCase, ownFolder, serveFilled } from './filled-case.ts'
import { delivered, records } from './logs.ts'
import { expect, type Served, serve, test } from './served.ts'

/** What the page says when there is nothing to show, when something is wrong, and how one gets on from there. */
test.describe('a case without events', () => {
  let served: Served & { stop(): Promise<void> }
  test.beforeAll(async () => {
    const folder = ownFolder()
    const path = join(folder, 'empty.coldtrail')
    const env = { ...process.env, COLDTRAIL_HOME: join(folder, 'home') }
    const { status, stderr } = spawnSync(process.execPath, ['bin/coldtrail.mjs', 'case', 'create', path], { env })
    if (status !== 0) throw new Error(String(stderr))
    served = await serve([path], folder)
  })
  test.afterAll(() => served?.stop())

  for (const [view, title] of [
    ['Overview', 'This case is empty'],
    ['Timeline', 'No events yet'],
    ['Evidence', 'Nothing was imported yet'],
  ] as const) {
    test(`${view} says so, and leads to the import`, async ({ watched: page }) => {
      await page.goto(served.url)
      await goTo(page, view)
      await expect(page.getByRole('heading', { name: title })).toBeVisible()
      const next = page.getByRole('main').getByRole('button', { name: 'Import logs' })
      await expect(next).toBeVisible()
      await next.click()
      await expect(page.getByRole('heading', { name: 'Import logs' })).toBeVisible()
    })
  }

  test('SQL answers, Ours takes what it is told, Import waits', async ({ watched: page }) => {
    await page.goto(served.url)
    await goTo(page, 'SQL')
    await expect(page.getByRole('heading', { name: 'Ask the case in SQL' })).toBeVisible()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'No rows' })).toBeVisible()
    await goTo(page, 'Detections')
    await expect(page.getByRole('heading', { name: 'There is nothing to look at yet' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Run rules' })).toBeDisabled()
    await goTo(page, 'Ours')
    await page.getByRole('button', { name: 'Add to Networks' }).click()
    await page.getByRole('textbox', { name: 'Network, line 1 of Networks' }).fill('10.0.0.0/33')
    await expect(page.getByRole('status').filter({ hasText: 'needs another look' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
    await page.getByRole('textbox', { name: 'Network, line 1 of Networks' }).fill('10.0.0.0/8')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('textbox', { name: 'Network, line 1 of Networks' })).toHaveValue('10.0.0.0/8')
    await goTo(page, 'Import')
    await expect(page.getByRole('button', { name: 'Choose files…' })).toBeVisible()
  })
})

test.describe('a case with events', () => {
  let served: Awaited<ReturnType<typeof serveFilled>>
  test.beforeAll(async () => {
    served = await serveFilled('full', { 'trail.json.gz': delivered(records(60)) })
  })
  test.afterAll(() => served?.stop())
  test.beforeEach(async ({ watched }) => {
    await watched.goto(served.url)
    await expect(watched.getByRole('banner').getByText('60 events')).toBeVisible()
  })

  test('a search that cannot be read is underlined and explained', async ({ watched: page }) => {
    await goTo(page, 'Timeline')
    await expectCount(page, 60)
    await search(page, 'user:alice AND (event:Get*')
    await expect(page.getByRole('search').getByRole('alert')).toContainText(/\(|bracket|parenthes/i)
    expect(await searchBox(page).locator('.tok-error').allInnerTexts()).not.toEqual([])
    // What was shown before stays, and what is wrong is not applied.
    await expectCount(page, 60)
    await search(page, 'usr:alice')
    await expect(page.getByRole('search').getByRole('alert')).toContainText(/usr.*user/i)
    await search(page, 'user:alice')
    await expect(page.getByRole('search').getByRole('alert')).toHaveCount(0)
    await expectCount(page, 20)
  })

  test('a filter that lets nothing through shows the ways out', async ({ watched: page }) => {
    await goTo(page, 'Timeline')
    await expectCount(page, 60)
    await search(page, 'user:alice event:DeleteTrail')
    await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible()
    await expect(details(page)).toContainText('No event is selected')
    await page.getByRole('button', { name: 'Drop the last term (20 events)' }).click()
    await expectCount(page, 20)
    await expect(searchBox(page)).toHaveText('user:alice')
    await search(page, 'event:DeleteTrail')
    await page.getByRole('button', { name: 'Clear the filter (60 events)' }).click()
    await expectCount(page, 60)
    await expect(searchBox(page)).toHaveText(/^Search: /)

    // Out of a range of time, too.
    await events(page).focus()
    await press(page, 'End ]')
    await press(page, 'Home')
    await search(page, 'event:DeleteTrail')
    await expect(page.getByRole('button', { name: 'Any time (0 events)' })).toBeVisible()
  })

  test('an engine that dies is said, and the case opens again where one was', async ({ watched: page }) => {
    await goTo(page, 'Timeline')
    await search(page, 'user:bob')
    await expectCount(page, 20)
    const { pid } = JSON.parse(readFileSync(join(served.path, 'case.lock'), 'utf8')) as { readonly pid: number }
    process.kill(pid, 'SIGKILL')
    const notice = page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Reopen the case' }) })
    await expect(notice).toContainText(/ safe/)
    await notice.getByRole('button', { name: 'Reopen the case' }).click()
    await expect(notice).toBeHidden()
    await expect(page).toHaveURL(/#\/timeline$/)
    await expect(searchBox(page)).toHaveText('user:bob')
    await expectCount(page, 20)
    await search(page, 'user:carol event:GetObject')
    await expectCount(page, 10)
    await goTo(page, 'SQL')
    await runSql(page, 'SELECT count(*) AS n FROM event')
    await expect(page.getByRole('grid', { name: 'Result' })).toContainText('60')
  })

  test('a case that may only be read says so and changes nothing', async ({ watched: page }) => {
    await openReadOnly(page, served.path)
    await page.reload()
    await expect(page.getByRole('banner').getByText('read-only')).toBeVisible()
    await expect(page.getByRole('banner').getByText('60 events')).toBeVisible()

    await goTo(page, 'Import')
    await expect(page.getByRole('heading', { name: 'This case is read-only' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Choose files…' })).toHaveCount(0)
    await goTo(page, 'Acquire')
    await expect(page.getByText('nothing can be collected or changed')).toBeVisible()
    for (const name of ['Add a source', 'Import…']) await expect(page.getByRole('button', { name })).toBeDisabled()
    await goTo(page, 'Ours')
    await expect(page.getByText('Nothing here can be changed')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add to Accounts' })).toBeDisabled()
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
    await goTo(page, 'SQL')
    await rewrite(sqlEditor(page), 'SELECT 1')
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
    await page.getByRole('button', { name: /^Case / }).click()
    const offered = page.getByRole('menuitem', { name: 'Import logs…' })
    await expect(offered).toHaveAttribute('aria-disabled', 'true')
    await page.getByRole('button', { name: /^Case / }).click()
    await expect(offered).toBeHidden()

    // Reading goes on as ever.
    await goTo(page, 'Timeline')
    await search(page, 'user:alice')
    await expectCount(page, 20)
    await details(page).getByRole('tab', { name: 'Raw' }).click()
    await expect(details(page)).toContainText('"userName": "alice"')
  })

  test('a page without the right token says what to do, and shows nothing', async ({ watched: page }) => {
    for (const address of [served.url.replace(/token=.*/, 'token=wrong'), served.url.replace(/#.*/, '')]) {
      await page.goto('about:blank')
      await page.goto(address)
      await page.evaluate(() => sessionStorage.clear())
      await page.goto('about:blank')
      await page.goto(address)
      await expect(page.getByRole('alert').filter({ hasText: /token/i })).toContainText(
        /open the address that Coldtrail printed/i,
      )
      // The server answers; it must not be said that it does not.
      await expect(page.getByText('Coldtrail does not answer')).toHaveCount(0)
      // What it offered would only fail.
      await expect(page.getByRole('button')).toHaveCount(0)
      await expect(page.getByText('60 events')).toHaveCount(0)
      await expect(page.getByText('full', { exact: true })).toHaveCount(0)
    }
  })
})

test('a case that another computer has open is left alone, and it says where', async ({ watched: page }) => {
  const folder = ownFolder()
  const path = fillCase(folder, 'elsewhere', { 'trail.json.gz': delivered(records(5)) })
  const lock = join(path, 'case.lock')
  const theirs = { pid: 1, host: 'desk-of-ann', startedAt: '2026-05-01T10:00:00.000Z', processStart: null }
  writeFileSync(lock, JSON.stringify({ ...theirs, token: 'x', socket: join(folder, 'nobody.sock') }))
  const served = await serve([], folder)
  try {
    await page.goto(served.url)
    await page.getByRole('button', { name: /^elsewhere/ }).click()
    await expect(page.getByRole('alert')).toContainText('open on the computer desk-of-ann (process 1, since 2026-05-01')
    await expect(page.getByRole('alert')).toContainText(`delete ${lock}`)
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject(theirs)

    // Reading harms nobody.
    await page.getByRole('alert').getByRole('button', { name: 'Open it read-only' }).click()
    await expect(page.getByRole('banner').getByText('read-only')).toBeVisible()
    await expect(page.getByRole('banner').getByText('5 events')).toBeVisible()
    await goTo(page, 'Import')
    await expect(page.getByRole('main')).toContainText('the computer desk-of-ann has had it open since 2026-05-01')
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject(theirs)
  } finally {
    await served.stop()
  }
})

test('cases are opened read-only when that is asked for', async ({ watched: page }) => {
  const folder = ownFolder()
  const path = fillCase(folder, 'calm', { 'trail.json.gz': delivered(records(5)) })
  const served = await serve([], folder)
  try {
    await page.goto(served.url)
    await page.getByText(/^Open cases read-only/).click()
    await expect(page.getByRole('checkbox', { name: /^Open cases read-only/ })).toBeChecked()
    await page.getByRole('button', { name: /^calm/ }).click()
    await expect(page.getByRole('banner').getByText('read-only')).toBeVisible()
    await goTo(page, 'Detections')
    await expect(page.getByText('rules could not write down what they find')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Run rules' })).toBeDisabled()
    expect(existsSync(join(path, 'case.lock'))).toBe(false)
  } finally {
    await served.stop()
  }
})

test('a window keeps its search over a reload, and leaves a case that another one closed or replaced', async ({
  watched: page,
  context,
}) => {
  const folder = ownFolder()
  const path = fillCase(folder, 'shared', { 'trail.json.gz': delivered(records(30)) })
  const served = await serve([path], folder)
  try {
    await page.goto(served.url)
    await goTo(page, 'Timeline')
    await search(page, 'user:alice')
    await expectCount(page, 10)
    await goTo(page, 'SQL')
    await rewrite(sqlEditor(page), 'SELECT 1 AS kept WHERE')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('syntax error at end of input')
    await expect(sqlEditor(page)).toContainText('kept')
    await page.reload()
    await expect(sqlEditor(page)).toContainText('SELECT 1 AS kept WHERE')
    await goTo(page, 'Timeline')
    await expectCount(page, 10)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()

    const other = await context.newPage()
    await other.goto(served.url)
    await other.getByRole('button', { name: /^Case / }).click()
    await other.getByRole('menuitem', { name: 'Close case' }).click()
    await expect(page.getByRole('alert')).toContainText("'shared' was closed in another window")
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(other.getByRole('alert')).toHaveCount(0)

    await page.getByRole('button', { name: /^shared/ }).click()
    await goTo(page, 'Timeline')
    await expectCount(page, 30)
    await other.getByRole('button', { name: 'New case' }).click()
    await other.getByRole('textbox', { name: 'Name' }).fill('another')
    await other.getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('alert')).toContainText("in place of 'shared'")
    await expect(other.getByRole('banner').getByText('0 events')).toBeVisible()
  } finally {
    await served.stop()
  }
})
