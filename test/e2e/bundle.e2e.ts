import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { goTo, press } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, records } from './logs.ts'
import { expect, test } from './served.ts'

/** A case on its way to somebody else, and what they say of it on its way back. */
let served: Awaited<ReturnType<typeof serveFilled>>
test.beforeAll(async () => {
  served = await serveFilled('bundled', { 'trail.json.gz': delivered(records(20)) })
})
test.afterAll(() => served?.stop())

const words = 'nine lives of a cat'
/** A key is made of a passphrase on purpose slowly, and others compute beside. */
const slowly = { timeout: 60_000 }
const dialog = (page: Page) => page.getByRole('dialog').filter({ hasNotText: 'Choose a folder' })
const caseMenu = (page: Page) => page.getByRole('button', { name: /^Case / })

async function pack(page: Page, contents: RegExp, path: string): Promise<void> {
  await caseMenu(page).click()
  await page.getByRole('menuitem', { name: 'Bundle of this case…' }).click()
  await dialog(page).getByText(contents).click()
  await dialog(page).getByLabel('Passphrase', { exact: true }).fill(words)
  await dialog(page).getByLabel('The same once more').fill(words)
  await dialog(page).getByLabel('File').fill(path)
  await dialog(page).getByRole('button', { name: 'Pack' }).click()
  await expect(dialog(page).getByRole('status')).toContainText('SHA-256', slowly)
  await expect(dialog(page).getByRole('button', { name: 'Save with the browser' })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
}

test('a case goes to somebody else as a bundle, and their marks come back', async ({ watched: page }) => {
  test.slow()
  await page.goto(served.url)
  const bundle = join(served.folder, 'whole.age')
  const marks = join(served.folder, 'marks.age')
  await pack(page, /^Only what people say/, marks)
  await pack(page, /^The case with its evidence/, bundle)

  await caseMenu(page).click()
  await page.getByRole('menuitem', { name: 'Take in a bundle of marks…' }).click()
  await dialog(page).getByRole('textbox', { name: 'Bundle' }).fill(marks)
  await dialog(page).getByLabel('Passphrase').fill(words)
  await dialog(page).getByRole('button', { name: 'Take in' }).click()
  await expect(dialog(page).getByRole('status')).toContainText('Nothing that is not known already', slowly)
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()

  await caseMenu(page).click()
  await page.getByRole('menuitem', { name: 'Close case' }).click()
  await page.getByRole('button', { name: 'Open a bundle' }).click()
  await dialog(page).getByRole('textbox', { name: 'Bundle' }).fill(bundle)
  await dialog(page).getByLabel('Passphrase').fill('ten lives of a dog')
  await dialog(page).getByLabel('Becomes the case').fill(join(served.folder, 'theirs.coldtrail'))
  await dialog(page).getByRole('button', { name: 'Unpack' }).click()
  await expect(dialog(page)).toContainText('This passphrase does not open the bundle', slowly)
  await dialog(page).getByRole('button', { name: 'Back' }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'Bundle' })).toHaveValue(bundle)
  await dialog(page).getByLabel('Passphrase').fill(words)
  await dialog(page).getByRole('button', { name: 'Unpack' }).click()
  await expect(page.getByRole('banner').getByText('20 events')).toBeVisible(slowly)
  await goTo(page, 'Evidence')
  await expect(page.getByText(/^Adds up: /)).toBeVisible()
})

test("a record is signed with a person's key", async ({ watched: page }) => {
  const key = join(served.folder, 'ana.key')
  spawnSync(process.execPath, ['bin/coldtrail.mjs', 'key', 'new', key], { input: `${words}\n` })
  await page.goto(served.url)
  await goTo(page, 'Evidence')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Acquisition record…' }).click()
  const record = join(served.folder, 'record.html')
  await dialog(page).getByLabel('File', { exact: true }).fill(record)
  await dialog(page).getByText('Sign it with my key').click()
  await dialog(page).getByLabel('File of the secret key').fill(key)
  await dialog(page).getByLabel('Its passphrase').fill(words)
  await dialog(page).getByRole('button', { name: 'Write' }).click()
  await expect(dialog(page).getByRole('status')).toContainText(`${record}.minisig`)
  expect(existsSync(`${record}.minisig`)).toBe(true)
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()

  const verified = async (path: string, publicKey: string) => {
    await press(page, 'v')
    await dialog(page).getByRole('textbox', { name: 'Record' }).fill(path)
    await dialog(page).getByRole('textbox', { name: 'Public key' }).fill(publicKey)
    await dialog(page).getByRole('button', { name: 'Verify', exact: true }).click()
    await expect(dialog(page).getByRole('button', { name: 'Another file' })).toBeVisible(slowly)
    const said = await dialog(page).getByRole('status').innerText()
    await dialog(page).getByRole('button', { name: 'Close' }).last().click()
    return said
  }
  await page.getByRole('button', { name: 'Verification' }).click()
  await expect(page.getByRole('heading', { name: 'This case was not verified yet' })).toBeVisible()
  const good = await verified(record, `${key}.pub`)
  expect(good).toContain('This record agrees with the case.')
  expect(good).toContain('It was signed with the key')
  const changed = join(served.folder, 'changed.html')
  writeFileSync(changed, readFileSync(record, 'utf8').replaceAll('trail.json.gz', 'other.json.gz'))
  copyFileSync(`${record}.minisig`, `${changed}.minisig`)
  const bad = await verified(changed, `${key}.pub`)
  expect(bad).toContain('This record does not agree with the case.')
  expect(bad).toContain('the file is not the one that was signed')
  expect(bad).toContain('1 object of 1 is not in this case as it says:')
  expect(await verified(key, '')).toContain('This is no acquisition record')

  await page.getByRole('button', { name: 'Audit log' }).click()
  await expect(page.getByRole('grid', { name: 'Audit log' })).toContainText('record written')
})
