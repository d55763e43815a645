import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Answers } from '../../shared/answers.ts'
import { openDesktop } from './desktop-door.ts'
import * as electron from './fake-electron.ts'

const home = mkdtempSync(join(tmpdir(), 'coldtrail-whole-'))
let door: Awaited<ReturnType<typeof openDesktop>>
const invoke = (method: string, input?: unknown) => door.invoke(method, input)

beforeAll(async () => {
  process.env.COLDTRAIL_HOME = home
  door = await openDesktop()
})
afterAll(() => {
  door.end()
  delete process.env.COLDTRAIL_HOME
  rmSync(home, { recursive: true, force: true })
})

it('answers the page from the lobby and refuses a bad input with its reason', async () => {
  const about = (await invoke('about')) as { value: Answers['about'] }
  expect(about.value).toMatchObject({ door: 'desktop', version: '0.1.0', casesFolder: join(home, 'cases') })
  expect(await invoke('openCase', { path: 7 })).toMatchObject({ ok: false, code: 'bad-input' })
  expect(await invoke('about', { extra: true })).toMatchObject({ ok: false, code: 'bad-input' })
  expect(await invoke('caseInfo')).toMatchObject({ ok: false, code: 'not-found' })
})

it('makes a case, imports into it, and tells the page as it goes', async () => {
  const path = join(home, 'cases', 'leak.coldtrail')
  mkdirSync(join(home, 'cases'), { recursive: true })
  expect(await invoke('createCase', { path, name: 'leak' })).toMatchObject({
    ok: true,
    value: { name: 'leak', events: 0 },
  })
  const log = join(home, 'log.json')
  const record = {
    eventVersion: '1.11',
    eventTime: '2026-05-01T00:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'us-east-1',
    eventID: 'a',
    eventType: 'AwsApiCall',
  }
  writeFileSync(log, JSON.stringify({ Records: [record] }))
  expect(await invoke('startImport', { paths: [log] })).toMatchObject({ ok: true, value: { state: 'running' } })
  const told = () => door.notices().flatMap((notice) => (notice.kind === 'job' ? notice.job.state : []))
  await vi.waitFor(() => expect(told()).toContain('done'), 20_000)
  expect(await invoke('count', { filter: { search: '', from: null, to: null } })).toEqual({
    ok: true,
    value: { events: 1 },
  })
})

it('tells the page that its engine was killed, and opens the case again', async () => {
  door.engines.at(-1)?.kill('SIGKILL')
  await vi.waitFor(() => expect(door.notices().map((notice) => notice.kind)).toContain('engine-down'), 10_000)
  expect(await invoke('caseInfo')).toMatchObject({ ok: false })
  const path = join(home, 'cases', 'leak.coldtrail')
  expect(await invoke('openCase', { path })).toMatchObject({ ok: true, value: { events: 1, readOnly: false } })
})

it('quits only after its engine has closed the case', async () => {
  const engine = door.engines.at(-1)
  electron.app.emit('will-quit', electron.preventable())
  await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalledOnce(), 20_000)
  expect(engine?.exitCode).toBe(0)
})
