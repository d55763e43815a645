import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { Job } from '../../shared/job.ts'
import type { VerifyResult } from '../../shared/proof.ts'
import { keyList, trail } from '../proof/trail.ts'

let folder = ''
let lobby: Lobby

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-verify-'))
  process.env.COLDTRAIL_HOME = join(folder, 'home')
  lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  await lobby.api.createCase({ path: join(folder, 'a.coldtrail'), name: 'A' })
})
afterEach(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job && job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function verified(): Promise<VerifyResult> {
  const job = await ended((await lobby.api.startVerify({})).id)
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.result as VerifyResult
}

/** A trail as it lies in a copied bucket, and the list of public keys; `change` may forge before it is written. */
async function imported(change: (pieces: ReturnType<typeof trail>) => void = () => {}): Promise<void> {
  const pieces = trail({ hours: 3 })
  change(pieces)
  for (const { uri, content } of [...pieces.digests, ...pieces.logs]) {
    const path = join(folder, 'copy', uri.slice('s3://'.length))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, gzipSync(content))
  }
  writeFileSync(join(folder, 'copy', 'list-public-keys.json'), keyList)
  await ended((await lobby.api.startImport({ paths: [join(folder, 'copy')] })).id)
}

/** A log that nothing but its content says to be CloudTrail's. */
function logOf(eventID: string): string {
  const record = { eventVersion: '1.11', eventTime: '2024-01-15T10:00:00Z', eventSource: 's3.amazonaws.com' }
  return JSON.stringify({ Records: [{ ...record, eventName: 'ListBuckets', eventID }] })
}

async function integrity(): Promise<Record<string, number>> {
  const { rows } = await lobby.api.sql({
    sql: "SELECT split_part(coalesce(integrity, 'none'), ':', 1) AS verdict, count(*) AS objects FROM object GROUP BY ALL",
  })
  return Object.fromEntries(rows.map(([verdict, objects]) => [verdict, Number(objects)]))
}

describe('a verification', () => {
  test('holds for what was imported, and seals each log in the ledger', async () => {
    await imported()
    const result = await verified()
    expect(result).toMatchObject({
      holds: true,
      evidence: { files: 10, altered: 0, missing: 0, unreadable: 0 },
      ledger: { objects: 10, events: 6, problems: [] },
      audit: { torn: 0, problems: [] },
      cloudtrail: { digests: { valid: 2, unverifiable: 1 }, logs: { valid: 4, unverifiable: 2 }, keys: 1 },
      problems: [],
    })
    expect(await integrity()).toEqual({ none: 1, sealed: 6, unverifiable: 3 })
  })

  test('finds a log that was forged before it was collected, and keeps saying so after it is run again', async () => {
    await imported(({ logs }) => {
      const [log] = logs
      if (log) log.content = Buffer.from('{"Records":[{"eventID":"forged"}]}')
    })
    await verified()
    const { cloudtrail, problems, holds } = await verified()
    expect(holds).toBe(true)
    expect(cloudtrail.logs).toMatchObject({ valid: 3, altered: 1, unverifiable: 2 })
    expect(problems).toMatchObject([{ reason: expect.stringContaining('altered') }])
    expect(await integrity()).toEqual({ altered: 1, none: 1, sealed: 5, unverifiable: 3 })
    const { total, verdicts, rows } = await lobby.api.seals({ verdict: 'altered', offset: 0, limit: 10 })
    expect({ total, verdicts }).toEqual({ total: 1, verdicts: { sealed: 5, altered: 1, unverifiable: 3 } })
    expect(rows).toMatchObject([{ kind: 'log', objectId: expect.any(Number) }])
    expect(await lobby.api.objects({ proof: 'altered', offset: 0, limit: 10 })).toMatchObject({
      total: 1,
      rows: [{ object_id: rows[0]?.objectId }],
    })
  })

  test('is kept, finds events by what proves them, and says of what it knows nothing', async () => {
    expect(await lobby.api.verification({})).toBeNull()
    await imported()
    writeFileSync(join(folder, 'other.json'), logOf('of no digest'))
    await ended((await lobby.api.startImport({ paths: [join(folder, 'other.json')] })).id)
    const result = await verified()
    expect(result.unchecked).toEqual([
      expect.stringContaining('1 digest could not be verified'),
      expect.stringContaining('2 log files are not proved'),
      expect.stringContaining('1 object of kinds that AWS does not sign (cloudtrail)'),
      expect.stringContaining('events were counted'),
    ])
    expect(await lobby.api.verification({})).toEqual({
      at: expect.stringMatching(/^\d{4}-/),
      by: expect.stringContaining('@'),
      result,
      newer: 0,
    })
    const found = async (search: string) => (await lobby.api.count({ filter: { search, from: null, to: null } })).events
    expect([
      await found('proof:sealed'),
      await found('-proof:sealed'),
      await found('proof:none'),
      await found('proof:altered'),
    ]).toEqual([4, 3, 1, 0])
    writeFileSync(join(folder, 'late.json'), logOf('later'))
    await ended((await lobby.api.startImport({ paths: [join(folder, 'late.json')] })).id)
    expect(await lobby.api.verification({})).toMatchObject({ newer: 1 })
  })

  test('finds evidence that was altered and evidence that was deleted', async () => {
    await imported()
    const files = readdirSync(join(folder, 'a.coldtrail', 'evidence'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
    const [altered = '', deleted = ''] = files
    chmodSync(altered, 0o600)
    writeFileSync(altered, 'other bytes')
    rmSync(deleted)
    const result = await verified()
    expect(result).toMatchObject({ holds: false, evidence: { files: 10, altered: 1, missing: 1 } })
    expect(result.problems).toEqual(
      expect.arrayContaining([
        { what: altered, reason: expect.stringContaining('altered') },
        { what: deleted, reason: expect.stringContaining('missing') },
      ]),
    )
    const { rows } = await lobby.api.seals({ kind: 'evidence', offset: 0, limit: 10 })
    expect(rows.map(({ verdict }) => verdict)).toEqual(['altered', 'missing'])
    const { rows: objects } = await lobby.api.sql({
      sql: "SELECT count(*) FROM object WHERE starts_with(integrity, 'altered') OR starts_with(integrity, 'missing')",
    })
    expect(Number(objects[0]?.[0])).toBe(2)
  })
})
