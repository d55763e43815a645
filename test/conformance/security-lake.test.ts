import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { ImportResult } from '../../shared/case.ts'
import { decodeFile, type Row } from '../decode/decoding.ts'
import { afterwards, parquetRows } from '../decode/parquet-rows.ts'

/**
 * Security Lake's parquet whose truth was written down independently, and parquet that Security Lake wrote itself. They
 * are not part of the repository: looked for in $COLDTRAIL_SHARED, else beside the repository.
 */
const root = resolve(import.meta.dirname, '..', '..')
const data = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data')
const archives = ['formats', 'security-lake-real']
const isThere = archives.every((name) => existsSync(join(data, `${name}.tar.gz`)))
if (!isThere) console.warn(`skipped: no Security Lake samples, ${data} does not hold them`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-lake-'))
if (isThere) {
  for (const name of archives) {
    execFileSync('mkdir', ['-p', join(folder, name)])
    execFileSync('tar', ['-xzf', join(data, `${name}.tar.gz`), '-C', join(folder, name), '--strip-components=1'])
  }
}
process.env.COLDTRAIL_HOME = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

interface Sample {
  readonly id: string
  readonly group: string
  readonly bucket: string
  readonly key: string
  readonly expected: {
    readonly outcome: 'ok' | 'partial' | 'reject' | 'skip'
    readonly events: number | { readonly min: number; readonly max: number }
    readonly ocsfVersion?: string | null
    readonly classUids?: readonly number[]
    readonly maxBytes?: string
  }
}
const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
const samples: readonly Sample[] = isThere
  ? json('formats/EXPECTED.json').samples.filter(({ group }: Sample) => group === '1-security-lake')
  : []
const manifest: readonly { bucket: string; key: string; file: string }[] = isThere
  ? json('formats/MANIFEST.json').objects
  : []
const real: readonly { file: string; n_rows: number; class_uid?: number; v?: string; product?: string; t?: string }[] =
  isThere ? json('security-lake-real/EXPECTED.json').files : []

const states = { ok: 'stored', partial: 'partial', reject: 'rejected', skip: 'skipped' } as const

describe.skipIf(!isThere)('samples of Security Lake', () => {
  test.each(samples.map((sample) => [sample.id, sample] as const))('%s', async (_, { bucket, key, expected }) => {
    const object = manifest.find((each) => each.bucket === bucket && each.key === key)
    const { object: decoded, rows } = await read(join('formats', object?.file ?? ''), `s3://${bucket}/${key}`)
    expect(decoded?.state).toBe(states[expected.outcome])
    if (decoded?.state !== 'stored') expect(decoded?.reason).toBeTruthy()
    const { min, max } =
      typeof expected.events === 'number' ? { min: expected.events, max: expected.events } : expected.events
    expect(rows.length).toBeGreaterThanOrEqual(min)
    expect(rows.length).toBeLessThanOrEqual(max)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const extras = rows.map(({ extra }) => JSON.parse(String(extra)))
    if (expected.classUids)
      expect([...new Set(extras.map(({ class_uid }) => class_uid))]).toEqual([...expected.classUids])
    if (expected.ocsfVersion && rows.length > 0)
      expect(new Set(extras.map(({ metadata }) => metadata.version))).toEqual(new Set([expected.ocsfVersion]))
    if (expected.ocsfVersion) expect(rows.filter(({ time, account }) => time === null || account === null)).toEqual([])
    if (expected.maxBytes !== undefined)
      expect(rows.filter(({ extra }) => String(extra).includes(`"bytes":${expected.maxBytes}`))).toHaveLength(1)
  })

  test.each(real.map((each) => [each.file, each] as const))('%s, written by Security Lake', async (file, wanted) => {
    const { object, rows } = await read(join('security-lake-real', file), `file:///${file}`)
    expect([object?.state, object?.reason, Object.keys(object?.unmapped ?? {})]).toEqual(['stored', null, []])
    expect(rows).toHaveLength(wanted.n_rows)
    for (const row of rows) {
      expect(row.account).toMatch(/^\d{12,13}$/)
      if (wanted.t !== undefined) expect(Date.parse(String(row.time))).toBe(Number(wanted.t))
      const extra = JSON.parse(String(row.extra))
      if (wanted.class_uid !== undefined)
        expect([extra.class_uid, extra.metadata.version, extra.metadata.product.name]).toEqual([
          wanted.class_uid,
          wanted.v,
          wanted.product,
        ])
    }
  })

  test.each([true, false])(
    'a whole case holds all of it (in place: %s)',
    async (inPlace) => {
      const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
      await lobby.api.createCase({ path: join(folder, `whole-${inPlace}.coldtrail`), name: 'lake' })
      const bucket = join(folder, 'formats', 's3', samples[0]?.bucket ?? '')
      const paths = [bucket, join(folder, 'security-lake-real')]
      const { id } = await lobby.api.startImport({ paths, inPlace })
      const result = await finished(lobby, id)
      const rows = async (sql: string) => (await lobby.api.sql({ sql })).rows
      const wanted = samples.reduce(
        (sum, { expected: { events } }) => sum + (typeof events === 'number' ? events : events.max),
        0,
      )
      const ofReal = real.reduce((sum, { n_rows }) => sum + n_rows, 0)
      expect(result.events.stored + result.events.duplicate).toBe(wanted + ofReal)
      expect([result.events.conflicts, result.events.bad, result.objects.partial]).toEqual([0, 0, 1])
      expect(await rows(`SELECT count(*)::INTEGER, count(DISTINCT object_id)::INTEGER FROM lake`)).toEqual([
        [
          wanted + ofReal,
          (
            await rows(
              'SELECT count(*)::INTEGER FROM lake_file JOIN object USING (object_id) WHERE events + duplicates > 0',
            )
          )[0]?.[0],
        ],
      ])
      expect(await rows(`SELECT max(traffic.bytes) FROM lake`)).toEqual([['9007199254740993']])
      expect(
        await rows(
          `SELECT count(*)::INTEGER FROM event JOIN lake USING (object_id, ordinal) WHERE event.id <> lake.metadata.uid AND event.format = 'cloudtrail'`,
        ),
      ).toEqual([[0]])
      const [at] = await rows(
        `SELECT object_id, ordinal, id FROM event WHERE format = 'cloudtrail' ORDER BY ALL LIMIT 1`,
      )
      const detail = await lobby.api.event({ object_id: Number(at?.[0]), ordinal: Number(at?.[1]) })
      expect([detail.rawIs, detail.rawProblem]).toEqual(['row', null])
      expect(JSON.parse(detail.raw ?? '').metadata.uid).toBe(at?.[2])
      expect(
        (await lobby.api.schema({})).find(({ table }) => table === 'lake')?.columns.map(({ name }) => name),
      ).toEqual(expect.arrayContaining(['object_id', 'ordinal', 'metadata', 'actor', 'unmapped', 'srcaddr']))
      await lobby.close()
    },
    60_000,
  )
})

async function read(
  path: string,
  uri: string,
): Promise<{ object: ReturnType<typeof afterwards>[number] | undefined; rows: readonly Row[] }> {
  const result = await decodeFile(join(folder, path), uri)
  const { rows, found } = await parquetRows(result)
  return { object: afterwards(result, found)[0], rows }
}

async function finished(lobby: Lobby, id: string): Promise<ImportResult> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return job.result as ImportResult
    if (job?.state !== 'running') throw new Error(job?.error?.message)
    await new Promise((done) => setTimeout(done, 20))
  }
}
