import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What a sample has to come to, through whichever door. */
export interface Sample {
  readonly id: string
  /** Its files below the folder of all samples; a folder stands for all in it. */
  readonly files: readonly string[]
  /** How the worst of its objects may end. */
  readonly outcomes: readonly Outcome[]
  /** Records that are read, also those that the case has already. */
  readonly records: Range | null
  /** How many of them are different. */
  readonly distinct: number | null
  readonly bad: Range | null
}
export type Outcome = 'ok' | 'partial' | 'reject' | 'skip' | 'refuse'
export type Range = readonly [min: number, max: number]

const root = resolve(import.meta.dirname, '..', '..')
/** Where samples lie that are not part of the repository. */
const shared = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data')
const names = ['formats', 'security-lake-real']
export const areThere = names.every((name) => existsSync(join(shared, `${name}.tar.gz`)))

/** Puts all samples that there are into a folder: the repository's own fixtures, and those written down independently. */
export function unpackSamples(folder: string): readonly Sample[] {
  const own = ownSamples(folder)
  if (!areThere) return own
  for (const name of names) {
    mkdirSync(join(folder, name))
    execFileSync('tar', ['-xzf', join(shared, `${name}.tar.gz`), '-C', join(folder, name), '--strip-components=1'])
  }
  // Ways out of the folder, and in a circle, which no import may go.
  symlinkSync('/etc', join(folder, 'formats', 'local', 'tree', 'link-to-etc'))
  symlinkSync('..', join(folder, 'formats', 'local', 'tree', 'loop'))
  return [...own, ...writtenDown(folder), ...ofTheLake(folder)]
}

/** The fixtures of each format, with their rows in <name>.expected.json. */
function ownSamples(folder: string): readonly Sample[] {
  const from = join(root, 'test', 'fixtures')
  cpSync(from, join(folder, 'own'), { recursive: true, filter: (path) => !path.endsWith('.expected.json') })
  const states = { stored: 'ok', partial: 'partial' } as const
  return readdirSync(from).flatMap((format) =>
    readdirSync(join(folder, 'own', format)).map((name) => {
      const path = join(from, format, `${name.replace(/\..*$/, '')}.expected.json`)
      const { object, rows } = read(path) as {
        object: { state: keyof typeof states; format: string; records: number }
        rows: readonly unknown[]
      }
      const files = [`own/${format}/${name}`]
      // The rows of a mixed object are those of one of its formats.
      const count = object.format === 'mixed' ? object.records : rows.length
      const records = [count, count] as const
      return { id: `${format}/${name}`, files, outcomes: [states[object.state]], records, distinct: null, bad: null }
    }),
  )
}

interface Expected {
  readonly outcome?: Outcome
  readonly alsoAcceptable?: Outcome
  readonly events?: number | { readonly [of in 'min' | 'max' | 'records' | 'distinct' | 'findings']?: number }
  readonly rows?: number
  readonly badRecords?: number | { readonly min: number; readonly max: number }
}

type Written = { readonly [of in 'id' | 'group' | 'bucket' | 'key' | 'prefix' | 'file' | 'folder']?: string } & {
  readonly expected: Expected
}

/** These may be skipped, say the samples; here they are read, which they allow as well. */
const readAnyway: Readonly<Record<string, Outcome>> = { 'fh-error-output': 'ok', 'ct-aggregated': 'ok' }

function writtenDown(folder: string): readonly Sample[] {
  const { samples } = read(join(folder, 'formats', 'EXPECTED.json')) as { samples: readonly Written[] }
  const { objects } = read(join(folder, 'formats', 'MANIFEST.json')) as {
    objects: readonly { readonly bucket: string; readonly key: string; readonly file: string }[]
  }
  // Messages of queues are no objects; collections are tested with them.
  const toImport = samples.filter(({ group }) => group !== '1-sqs-messages')
  return toImport.map(({ id = '', bucket, key, prefix = '', file, folder: tree, expected }) => {
    const inBucket = objects.filter(
      (one) => one.bucket === bucket && (key === undefined || one.key === key) && one.key.startsWith(prefix),
    )
    const files = [file, tree, ...inBucket.map((one) => one.file)].flatMap((name) => (name ? [`formats/${name}`] : []))
    const { outcome, alsoAcceptable, events, rows, badRecords } = expected
    const outcomes = [readAnyway[id] ?? outcome, alsoAcceptable].flatMap((one) => (one ? [one] : []))
    return { id, files, outcomes, ...counted(events ?? rows), bad: rangeOf(badRecords) }
  })
}

function counted(events: Expected['events']): Pick<Sample, 'records' | 'distinct'> {
  if (typeof events !== 'object') return { records: rangeOf(events), distinct: null }
  const { min = 0, max = Number.POSITIVE_INFINITY, records, findings, distinct = null } = events
  // Where a record holds several findings those are the events; a record without any is one itself.
  if (findings !== undefined) return { records: [findings, findings + (records ?? 0)], distinct }
  return { records: rangeOf(records) ?? [min, max], distinct }
}

function rangeOf(count: number | { readonly min: number; readonly max: number } | undefined): Range | null {
  if (count === undefined) return null
  return typeof count === 'number' ? [count, count] : [count.min, count.max]
}

/** Parquet that Security Lake wrote itself. */
function ofTheLake(folder: string): readonly Sample[] {
  const { files } = read(join(folder, 'security-lake-real', 'EXPECTED.json')) as {
    files: readonly { readonly file: string; readonly n_rows: number }[]
  }
  return files.map(({ file, n_rows }) => ({
    id: file,
    files: [`security-lake-real/${file}`],
    outcomes: ['ok'],
    records: [n_rows, n_rows],
    distinct: null,
    bad: null,
  }))
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
