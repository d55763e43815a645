import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { cell, expectCount, goTo, runSql } from './doing.ts'
import { ownFolder } from './filled-case.ts'
import { delivered, record, records, writeFiles } from './logs.ts'
import { expect, type Served, serve, test } from './served.ts'

/** Logs come into a case through the page: chosen on the machine, or dropped into the browser. */
let served: Served & { stop(): Promise<void> }

test.beforeAll(async () => {
  served = await serve([], ownFolder())
})
test.afterAll(() => served?.stop())

test('a folder with all kinds of files in it', async ({ watched: page }) => {
  const whole = delivered(records(40))
  const torn = delivered(records(3000, 1000))
  const folder = writeFiles(join(served.folder, 'logs of the client'), {
    'AWSLogs/whole.json.gz': whole,
    'copies/whole again.json.gz': whole,
    'exported.jsonl': records(25, 40)
      .map((one) => JSON.stringify(one))
      .join('\n'),
    'overlap.json.gz': delivered(records(10, 60)),
    'photo.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043', 'hex'),
    'torn.json.gz': torn.subarray(0, torn.length / 2),
  })
  await newCase(page, 'First look')
  await takeFolder(page, folder)
  await page.getByRole('button', { name: 'Start import' }).click()

  const job = page.getByRole('region', { name: 'Jobs' }).getByRole('article').first()
  await expect(job).toContainText('done')
  await expect(job.getByRole('heading')).toContainText('logs of the client')
  await expect(job).toContainText('6 objects')
  await expect(job).toContainText(/Duplicate events\s*5/)
  for (const [state, objects] of Object.entries({ stored: 3, partial: 1, duplicate: 1, skipped: 1, rejected: 0 }))
    await expect(job.getByRole('button', { name: `${objects} ${state}`, exact: true })).toBeVisible()
  const problems = job.getByRole('table')
  await expect(problems.getByRole('row').filter({ hasText: 'photo.jpg' })).toContainText(
    /^skipped.*JPEG|^skipped.*image/i,
  )
  await expect(problems.getByRole('row').filter({ hasText: 'torn.json.gz' })).toContainText(
    /^partial.*(cut|trunc|end)/i,
  )

  const stored = number(await job.getByText('Events stored').locator('..').locator('dd').innerText())
  expect(stored).toBeGreaterThan(1000)
  expect(stored).toBeLessThan(70 + 3000)
  await job.getByRole('button', { name: 'See the timeline' }).click()
  await expectCount(page, stored)

  await goTo(page, 'Evidence')
  await expect
    .poll(() => ledger(page))
    .toEqual({ all: 6, stored: 3, partial: 1, duplicate: 1, skipped: 1, rejected: 0 })
  const objects = page.getByRole('grid', { name: 'Objects' })
  const rows = await Promise.all([0, 1, 2, 3, 4, 5].map(async (row) => readObject(page, row)))
  expect(rows.reduce((sum, row) => sum + row.events, 0)).toBe(stored)
  expect(rows.find((row) => row.name === 'overlap.json.gz')).toEqual({
    name: 'overlap.json.gz',
    state: 'stored',
    events: 5,
    duplicates: 5,
  })
  await page.getByRole('group', { name: 'Which objects' }).getByRole('button', { name: 'duplicate' }).click()
  await expect(objects.getByRole('row')).toHaveCount(2)
  await (await cell(objects, 0, 'Object')).dblclick()
  const detail = page.getByRole('complementary', { name: 'Object' })
  await expect(detail).toContainText(/Reason\s*.*whole/)
  await expect(detail).toContainText(/SHA-256\s*[0-9a-f]{64}/)

  await goTo(page, 'SQL')
  await runSql(page, 'SELECT count(*) AS n FROM event')
  await expect(await cell(page.getByRole('grid', { name: 'Result' }), 0, 'n')).toHaveText(
    stored.toLocaleString('en-US'),
  )
})

