import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { ImportResult } from '../../shared/case.ts'
import { dice, fixtures, mutant } from '../decode/mutate.ts'

/** Damaged logs through the whole of an import: worker threads, commit, ledger, evidence. */
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-fuzz-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

const sum = (numbers: Readonly<Record<string, number>>) => Object.values(numbers).reduce((total, one) => total + one, 0)

test('a folder of damaged logs is imported, every object has a state and a reason, and the counts add up', async () => {
  const roll = dice(20250305)
  const logs = fixtures()
  const input = join(folder, 'input')
  mkdirSync(input)
  const written = new Map<string, string>()
  for (const { name, bytes } of logs) {
    for (let i = 0; i < 3; i++) {
      const other = logs[roll(logs.length)] as (typeof logs)[number]
      const mutated = i === 0 ? bytes : mutant(bytes, other.bytes, roll)
      writeFileSync(join(input, `${written.size}-${i}-${name}`), mutated)
      written.set(`${written.size}-${i}-${name}`, createHash('sha256').update(mutated).digest('hex'))
    }
  }
  const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  const path = join(folder, 'fuzz.coldtrail')
  await lobby.api.createCase({ path, name: 'fuzz' })
  const result = await imported(lobby, input)
  const { rows } = await lobby.api.sql({
    sql: `SELECT uri, parent, state, reason, sha256, events, (SELECT count(*)::INTEGER FROM event e WHERE e.object_id = object.object_id), bad_records, (SELECT count(*)::INTEGER FROM bad_record b WHERE b.object_id = object.object_id) FROM object`,
  })
  const overview = await lobby.api.overview({})
  await lobby.close()

  const files = rows.filter(([, parent]) => parent === null)
  const byName = new Map(files.map(([uri, , , , sha256]) => [String(uri).split('/').at(-1), sha256]))
  expect([...written].filter(([name, sha256]) => byName.get(encodeURIComponent(name)) !== sha256)).toEqual([])
  expect(files).toHaveLength(written.size)
  expect(sum(result.objects)).toBe(rows.length)
  expect(rows.filter(([, , state, reason]) => (state === 'stored') !== (reason === null))).toEqual([])
  expect(rows.filter(([, , , , , events, counted]) => events !== counted)).toEqual([])
  expect(rows.filter(([, , , , , , , bad, listed]) => Math.min(Number(bad), 100) > Number(listed))).toEqual([])
  expect(overview.events).toBe(rows.reduce((total, [, , , , , events]) => total + Number(events), 0))
  expect(overview.events).toBeGreaterThan(100)
  // What was there is as it was, and nothing else came.
  for (const [name, sha256] of written)
    expect(
      createHash('sha256')
        .update(readFileSync(join(input, name)))
        .digest('hex'),
    ).toBe(sha256)
  expect(
    readdirSync(folder)
      .filter((name) => name !== 'home')
      .sort(),
  ).toEqual(['fuzz.coldtrail', 'input'])
  const usual = /^(?:audit\.jsonl|case\.(?:duckdb|duckdb\.wal|json|lock|sock)|left\.json|evidence|tmp)$/
  expect(readdirSync(path).filter((name) => !usual.test(name))).toEqual([])
}, 120_000)

async function imported(lobby: Lobby, path: string): Promise<ImportResult> {
  const { id } = await lobby.api.startImport({ paths: [path] })
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return job.result as ImportResult
    if (job?.state !== 'running') throw new Error(job?.error?.message)
    await new Promise((done) => setTimeout(done, 20))
  }
}
