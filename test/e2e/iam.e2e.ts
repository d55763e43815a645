import type { Locator, Page } from '@playwright/test'
import { cell, events, goTo, press } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { account, details, hostile, sessionKey, story } from './identities.ts'
import { delivered, records } from './logs.ts'
import { isOpenToAll } from './open-to-all.ts'
import { expect, test } from './served.ts'

/** Who could do what, when, and who made it so. */
let served: Awaited<ReturnType<typeof serveFilled>>

test.beforeAll(async () => {
  served = await serveFilled('identities', {
    'details-2026-04-30T00-00-00Z.json': details,
    'trail.json.gz': delivered([...records(30, 10), ...story]),
  })
})
test.afterAll(() => served?.stop())

const people = (page: Page): Locator => page.getByRole('grid', { name: 'Users and roles' })
const findings = (page: Page): Locator => page.getByRole('grid', { name: 'Findings' })
const tab = (page: Page, name: RegExp | string) =>
  page.getByRole('group', { name: 'What to look at', exact: true }).getByRole('button', { name }).click()
const aspect = (page: Page, name: RegExp | string) =>
  page.getByRole('group', { name: 'What to look at of it' }).getByRole('button', { name }).click()

async function openIam(page: Page): Promise<void> {
  await page.goto(served.url)
  await goTo(page, 'IAM')
  await expect(findings(page)).toBeVisible()
}

/** The page of an identity, found by its name and opened with the keyboard. */
async function openIdentity(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find an identity' }).fill(name)
  await expect(people(page)).toHaveAttribute('aria-rowcount', '2')
  await people(page).focus()
  await press(page, 'Enter')
  await expect(page.getByRole('group', { name: 'What to look at of it' })).toBeVisible()
}

test('a temporary key is a session of its role, within the policy that it was given', async ({ watched: page }) => {
  await openIam(page)
  await press(page, 'Alt+2')
  await page.getByRole('searchbox', { name: 'Find an identity' }).fill(sessionKey)
  await page.getByRole('button', { name: 'Open the session' }).click()
  await expect(page.getByRole('region', { name: 'Session policy session policy' })).toContainText('s3:List*')
  await aspect(page, 'Permissions')
  await page.getByRole('searchbox', { name: 'Find an action' }).fill('s3:')
  const permissions = page.getByRole('grid', { name: 'Permissions' })
  await expect(permissions).toContainText('s3:ListAllMyBuckets')
  await expect(permissions).not.toContainText('s3:PutObject')
})

test('from the risks of everybody to what one of them did', async ({ watched: page }) => {
  await openIam(page)
  await press(page, 'Alt+2')
  await expect(await cell(people(page), 0, 'Risk')).toHaveText('critical')
  await expect(people(page)).toContainText('1 step to every right, confirmed')

  await openIdentity(page, 'user/bob')
  await aspect(page, /^Policies/)
  const own = page.getByRole('region', { name: 'Policy own' }).first()
  await expect(own).toContainText(/critical: a way to more rights by iam-create-access-key/)

  await aspect(page, 'Permissions')
  await page.getByRole('searchbox', { name: 'Find an action' }).fill('createacc')
  const permissions = page.getByRole('grid', { name: 'Permissions' })
  await expect(page.getByText('1 action found')).toBeVisible()
  await (await cell(permissions, 0, 'Action')).click()
  await press(page, 'Enter')
  const permission = page.getByRole('complementary', { name: 'Permission' })
  await expect(permission.getByRole('region', { name: /^Policy own/ })).toContainText('iam:CreateAccessKey')
  await press(page, 'Escape')

  await aspect(page, 'Granted and used')
  await expect(page.getByRole('region', { name: 'A policy of what was used' })).toContainText('"iam:CreateAccessKey"')

  await aspect(page, 'About')
  await page.getByRole('button', { name: 'iam:CreateAccessKey' }).click()
  await expect(events(page)).toContainText('CreateAccessKey')
  await page.goBack()
  await expect(page.getByRole('table', { name: 'What it called' })).toBeVisible()
  await press(page, 'Escape')
  await expect(people(page)).toBeVisible()
})