test('files dropped on the start screen make a case', async ({ watched: page }) => {
  await start(page)
  await drop(page, '.start', { 'trail one.json.gz': delivered(records(12)), 'notes.txt': Buffer.from('call me') })
  const job = page.getByRole('region', { name: 'Jobs' }).getByRole('article').first()
  await expect(job).toContainText('done')
  await expect(job).toContainText('2 objects')
  await expect(job.getByRole('button', { name: '1 stored', exact: true })).toBeVisible()
  await expect(job.getByRole('row').filter({ hasText: 'notes.txt' })).toContainText('upload:/notes.txt')

  // And more of them, dropped on the case that is open now.
  await drop(page, 'main', { 'second.json': Buffer.from(JSON.stringify({ Records: [record(500)] })) })
  await expect(page.getByText('second.json')).toBeVisible()
  await page.getByRole('button', { name: 'Start import' }).click()
  await expect(page.getByRole('region', { name: 'Jobs' }).getByRole('article')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Jobs' }).getByRole('article').first()).toContainText('done')

  await goTo(page, 'Evidence')
  await expect
    .poll(() => ledger(page))
    .toEqual({ all: 3, stored: 2, partial: 0, duplicate: 0, skipped: 1, rejected: 0 })
  await goTo(page, 'SQL')
  await runSql(page, "SELECT uri FROM object WHERE state = 'stored' ORDER BY uri")
  const result = page.getByRole('grid', { name: 'Result' })
  await expect(await cell(result, 0, 'uri')).toHaveText('upload:/second.json')
  await expect(await cell(result, 1, 'uri')).toHaveText('upload:/trail%20one.json.gz')
})

test('an import that is cancelled leaves a case that is right, and can be taken up again', async ({
  watched: page,
}) => {
  const files = Array.from({ length: 900 }, (_, at) => [`${at}.json.gz`, delivered(records(6, at * 6))] as const)
  const folder = writeFiles(join(served.folder, 'many'), Object.fromEntries(files))
  await newCase(page, 'Cancelled')
  await takeFolder(page, folder)
  await page.getByRole('button', { name: 'Start import' }).click()
  const jobs = page.getByRole('region', { name: 'Jobs' }).getByRole('article')
  await jobs.getByRole('button', { name: 'Cancel' }).click()
  await expect(jobs).toContainText('cancelled')

  await goTo(page, 'Evidence')
  await goTo(page, 'SQL')
  await runSql(page, 'SELECT count(*) AS n, count(DISTINCT object_id) AS objects FROM event')
  const result = page.getByRole('grid', { name: 'Result' })
  const all = number(await (await cell(result, 0, 'objects')).innerText())
  expect(all).toBeLessThan(900)
  await expect(await cell(result, 0, 'n')).toHaveText((all * 6).toLocaleString('en-US'))
  await goTo(page, 'Evidence')
  await expect.poll(() => ledger(page)).toEqual({ all, stored: all, partial: 0, duplicate: 0, skipped: 0, rejected: 0 })

  await goTo(page, 'Import')
  await takeFolder(page, folder)
  await page.getByRole('button', { name: 'Start import' }).click()
  await expect(jobs).toHaveCount(2)
  await expect(jobs.first()).toContainText('done', { timeout: 40_000 })
  await expect(jobs.first()).toContainText(`${(900 - all).toLocaleString('en-US')} stored`)
  await expect(jobs.first()).toContainText(`${all.toLocaleString('en-US')} duplicate`)
  await goTo(page, 'Timeline')
  await expectCount(page, 5400)
})

/** The start screen; a case that another journey left open is closed. */
async function start(page: Page): Promise<void> {
  await page.goto(served.url)
  const open = page.getByRole('button', { name: /^Case / })
  await expect(open.or(page.getByRole('button', { name: 'New case' }))).toBeVisible()
  if (!(await open.isVisible())) return
  await open.click()
  await page.getByRole('menuitem', { name: 'Close case' }).click()
  await expect(page.getByRole('button', { name: 'New case' })).toBeVisible()
}

async function newCase(page: Page, name: string): Promise<void> {
  await start(page)
  await page.getByRole('button', { name: 'New case' }).click()
  const dialog = page.getByRole('dialog', { name: 'New case' })
  await dialog.getByLabel('Name').fill(name)
  await expect(dialog.getByLabel('Kept in')).toHaveValue(/\.coldtrail$/)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Import logs' })).toBeVisible()
}

async function takeFolder(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose a folder…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await dialog.getByRole('button', { name: 'Go' }).click()
  await expect(dialog.getByRole('list', { name: `In ${folder}` })).toBeVisible()
  await dialog.getByRole('button', { name: 'Take this folder' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: folder })).toBeVisible()
}

/** Drops files as a file manager does, as far as a page can be told apart from one. */
async function drop(page: Page, on: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  const sent = Object.entries(files).map(([name, content]) => [name, content.toString('base64')] as const)
  const dataTransfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer()
    for (const [name, content] of list)
      transfer.items.add(new File([Uint8Array.from(atob(content), (each) => each.charCodeAt(0))], name))
    return transfer
  }, sent)
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.locator(on).first().dispatchEvent(type, { dataTransfer })
}

/** Objects by state, as the buttons of the ledger count them; none at all where a cancel came before the first commit. */
async function ledger(page: Page): Promise<Readonly<Record<string, number>>> {
  const buttons = page.getByRole('group', { name: 'Which objects' }).getByRole('button')
  const nothing = page.getByText('Nothing was imported yet')
  await expect(nothing.or(buttons.first())).toBeVisible()
  if (await nothing.isVisible()) return { all: 0, stored: 0, partial: 0, duplicate: 0, skipped: 0, rejected: 0 }
  await expect(buttons).toHaveCount(6)
  const texts = await buttons.allInnerTexts()
  return Object.fromEntries(texts.map((text) => [text.replace(/[\s\d,]+$/, ''), number(text)]))
}

async function readObject(page: Page, row: number) {
  const objects = page.getByRole('grid', { name: 'Objects' })
  const read = async (column: string) => (await cell(objects, row, column)).innerText()
  return {
    name: await read('Object'),
    state: await read('State'),
    events: number(await read('Events')),
    duplicates: number(await read('Duplicates')),
  }
}

function number(text: string): number {
  return Number(text.replace(/\D/g, '') || 0)
}
