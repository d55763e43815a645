import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { writeSample } from '../../main/sample/write-sample.ts'
import { sourcePolicy } from '../../main/source/policy/source-policy.ts'
import { Source, type SourceInput } from '../../shared/source.ts'
import { cloudtrailV2, type Logged, rowV2 } from '../lake-events.ts'
import { parquetOfRows } from '../parquet.ts'
import type { FakeAws, PolicyDocument } from './contract.ts'
import { startFakeAws } from './index.ts'

/**
 * An AWS with the logs of the sample case, findings in a bucket, and a Security Lake with its queue: for trying
 * collection without an account. `fixtures` is test/fixtures. Answers what to type.
 */
export async function startDemo(fixtures: string, port: number): Promise<{ aws: FakeAws; manual: string }> {
  const aws = await startFakeAws({ port })
  aws.bucket('sample-trail', { versioning: true })
  const sample = await readSample()
  for (const { key, bytes } of sample)
    await aws.put('sample-trail', key, bytes, { contentType: 'application/json', contentEncoding: 'gzip' })
  aws.bucket('sample-findings')
  for (const kind of ['guardduty', 'macie']) {
    await putFixtures(
      aws,
      join(fixtures, kind),
      /(?<!\.expected)\.jsonl?$/,
      'sample-findings',
      `${kind}/2026/03/02/00/`,
    )
  }
  const queue = await aws.queue('AmazonSecurityLake-sample-Main-Queue', { visibilitySeconds: 300 })
  aws.bucket(lake, { notify: [{ queue: queue.name, shape: 'security-lake' }] })
  await putLake(aws, sample)

  const subscriber = Source.parse(inputs(queue.arn).queue)
  const user = aws.user('responder', { account: '999988887777', policy: permissions(inputs(queue.arn)) })
  const facts = { principal: user.arn, keys: [], buckets: [lake] }
  const part = (kind: string) => documentOf(sourcePolicy(subscriber, facts).documents, kind)
  aws.role('AmazonSecurityLake-sample', { trust: part('trust'), policy: part('permissions') })
  return { aws, manual: manual(aws, user, queue.arn) }
}

const lake = 'aws-security-data-lake-us-east-1-sample'
const role = 'arn:aws:iam::111122223333:role/AmazonSecurityLake-sample'
const externalId = 'sample-external-id'

function inputs(queue: string) {
  return {
    trail: { kind: 's3-bucket', name: 'trail', bucket: 'sample-trail', layout: 'cloudtrail' },
    findings: { kind: 's3-bucket', name: 'findings', bucket: 'sample-findings', layout: 'firehose' },
    queue: { kind: 'security-lake-queue', name: 'lake', queue, access: { roles: [{ arn: role, externalId }] } },
  } as const satisfies Record<string, SourceInput>
}

/** What the user may do is what Coldtrail itself says that it needs. */
function permissions({ trail, findings, queue }: ReturnType<typeof inputs>): PolicyDocument {
  const facts = { principal: null, keys: [], buckets: [] }
  const documents = [trail, findings].map((input) =>
    documentOf(sourcePolicy(Source.parse(input), facts).documents, 'permissions'),
  )
  const assume = documentOf(sourcePolicy(Source.parse(queue), facts).documents, 'assume')
  return { Statement: [...documents, assume].flatMap(({ Statement }) => Statement) }
}

function documentOf(
  documents: readonly { readonly kind: string; readonly json: string }[],
  kind: string,
): PolicyDocument {
  const found = documents.find((one) => one.kind === kind)
  return JSON.parse(found?.json ?? '{"Statement":[]}') as PolicyDocument
}

interface Delivered {
  readonly key: string
  readonly bytes: Buffer
}

/** The logs of the sample case in the order of their keys. */
async function readSample(): Promise<readonly Delivered[]> {
  const folder = await mkdtemp(join(tmpdir(), 'coldtrail-fake-aws-'))
  try {
    await writeSample(folder)
    const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.gz')).sort()
    return await Promise.all(
      paths.map(async (path) => ({ key: path.split(sep).join('/'), bytes: await readFile(join(folder, path)) })),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The last three days that a region of the sample has, as Security Lake would have written them. */
async function putLake(aws: FakeAws, sample: readonly Delivered[]): Promise<void> {
  const days = new Map<string, Logged[]>()
  for (const { key, bytes } of sample) {
    const [, account, year, month, day] =
      /^AWSLogs\/(\d+)\/CloudTrail\/us-east-1\/(\d+)\/(\d+)\/(\d+)\//.exec(key) ?? []
    if (account === undefined) continue
    const folder = `region=us-east-1/accountId=${account}/eventDay=${year}${month}${day}`
    days.set(folder, [...(days.get(folder) ?? []), ...JSON.parse(gunzipSync(bytes).toString()).Records])
  }
  for (const [folder, records] of [...days].slice(-3)) {
    const bytes = await parquetOfRows(cloudtrailV2, records.map(rowV2))
    await aws.put(lake, `aws/CLOUD_TRAIL_MGMT/2.0/${folder}/sample.gz.parquet`, bytes)
  }
}

async function putFixtures(aws: FakeAws, folder: string, name: RegExp, bucket: string, prefix: string): Promise<void> {
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if (name.test(path)) await aws.put(bucket, prefix + path.split(sep).join('-'), await readFile(join(folder, path)))
  }
}

function manual(
  aws: FakeAws,
  user: { readonly accessKeyId: string; readonly secretAccessKey: string },
  queue: string,
): string {
  const here = `--case demo.coldtrail --region us-east-1 --endpoint ${aws.url} --path-style --sts-endpoint ${aws.url} --service-endpoint ${aws.url}`
  return `An AWS of this machine listens on ${aws.url}. In another terminal, in this folder:

  export AWS_ACCESS_KEY_ID=${user.accessKeyId} AWS_SECRET_ACCESS_KEY=${user.secretAccessKey}

These keys are worth nothing anywhere else. CloudTrail of three accounts, ${aws.keys('sample-trail').length} objects:
  npx coldtrail collect s3://sample-trail ${here}

GuardDuty and Macie findings as Firehose delivers them, ${aws.keys('sample-findings').length} objects:
  npx coldtrail collect s3://sample-findings --type firehose ${here}

Security Lake, ${aws.keys(lake).length} objects announced by a queue, through a role:
  npx coldtrail collect ${queue} --type security-lake --role ${role} --external-id ${externalId} ${here}

Add --plan to see what would be collected, --test to test the connection. Ctrl-C ends it.
`
}
