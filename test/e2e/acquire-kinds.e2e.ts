import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { everySource } from '../every-source.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { readOnly } from '../lobby/collecting.ts'
import { accessYaml, card, environmentOf } from './clouded.ts'
import { expectCount, goTo } from './doing.ts'
import { ownFolder } from './filled-case.ts'
import { expect, serve, test } from './served.ts'

/** Every kind of source from its card to the timeline, one after the other in one case. */
let aws: Awaited<ReturnType<typeof startFakeAws>>
let served: Awaited<ReturnType<typeof serve>>

test.beforeAll(async () => {
  aws = await startFakeAws()
  const sources: string[] = []
  for (const { name, fill } of everySource) {
    const { definition } = await fill(aws)
    const fields = Object.entries({ ...definition, name }).map(([field, value]) => `${field}: ${JSON.stringify(value)}`)
    sources.push(`  - {${fields.join(', ')}, access: ${accessYaml(aws)}}`)
  }
  const folder = ownFolder()
  const [path, file] = [join(folder, 'kinds.coldtrail'), join(folder, 'sources.yml')]
  writeFileSync(file, `sources:\n${sources.join('\n')}\n`)
  const env = { ...process.env, COLDTRAIL_HOME: join(folder, 'home') }
  for (const words of [
    ['case', 'create', path],
    ['sources', 'add', file, '--case', path],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, ['bin/coldtrail.mjs', ...words], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`coldtrail ${words.join(' ')} ended with ${status}: ${stderr}`)
  }
  served = await serve([path], folder, environmentOf(aws.user('responder')))
})
test.afterAll(async () => {
  await served?.stop()
  await aws?.stop()
})
test.beforeEach(async ({ watched }) => {
  await watched.goto(served.url)
  await goTo(watched, 'Acquire')
})

for (const { name, planned, brings } of everySource) {
  test(`${name}: planned and collected`, async ({ watched: page }) => {
    await page.getByRole('button', { name: `Plan and collect ${name}`, exact: true }).click()
    const plan = page.getByRole('dialog', { name: `Plan: ${name}` })
    await expect(plan).toContainText(planned.interface)
    await plan.getByRole('button', { name: 'Start collection' }).click()
    const [objects, events] = [brings.objects, brings.events]
    await expect(card(page, name)).toContainText(
      `${objects} new ${objects === 1 ? 'object' : 'objects'}, ${events} events`,
    )
    await expect(card(page, name)).toContainText('done')
  })
}

test('none of it has changed anything in AWS', () => {
  expect(aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])
  expect(aws.log.length).toBeGreaterThan(everySource.length)
})

test('what they brought is in the timeline, and each account, region and day has its field', async ({
  watched: page,
}) => {
  await page.getByRole('tab', { name: 'What is there' }).click()
  const there = page.getByRole('grid', { name: 'What was collected, by account, region and day' })
  for (const row of ['012345678901 eu-west-1', '444455556666 us-east-1', 'no account no region'])
    await expect(there.getByRole('rowheader', { name: row })).toBeVisible()
  await page.getByRole('tab', { name: 'Acquisition log' }).click()
  await expect(page.getByRole('table', { name: 'Acquisition log' }).getByText('done', { exact: true })).toHaveCount(
    everySource.length,
  )
  await goTo(page, 'Timeline')
  await expectCount(
    page,
    everySource.reduce((sum, { brings }) => sum + brings.events, 0),
  )
})
