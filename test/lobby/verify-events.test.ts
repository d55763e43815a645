import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { Job } from '../../shared/job.ts'
import type { VerifyResult } from '../../shared/proof.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures')
/** Records of text, JSON, CSV, within envelopes and in answers. */
const formats = ['cloudtrail', 'cloudtrail-lake', 'vpc-flow', 'cloudwatch-logs', 'iam-authorization-details']
let folder = ''
let lobby: Lobby

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-events-'))
  process.env.COLDTRAIL_HOME = join(folder, 'home')
  lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  mkdirSync(logs())
  for (const [name, text] of Object.entries(files)) writeFileSync(join(logs(), name), text)
  await lobby.api.createCase({ path: small(), name: 'A' })
  await ended((await lobby.api.startImport({ paths: [logs()], inPlace: true })).id)
  await ended((await lobby.api.startRetry({ which: { states: ['partial', 'rejected'] } })).id)
  await left()
})
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

const logs = () => join(folder, 'logs')
const small = () => join(folder, 'small.coldtrail')

/** Closes the case, and waits until its engine has let go of it. */
async function left(path = small()): Promise<void> {
  await lobby.api.closeCase({})
  while (existsSync(join(path, 'case.lock'))) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Events with these ids, made in a way of writing of its own. */
function log(ids: readonly string[], sourceIPAddress: string, space = ''): string {
  const Records = ids.map((id) => ({
    ...{
      eventVersion: '1.11',
      eventTime: '2026-03-01T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'us-east-1',
    },
    ...{ eventName: 'ListBuckets', eventID: `event-${id}`, sourceIPAddress },
    requestParameters: space === '' ? { one: 1, two: 2 } : { two: 2, one: 1 },
  }))
  return JSON.stringify({ Records }, null, space)
}

/** The same events more than once: alike, in another way of writing, with another address, and beside what is no record. */
const files = {
  'first.json': log(['a', 'b', 'c'], '203.0.113.1'),
  'second.json': log(['c', 'd'], '203.0.113.1', ' '),
  'third.json': log(['d', 'a'], '203.0.113.2'),
  'broken.json': `${log(['e', 'f'], '203.0.113.1')}\n{"eventVersion"`,
  'same.json': log(['a', 'b', 'c'], '203.0.113.1'),
}

async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job && job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function verified(): Promise<VerifyResult> {
  const job = await ended((await lobby.api.startVerify({ events: true })).id)
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.result as VerifyResult
}

const sound = { altered: 0, missing: 0, invented: 0, ledger: 0 }

/** The small case after somebody who has no Coldtrail changed its database. */
async function tampered(statements: readonly string[]): Promise<string> {
  const path = mkdtempSync(join(folder, 'tampered-'))
  cpSync(small(), path, { recursive: true })
  const instance = await DuckDBInstance.create(join(path, 'case.duckdb'))
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
  return path
}

test('events of many formats are what the evidence says, however often they came', async () => {
  const path = join(folder, 'all.coldtrail')
  await lobby.api.createCase({ path, name: 'All' })
  await ended((await lobby.api.startImport({ paths: [...formats.map((id) => join(fixtures, id)), logs()] })).id)
  const { events, holds, unchecked } = await verified()
  expect(holds).toBe(true)
  expect(events).toMatchObject(sound)
  expect(events?.records).toBeGreaterThan(20)
  expect(unchecked.join()).not.toContain('events were counted')
  const [row] = (
    await lobby.api.sql({ sql: 'SELECT sum(events + duplicates), sum(duplicates), sum(conflicts) FROM object' })
  ).rows
  expect(events?.records).toBe(Number(row?.[0]))
  expect([Number(row?.[1]) > 0, Number(row?.[2]) > 0]).toEqual([true, true])
  await left(path)
})

test.each([
  [
    'what was edited, put in, or is told no more',
    [
      "UPDATE event SET source_ip = '198.51.100.66' WHERE id = 'event-b'",
      `UPDATE event SET request = '{"one":1,"two":3}' WHERE id = 'event-f'`,
      "INSERT INTO event SELECT * REPLACE (77 AS ordinal, 'event-z' AS id) FROM event WHERE id = 'event-b'",
      "DELETE FROM conflict WHERE id = 'event-d'",
    ],
    { ...sound, altered: 2, invented: 1, ledger: 1 },
    [
      /broken\.json altered: event 1 is not what its record says: Request/,
      /first\.json altered: event 1 is not what its record says: .*"198\.51\.100\.66", its record gives "203\.0\.113\.1"$/,
      /first\.json invented: the evidence holds no record 77/,
      /^event-d altered: 2 events have this id/,
    ],
  ],
  [
    'an event that was taken away with the ledger made to fit, a second copy, and an object that is told to be no log',
    [
      "DELETE FROM event WHERE id = 'event-b'",
      "UPDATE object SET events = events - 1 WHERE uri LIKE '%first.json'",
      "INSERT INTO event SELECT * FROM event WHERE id = 'event-e'",
      "DELETE FROM event WHERE object_id = (SELECT object_id FROM object WHERE uri LIKE '%second.json')",
      "UPDATE object SET state = 'rejected' WHERE uri LIKE '%second.json'",
    ],
    { ...sound, missing: 2, invented: 1, ledger: 3 },
    [
      /broken\.json invented: record 0 is one record/,
      /first\.json missing: record 1 has no event/,
      /second\.json missing: record 1 has no event/,
      /first\.json altered: the ledger tells of 2 records/,
      /second\.json missing: the ledger says rejected/,
      /^event-e altered: 2 events have this id/,
    ],
  ],
  [
    'an event that was taken away and is told to be another one once more',
    [
      "INSERT INTO event_origin SELECT a.object_id, a.ordinal, b.object_id, b.ordinal FROM event a, event b WHERE a.id = 'event-a' AND a.source_ip = '203.0.113.1' AND b.id = 'event-b'",
      "DELETE FROM event WHERE id = 'event-b'",
    ],
    { ...sound, altered: 1 },
    [/first\.json altered: record 1 is told to be event 0 of object \d+ once more, and says something else/],
  ],
])('%s is named, and nothing else', async (_what, statements, counts, named) => {
  const path = await tampered(statements)
  // Where nothing may be written it is compared just the same.
  await lobby.api.openCase({ path, readOnly: true })
  const { holds, events, problems } = await verified()
  await left(path)
  const said = problems
    .filter(({ what }) => what !== 'ledger' && what !== 'audit.jsonl')
    .map(({ what, reason }) => `${what} ${reason}`)
  expect({
    holds,
    events: events && Object.fromEntries(Object.keys(sound).map((name) => [name, events[name as keyof typeof sound]])),
  }).toEqual({ holds: false, events: counts })
  expect(said).toEqual(named.map((pattern) => expect.stringMatching(pattern)))
})
