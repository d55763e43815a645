import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readRecord } from '../../main/decode/read-record.ts'
import { decodeFile, type Result, type Row, rowsOf } from './decoding.ts'

/**
 * Samples whose truth was written down independently of this program. They are not part of the repository: the archive
 * is looked for in $COLDTRAIL_SHARED, else beside the repository.
 */
interface Sample {
  readonly id: string
  readonly group: string
  readonly bucket?: string
  readonly key?: string
  readonly prefix?: string
  readonly file?: string
  readonly folder?: string
  readonly expected: {
    readonly outcome: Verdict
    readonly alsoAcceptable?: Verdict
    readonly events?:
      | number
      | {
          readonly min?: number
          readonly max?: number
          readonly records?: number
          readonly distinct?: number
          readonly findings?: number
        }
    readonly rows?: number
    readonly badRecords?: number | { readonly min: number; readonly max: number }
    readonly nullTime?: number
    readonly times?: readonly { readonly in: string; readonly utc: string }[]
    readonly rawMustContain?: readonly string[]
    readonly strings?: readonly string[]
    readonly eventNameLastWins?: string
  }
}
type Verdict = 'ok' | 'partial' | 'reject' | 'skip' | 'refuse'

const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'formats.tar.gz')
const isThere = existsSync(archive)
const folder = isThere ? mkdtempSync(join(tmpdir(), 'coldtrail-formats-')) : ''
if (isThere) execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
else console.warn(`no conformance samples: ${archive} is not there`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const samples = isThere ? (json('EXPECTED.json') as { samples: readonly Sample[] }).samples : []
const manifest = isThere
  ? (json('MANIFEST.json') as { objects: readonly { bucket: string; key: string; file: string }[] }).objects
  : []
const groups = /^(?:2-firehose|3-guardduty-native|4-cloudtrail|5-hostile|6-other-services)/
const ours = samples.filter(({ group }) => groups.test(group))

/** These may be skipped, say the samples; here they are read, which they allow as well. */
const readAnyway: Readonly<Record<string, Verdict>> = { 'fh-error-output': 'ok', 'ct-aggregated': 'ok' }

describe.skipIf(!isThere)('samples', () => {
  test.each(ours.map((sample) => [sample.id, sample] as const))(
    '%s',
    async (id, sample) => {
      const results = await Promise.all(objectsOf(sample).map(({ path, uri }) => decodeFile(path, uri)))
      const rows = (
        await Promise.all(
          results.flatMap((result) =>
            Object.keys(result.lines).map((format) =>
              rowsOf(result, format, ['id', 'format', 'time', 'action', 'actor_name', 'request', 'flags']),
            ),
          ),
        )
      ).flat()
      const wanted = sample.expected
      expect(results.length).toBeGreaterThan(0)
      expect([readAnyway[id] ?? wanted.outcome, wanted.alsoAcceptable]).toContain(verdictOf(results))
      checkEvents(wanted, rows)
      if (wanted.rows !== undefined) expect(rows).toHaveLength(wanted.rows)
      if (wanted.badRecords !== undefined) {
        const bad = results.flatMap((result) => result.objects).reduce((sum, { badCount }) => sum + badCount, 0)
        const { min, max } =
          typeof wanted.badRecords === 'number' ? { min: wanted.badRecords, max: wanted.badRecords } : wanted.badRecords
        expect(bad).toBeGreaterThanOrEqual(min)
        expect(bad).toBeLessThanOrEqual(max)
      }
      if (wanted.nullTime !== undefined)
        expect(rows.filter(({ time }) => time === null).map(({ flags }) => flags)).toHaveLength(wanted.nullTime)
      if (wanted.times !== undefined)
        expect(rows.map(({ time }, i) => timeIsRight(time, wanted.times?.[i]?.utc ?? ''))).toEqual(rows.map(() => true))
      if (wanted.eventNameLastWins !== undefined)
        expect(rows[0]).toMatchObject({ action: wanted.eventNameLastWins, flags: 'duplicate-keys' })
      for (const text of wanted.strings ?? []) expect(rows.some((row) => Object.values(row).includes(text))).toBe(true)
      if (wanted.rawMustContain !== undefined) {
        const raw = (await readRecord(objectsOf(sample)[0]?.path ?? '', null, 0))?.toString() ?? ''
        for (const text of wanted.rawMustContain) {
          expect(raw).toContain(text)
          expect(rows[0]?.request).toContain(text)
        }
      }
    },
    60_000,
  )
})

function objectsOf({ bucket, key, prefix, file, folder: tree }: Sample): { path: string; uri: string }[] {
  const local = (name: string) => ({ path: join(folder, name), uri: `file:///${name}` })
  if (file !== undefined) return [local(file)]
  if (tree !== undefined) {
    const list = execFileSync('find', [join(folder, tree), '-type', 'f'], { encoding: 'utf8' })
    return list
      .trim()
      .split('\n')
      .map((path) => local(path.slice(folder.length + 1)))
  }
  return manifest
    .filter(
      (object) =>
        object.bucket === bucket && (key === undefined || object.key === key) && object.key.startsWith(prefix ?? ''),
    )
    .map((object) => ({ path: join(folder, object.file), uri: `s3://${object.bucket}/${object.key}` }))
}

/** The worst of what happened to the objects, in the words of the samples; files that are no logs may be skipped anywhere. */
function verdictOf(results: readonly Result[]): Verdict {
  const objects = results.flatMap((result) => result.objects)
  if (objects.some(({ state }) => state === 'partial')) return 'partial'
  const rejected = objects.find(({ state }) => state === 'rejected')
  if (rejected !== undefined) return rejected.reason?.startsWith('refused') ? 'refuse' : 'reject'
  return objects.every(({ state }) => state === 'skipped') ? 'skip' : 'ok'
}

function checkEvents({ events }: Sample['expected'], rows: readonly Row[]): void {
  const distinct = new Set(rows.map(({ id }) => id)).size
  if (events === undefined) return
  if (typeof events === 'number') expect(distinct).toBe(events)
  else if (events.findings !== undefined) {
    expect(rows.filter(({ format }) => format === 'securityhub').length).toBe(events.findings)
  } else {
    expect(rows.length).toBe(events.records ?? rows.length)
    expect(distinct).toBe(events.distinct ?? distinct)
    expect(distinct).toBeGreaterThanOrEqual(events.min ?? 0)
    expect(distinct).toBeLessThanOrEqual(events.max ?? Number.POSITIVE_INFINITY)
  }
}

/** `utc` is "null", a time, or a sentence that allows some of them. */
function timeIsRight(time: unknown, utc: string): boolean {
  const mayBeNull = /null|never/.test(utc)
  if (time === null) return mayBeNull
  const iso = `${String(time).replace(' ', 'T')}`
  return utc.includes(iso.slice(0, 19)) || utc.startsWith('valid')
}
