import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { collectingHandlers } from '../../main/collecting.ts'
import { Jobs } from '../../main/jobs.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import type { Notice } from '../../shared/api.ts'
import type { CollectionPlan, CollectionResult } from '../../shared/collection.ts'
import type { Job } from '../../shared/job.ts'
import { Source, type SourceInput } from '../../shared/source.ts'
import type { FakeAws, Keys, PolicyDocument } from '../fake-aws/contract.ts'
import { startFakeAws } from '../fake-aws/index.ts'

type Part<T> = T extends unknown ? Partial<T> : never

/** A new case beside an AWS of this machine, and the engine's own answers about collecting. */
export async function collecting() {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-collecting-'))
  const aws = await startFakeAws()
  const path = join(folder, 'a.coldtrail')
  const lock = { token: 't', socket: 's' }
  let file = await CaseFile.create(path, { name: 'a', version: 'test', lock })
  const notices: Notice[] = []
  const listeners = new Set<(notice: Notice) => void>()
  const tell = (notice: Notice) => {
    notices.push(notice)
    for (const listener of listeners) listener(notice)
  }
  const engine = () => {
    const jobs = new Jobs((job) => tell({ kind: 'job', job }))
    return {
      jobs,
      api: collectingHandlers(
        file,
        jobs,
        tell,
        () => {},
        () => {},
      ),
    }
  }
  let { jobs, api } = engine()
  const signal = new AbortController().signal
  const ended = async ({ id }: Job): Promise<Job> => {
    for (;;) {
      const job = jobs.list().find((one) => one.id === id)
      if (job && job.state !== 'running') return job
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    aws,
    path,
    notices,
    get file() {
      return file
    },
    get api() {
      return api
    },
    get jobs() {
      return jobs
    },
    signal,
    ended,
    onNotice: (listener: (notice: Notice) => void) => void listeners.add(listener),
    /** A user's keys become those of the environment. */
    signIn(keys: Keys): void {
      process.env.AWS_ACCESS_KEY_ID = keys.accessKeyId
      process.env.AWS_SECRET_ACCESS_KEY = keys.secretAccessKey
      delete process.env.AWS_SESSION_TOKEN
    },
    /** A source at this AWS, with the keys of the environment unless said otherwise. */
    source(input: Part<SourceInput> & Pick<SourceInput, 'kind'>): Source {
      const { access, ...rest } = input
      return Source.parse({
        name: 'the source',
        ...rest,
        access: {
          credentials: { kind: 'environment' },
          region: 'us-east-1',
          endpoint: aws.url,
          stsEndpoint: aws.url,
          serviceEndpoint: aws.url,
          pathStyle: true,
          ...access,
        },
      })
    },
    async collect(...sources: Source[]): Promise<CollectionResult> {
      const job = await ended(await api.startCollection({ sources, confirmDelete: true }, signal))
      if (job.error) throw new Error(`${job.error.code}: ${job.error.message}`)
      return job.result as CollectionResult
    },
    async plan(...sources: Source[]): Promise<CollectionPlan> {
      const job = await ended(await api.planCollection({ sources, confirmDelete: false }, signal))
      if (job.error) throw new Error(`${job.error.code}: ${job.error.message}`)
      return job.result as CollectionPlan
    },
    async reopen(): Promise<void> {
      await jobs.close()
      await file.close()
      file = await CaseFile.open(path, { readOnly: false, version: 'test', lock })
      ;({ jobs, api } = engine())
    },
    async ids(): Promise<readonly string[]> {
      const rows = await file.db.all<{ id: string }>('SELECT id FROM event ORDER BY id')
      return rows.map(({ id }) => id)
    },
    async objects(): Promise<
      readonly { uri: string; state: string; reason: string | null; metadata: string | null }[]
    > {
      return file.db.all('SELECT uri, state, reason, metadata FROM object ORDER BY object_id')
    },
    /** Everything that the case holds as text: the audit log, case.json, the ledger, the sources. */
    async texts(): Promise<string> {
      const tables = ['object', 'source', 'collected', 'import', 'event']
      const rows = await Promise.all(tables.map((table) => file.db.all(`SELECT * FROM ${table}`)))
      const files = readdirSync(path).filter((name) => /\.json(l)?$/.test(name))
      return [...files.map((name) => readFileSync(join(path, name), 'utf8')), JSON.stringify(rows)].join('\n')
    },
    get audit(): readonly { action: string; details: Record<string, unknown> }[] {
      const lines = readFileSync(join(path, 'audit.jsonl'), 'utf8').trim().split('\n')
      return lines.map((line) => JSON.parse(line))
    },
    async close(): Promise<void> {
      await jobs.close()
      await file.close()
      await aws.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
export type Collecting = Awaited<ReturnType<typeof collecting>>

export interface TrailFile {
  readonly id: string
  readonly account?: string
  readonly region?: string
  /** YYYY-MM-DD */
  readonly day?: string
  readonly organization?: string
  readonly name?: string
}

export function trailKey({
  id,
  account = '111122223333',
  region = 'us-east-1',
  day = '2026-01-15',
  ...more
}: TrailFile): string {
  const folder = `AWSLogs/${more.organization ? `${more.organization}/` : ''}${account}/CloudTrail/${region}`
  const name = more.name ?? id.padStart(16, 'A')
  return `${folder}/${day.replaceAll('-', '/')}/${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T0005Z_${name}.json.gz`
}

/** A log file with one event of that id. */
export function trailBytes({
  id,
  account = '111122223333',
  region = 'us-east-1',
  day = '2026-01-15',
}: TrailFile): Buffer {
  const record = {
    eventVersion: '1.11',
    eventID: id,
    eventTime: `${day}T00:01:02Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: region,
    recipientAccountId: account,
    userIdentity: { type: 'IAMUser', userName: 'someone', arn: `arn:aws:iam::${account}:user/someone` },
  }
  return gzipSync(JSON.stringify({ Records: [record] }))
}

export async function putTrail(aws: FakeAws, bucket: string, ...files: readonly TrailFile[]): Promise<void> {
  for (const file of files) await aws.put(bucket, trailKey(file), trailBytes(file))
}

export function allow(
  ...statements: readonly (readonly [action: string | string[], resource: string | string[]])[]
): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
  }
}

/** What a read-only source may ask, and nothing else. */
export const readOnly =
  /^(List\w*|Get\w*|Head\w*|ReceiveMessage|ChangeMessageVisibility(Batch)?|LookupEvents|AssumeRole\w*|Describe\w*|GenerateCredentialReport)$/
