import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { ImportResult } from '../../shared/case.ts'

/**
 * Samples whose truth was written down independently, imported into a real case by the real engine. They are not part of
 * the repository: looked for in $COLDTRAIL_SHARED, else beside the repository.
 */
const root = resolve(import.meta.dirname, '..', '..')
const data = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data')
const isThere = existsSync(join(data, 'formats.tar.gz'))
if (!isThere) console.warn(`skipped: no conformance samples, ${data} is not there`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-conformance-'))
const unpack = (name: string) => {
  execFileSync('mkdir', ['-p', join(folder, name)])
  execFileSync('tar', ['-xzf', join(data, `${name}.tar.gz`), '-C', join(folder, name), '--strip-components=1'])
}
if (isThere) for (const name of ['formats', 'cloudtrail']) unpack(name)
process.env.COLDTRAIL_HOME = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

interface Sample {
  readonly id: string
  readonly group: string
  readonly bucket?: string
  readonly key?: string
  readonly prefix?: string
  readonly expected: { readonly events: number | { readonly records: number; readonly distinct: number } }
}
const samples: readonly Sample[] = isThere
  ? JSON.parse(readFileSync(join(folder, 'formats', 'EXPECTED.json'), 'utf8')).samples
  : []
/** Whole buckets of CloudTrail whose number of events is exact. */
const buckets = samples.filter(
  ({ group, bucket, key, expected }) =>
    group === '4-cloudtrail-integrity' &&
    bucket !== undefined &&
    key === undefined &&
    (typeof expected.events === 'number' || 'distinct' in expected.events),
)

let cases = 0
async function imported(path: string): Promise<{ lobby: Lobby; result: ImportResult }> {
  const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  await lobby.api.createCase({ path: join(folder, `${++cases}.coldtrail`), name: 'conformance' })
  const { id } = await lobby.api.startImport({ paths: [path] })
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return { lobby, result: job.result as ImportResult }
    if (job?.state !== 'running') throw new Error(job?.error?.message)
    await new Promise((done) => setTimeout(done, 20))
  }
}

const sum = (numbers: Readonly<Record<string, number>>) => Object.values(numbers).reduce((total, one) => total + one, 0)

describe.skipIf(!isThere)('a case of samples', () => {
  test.each(buckets.map((sample) => [sample.id, sample] as const))('%s holds each event once', async (_id, sample) => {
    const { events } = sample.expected
    const wanted = typeof events === 'number' ? { records: events, distinct: events } : events
    const { lobby, result } = await imported(join(folder, 'formats', 's3', sample.bucket ?? ''))
    const overview = await lobby.api.overview({})
    await lobby.close()
    expect([overview.events, overview.events + overview.duplicates, overview.conflicts]).toEqual([
      wanted.distinct,
      wanted.records,
      0,
    ])
    expect(sum(overview.objects)).toBe(sum(result.objects))
  })

  test('the hostile bucket costs none of its good objects, and every object has a state and a reason', async () => {
    const { lobby, result } = await imported(join(folder, 'formats', 's3', 'hostile'))
    const { rows } = await lobby.api.sql({
      sql: `SELECT uri, state, reason, events, duplicates FROM object ORDER BY uri`,
    })
    const overview = await lobby.api.overview({})
    await lobby.close()
    const of = (name: string) => rows.find(([uri]) => String(uri).endsWith(name))
    expect(sum(result.objects)).toBe(rows.length)
    expect(rows.filter(([, state, reason]) => state !== 'stored' && !reason)).toEqual([])
    expect(of('_bombjson.json.gz')?.slice(1)).toEqual(['stored', null, 1, 199_999])
    expect(of('_html.json.gz')?.[1]).toBe('rejected')
    expect(of('_h-record-20MB.json.gz')?.slice(1, 4)).toEqual(['stored', null, 2])
    expect(of('_h-html-injection.json.gz')?.slice(1, 4)).toEqual(['stored', null, 28])
    expect(overview.events).toBe(rows.reduce((total, [, , , events]) => total + Number(events), 0))
  }, 120_000)

  test('keys that are hostile as paths arrive each once, under names of ours', async () => {
    const { lobby } = await imported(join(folder, 'formats', 's3', 'hostile-keys'))
    const { rows } = await lobby.api.sql({
      sql: `SELECT count(*)::INTEGER, count(DISTINCT request->>'$.userName')::INTEGER FROM event`,
    })
    await lobby.close()
    expect(rows[0]?.[0]).toBe(rows[0]?.[1])
    expect(rows[0]?.[0]).toBeGreaterThan(0)
  })

  test('a real attack simulation is read whole', async () => {
    const { lobby, result } = await imported(join(folder, 'cloudtrail', 'invictus'))
    const overview = await lobby.api.overview({})
    await lobby.close()
    expect([overview.events, result.objects.rejected, result.objects.partial, overview.conflicts]).toEqual([
      2900, 0, 0, 0,
    ])
  })
})
