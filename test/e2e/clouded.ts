import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import type { FakeAws, Keys } from '../fake-aws/contract.ts'
import { goTo } from './doing.ts'
import { records } from './logs.ts'
import { expect } from './served.ts'

/** Ways to say where the AWS of this machine is: as YAML of a source's access, and as fields of the form. */
export function accessYaml(aws: FakeAws, more: Readonly<Record<string, unknown>> = {}): string {
  const access = {
    region: 'us-east-1',
    endpoint: aws.url,
    stsEndpoint: aws.url,
    serviceEndpoint: aws.url,
    pathStyle: true,
    ...more,
  }
  return JSON.stringify(access)
}

/** Keys as the environment of a process has them. */
export function environmentOf({ accessKeyId, secretAccessKey }: Keys): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_EC2_METADATA_DISABLED: 'true' }
}

/** Puts objects as CloudTrail delivers them, each with its own events; answers their keys. */
export async function putTrail(
  aws: FakeAws,
  bucket: string,
  objects: number,
  { events = 2, day = '2026/05/01', account = '111122223333', from = 0 } = {},
): Promise<readonly string[]> {
  const keys: string[] = []
  for (let n = 0; n < objects; n++) {
    const stamp = `${day.replaceAll('/', '')}T${String(Math.floor(n / 60)).padStart(2, '0')}${String(n % 60).padStart(2, '0')}Z`
    const key = `AWSLogs/${account}/CloudTrail/us-east-1/${day}/${account}_CloudTrail_us-east-1_${stamp}_${from + n}abcdefghij.json.gz`
    await aws.put(bucket, key, gzipSync(JSON.stringify({ Records: records(events, from + n * events) })))
    keys.push(key)
  }
  return keys
}

/** Brings sources as YAML through the interface; the view stays open. */
export async function importYaml(page: Page, yaml: string): Promise<void> {
  await goTo(page, 'Acquire')
  await page.getByRole('button', { name: 'Import…', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a configuration' })
  await dialog.getByRole('textbox', { name: 'Configuration' }).fill(yaml)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
}

export const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true })
export const running = (page: Page) => page.getByRole('region', { name: 'Running collection' })

/** Plans a source, looks at nothing and starts it. */
export async function collect(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Plan and collect ${name}`, exact: true }).click()
  const start = page.getByRole('dialog').getByRole('button', { name: 'Start collection' })
  await expect(start).toBeEnabled({ timeout: 20_000 })
  await start.click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** The start screen, whatever case the test before has left open. */
export async function start(page: Page, url: string): Promise<void> {
  await page.goto(url)
  const open = page.getByRole('button', { name: /^Case / })
  const fresh = page.getByRole('button', { name: 'New case' })
  await expect(open.or(fresh)).toBeVisible()
  if (await open.isVisible()) await closeCase(page)
  await expect(fresh).toBeVisible()
}

export async function closeCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Case / }).click()
  await page.getByRole('menuitem', { name: 'Close case' }).click()
}

/** A new case with nothing in it, open in the page. */
export async function newCase(page: Page, url: string, name: string): Promise<void> {
  await start(page, url)
  await page.getByRole('button', { name: 'New case' }).click()
  const dialog = page.getByRole('dialog', { name: 'New case' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('banner').getByText('0 events')).toBeVisible({ timeout: 20_000 })
}
