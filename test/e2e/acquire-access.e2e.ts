import { startFakeAws } from '../fake-aws/index.ts'
import { accessYaml, card, collect, environmentOf, importYaml, newCase, putTrail } from './clouded.ts'
import { ownFolder } from './filled-case.ts'
import { isOpenToAll } from './open-to-all.ts'
import { expect, serve, test } from './served.ts'

/** The view Acquire in both themes, without what would keep somebody out. */
let aws: Awaited<ReturnType<typeof startFakeAws>>
let served: Awaited<ReturnType<typeof serve>>

test.beforeAll(async () => {
  aws = await startFakeAws()
  served = await serve([], ownFolder(), environmentOf(aws.user('responder')))
})
test.afterAll(async () => {
  await served?.stop()
  await aws?.stop()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    test('nothing keeps anybody out', async ({ watched: page }) => {
      aws.bucket(`open-${colorScheme}`)
      await putTrail(aws, `open-${colorScheme}`, 2)
      await newCase(page, served.url, `open to all in ${colorScheme}`)
      await importYaml(
        page,
        `sources:\n  - {kind: s3-bucket, name: hostile, bucket: open-${colorScheme}, layout: cloudtrail, access: ${accessYaml(aws)}}`,
      )
      await collect(page, 'hostile')
      await expect(card(page, 'hostile')).toContainText('done', { timeout: 20_000 })
      await expect(card(page, 'hostile')).toBeVisible()
      await isOpenToAll(page, 'sources')
      await page.getByRole('tab', { name: 'What is there' }).click()
      await expect(page.getByRole('grid')).toBeVisible()
      await isOpenToAll(page, 'what is there')
      await page.getByRole('tab', { name: 'Acquisition log' }).click()
      await page
        .getByRole('button', { name: /^Details of the run/ })
        .last()
        .click()
      await isOpenToAll(page, 'log')
      await page.getByRole('tab', { name: /^Sources/ }).click()
      await page.getByRole('button', { name: 'Plan and collect hostile' }).click()
      await expect(page.getByRole('dialog').getByText('To fetch')).toBeVisible({ timeout: 20_000 })
      await isOpenToAll(page, 'plan')
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Edit hostile' }).click()
      await expect(page.getByRole('region', { name: 'Read the logs' })).toBeVisible()
      await page.getByRole('button', { name: 'Assume a role' }).click()
      await isOpenToAll(page, 'form')
    })
  })
}
