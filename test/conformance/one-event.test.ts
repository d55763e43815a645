import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import { event, records } from '../decode/decoding.ts'

/** The same event by several ways is one event in the case. */
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-one-event-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

const call = event({ requestParameters: { userName: 'eve' }, eventName: 'CreateUser' })
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const columns = 'eventID,eventTime,eventName,sourceIPAddress,userIdentity'
const row = (name: string) =>
  `${call.eventID},2025-03-04 05:06:07.000,${name},198.51.100.9,"{type=IAMUser, arn=arn:aws:iam::123456789012:user/ana}"`
const audit = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'eks-audit', 'export.txt'), 'utf8')
const logged = audit.split('\n')[0]?.replace(/^\S+ /, '') ?? ''
const subscription = (message: string) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/aws/eks/shop/cluster',
    logStream: 'kube-apiserver-audit-1',
    subscriptionFilters: ['f'],
    logEvents: [{ id: '1', timestamp: 1, message }],
  })

let cases = 0
async function importing(...logs: readonly string[]) {
  const name = `${++cases}`
  mkdirSync(join(folder, name))
  const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  await lobby.api.createCase({ path: join(folder, `${name}.coldtrail`), name })
  for (const [i, log] of logs.entries()) {
    const path = join(folder, name, `${i}.log`)
    writeFileSync(path, log)
    const { id } = await lobby.api.startImport({ paths: [path] })
    while ((await lobby.api.jobs({})).find((one) => one.id === id)?.state === 'running')
      await new Promise((done) => setTimeout(done, 10))
  }
  const { events, duplicates, conflicts } = await lobby.api.overview({})
  const { rows } = await lobby.api.sql({ sql: 'SELECT fidelity, account FROM event ORDER BY ALL' })
  await lobby.close()
  return { events, duplicates, conflicts, rows }
}

const trail = records(call)
const whole = `eventID,eventJson\n${call.eventID},${quoted(JSON.stringify(call))}\n`
const selected = `${columns}\n${row('CreateUser')}\n`
const once = (copies: number) => ({ events: 1, duplicates: copies, conflicts: 0, rows: [['full', '123456789012']] })

test.each([
  ['a trail and a query of whole events', [trail, whole], once(1)],
  ['a trail and a query of some columns', [trail, selected], once(1)],
  ['a query of some columns and, later, a trail', [selected, trail], once(1)],
  ['a subscription and a log export', [subscription(logged), logged], once(1)],
  ['a log export and, later, a subscription', [logged, subscription(logged)], once(1)],
])('an event from %s is one event', async (_what, logs, expected) => {
  expect(await importing(...logs)).toEqual(expected)
})

test.each([
  ['another call', [trail, `${columns}\n${row('DeleteUser')}\n`]],
  [
    'another principal in a log export',
    [subscription(logged), logged.replace(/"username":"[^"]+"/, '"username":"mallory"')],
  ],
  [
    'another annotation in a log export',
    [subscription(logged), logged.replace(/"annotations":\{/, '"annotations":{"forged":"yes",')],
  ],
])('a copy that tells of %s contradicts it', async (_what, logs) => {
  expect(logs[0]).not.toBe(logs[1])
  expect(await importing(...logs)).toMatchObject({ events: 2, conflicts: 1 })
})