test('what the intruder changed, and how it was before', async ({ watched: page }) => {
  await openIam(page)
  await tab(page, 'Changes')
  const changes = page.getByRole('grid', { name: 'Changes' })
  await expect(changes).toContainText('access key AKIAEXAMPLESTOLEN001 of user alice was made')
  await changes.getByText('trust policy of role boss was changed').dblclick()
  const change = page.getByRole('complementary', { name: 'Change' })
  await expect(change.getByRole('region', { name: 'After' })).toContainText('added')
  await expect(change.getByRole('region', { name: 'After' })).toContainText('999988887777')
  await change.getByRole('button', { name: 'Pin' }).click()
  await expect(page.getByText('This change pinned to the report')).toBeVisible()
  await change.getByRole('button', { name: 'State just before' }).click()
  await change.getByRole('button', { name: 'Show identity' }).click()

  const trust = page.getByRole('region', { name: 'Trust policy' })
  const status = page.getByText(/^after \d of \d changes$/)
  await expect(status).toHaveText('after 1 of 2 changes')
  await expect(trust).toContainText('user/alice')
  await expect(trust).not.toContainText('999988887777')
  await press(page, ']')
  await expect(trust).toContainText('999988887777')
  await page.getByRole('textbox', { name: 'As of' }).fill('2026-05-01 09:00')
  await press(page, 'Enter')
  await expect(status).toHaveText('after 0 of 2 changes')
  await expect(trust).not.toContainText('999988887777')
  await page.getByRole('button', { name: 'After everything again' }).click()
  await expect(trust).toContainText('999988887777')
})

test('how far a stolen key goes, as a list and drawn', async ({ watched: page }) => {
  await openIam(page)
  await tab(page, 'Reach')
  await page.getByLabel('From').fill('AKIAEXAMPLESTOLEN001')
  await press(page, 'Enter')
  const reach = page.getByRole('grid', { name: 'Within reach' })
  await expect(reach).toContainText('role/boss (every right)')
  await (await cell(reach, 0, 'What')).dblclick()
  const steps = page.getByRole('complementary', { name: 'Within reach' })
  await steps.getByRole('button', { name: 'Allow of trust, statement 1' }).click()
  await expect(steps.getByRole('region', { name: /^Policy trust/ })).toContainText('makes sts-assume-role possible')
  await press(page, 'Escape')

  await press(page, 'v')
  const graph = page.getByRole('application', { name: /^What is within reach/ })
  await graph.focus()
  await press(page, 'ArrowRight')
  const said = page.getByRole('region', { name: 'What is within reach' }).getByRole('status')
  await expect(said).toHaveText(/^user\/alice\. Leads on: sts-assume-role to role\/boss/)
  await press(page, 'ArrowRight Enter')
  await expect(steps.getByRole('heading', { level: 2 })).toHaveText('role/boss')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('hostile names are text, and nobody is kept out', async ({ watched: page }) => {
      await openIam(page)
      await tab(page, /^Identities/)
      await expect(people(page)).toContainText(hostile)
      await page.getByRole('button', { name: 'After everything' }).click()
      await expect(page.getByText(/changes$/)).toBeVisible()
      await isOpenToAll(page, 'identities', '.iam')
      await openIdentity(page, 'user/bob')
      await expect(page.getByText(`${hostile} = admin\\u202egpj.exe`)).toBeVisible()
      await expect(page.getByRole('region', { name: 'Its calls over time' })).toBeVisible()
      await isOpenToAll(page, 'about', '.iam')
      await aspect(page, /^Policies/)
      await expect(page.getByRole('region', { name: 'Policy own' }).last()).toContainText(
        `"Sid": "${hostile.replaceAll('"', '\\"')}"`,
      )
      await tab(page, 'Changes')
      await page.getByRole('grid', { name: 'Changes' }).getByText('trust policy').dblclick()
      await expect(page.getByRole('complementary', { name: 'Change' })).toBeVisible()
      await isOpenToAll(page, 'changes', '.iam')
      await tab(page, 'Reach')
      await page.getByLabel('From').fill(`arn:aws:iam::${account}:user/bob`)
      await press(page, 'Enter')
      await expect(page.getByRole('grid', { name: 'Within reach' })).toContainText('role/boss')
      await isOpenToAll(page, 'reach', '.iam')
      expect(await page.evaluate(() => '__hacked' in window)).toBe(false)
    })
  })
}
