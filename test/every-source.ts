import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Logged, records } from './e2e/logs.ts'
import type { FakeAws } from './fake-aws/contract.ts'
import { cloudtrailV2, rowV2 } from './lake-events.ts'
import { parquetOfRows } from './parquet.ts'

/** One source as somebody has it: what is in the AWS of this machine, how each door is told of it, what it brings. */
export interface ToCollect {
  readonly name: string
  /** Puts its logs there; answers its definition without name and access, and its address on the command line. */
  fill(aws: FakeAws): Promise<{
    readonly definition: Readonly<Record<string, unknown>>
    readonly address: readonly string[]
  }>
  /** Words of its plan: what is known before anything is fetched. */
  readonly planned: { readonly interface: RegExp; readonly line: RegExp }
  readonly brings: { readonly objects: number; readonly events: number; readonly formats: readonly string[] }
  /** Objects that are listed and hold nothing: delete markers, bookkeeping. */
  readonly skipped?: number
}

/** Every kind of source, and of the bucket its layouts that differ: an organization's, Firehose's, one with a past. */
export const everySource: readonly ToCollect[] = [
  {
    name: 'organization trail',
    fill: async (aws) => {
      aws.bucket('org-trail')
      const accounts = ['111122223333', '444455556666', '012345678901']
      const places = accounts.flatMap((account) => ['us-east-1', 'eu-west-1'].map((region) => ({ account, region })))
      for (const [at, { account, region }] of places.entries()) {
        const key = `AWSLogs/o-a1b2c3d4e5/${trailKey(account, region, 'org')}`
        await aws.put('org-trail', key, delivered(2, 10 * at, { recipientAccountId: account, awsRegion: region }))
      }
      const definition = { kind: 's3-bucket', bucket: 'org-trail', layout: 'cloudtrail' }
      return { definition, address: ['s3://org-trail'] }
    },
    planned: { interface: /3 accounts × 2 regions\s*1 day/, line: /6 objects .*; 3 accounts × 2 regions × 1 day/ },
    brings: { objects: 6, events: 12, formats: ['cloudtrail'] },
  },
  {
    name: 'rewritten trail',
    fill: async (aws) => {
      aws.bucket('rewritten', { versioning: true })
      const [kept, overwritten, removed] = ['kept', 'overwritten', 'removed'].map(
        (name) => `AWSLogs/${trailKey('111122223333', 'us-east-1', name)}`,
      ) as [string, string, string]
      await aws.put('rewritten', kept, delivered(1, 100))
      await aws.put('rewritten', overwritten, delivered(2, 110))
      await aws.put('rewritten', overwritten, delivered(2, 120))
      await aws.put('rewritten', removed, delivered(3, 130))
      aws.remove('rewritten', removed)
      return {
        definition: { kind: 's3-bucket', bucket: 'rewritten', layout: 'cloudtrail' },
        address: ['s3://rewritten', '--type', 'cloudtrail'],
      }
    },
    planned: {
      interface: /Deleted or overwritten\s*2 versions, 1 delete marker/,
      line: /2 noncurrent versions and 1 delete marker/,
    },
    brings: { objects: 4, events: 8, formats: ['cloudtrail'] },
    skipped: 1,
  },
  {
    name: 'Firehose bucket',
    fill: async (aws) => {
      aws.bucket('findings')
      const folder = 'security/2026/05/01/10/findings-1-2026-05-01-10-05-33'
      const [guardduty, macie] = [2, 3].map((count) => Array.from({ length: count }, (_, at) => at)) as [
        number[],
        number[],
      ]
      // Firehose writes record after record without anything between them.
      const first = guardduty.map((at) => announced('aws.guardduty', 'GuardDuty Finding', guarddutyFinding(`fh-${at}`)))
      const second = macie.map((at) => announced('aws.macie', 'Macie Finding', macieFinding(`fh-${at}`)))
      await aws.put('findings', `${folder}-0b0f`, gzipSync(first.join('')))
      await aws.put('findings', `${folder}-77ad.gz`, gzipSync(second.join('\n')))
      return {
        definition: { kind: 's3-bucket', bucket: 'findings', layout: 'firehose', path: 'security/' },
        address: ['s3://findings/security/', '--type', 'firehose'],
      }
    },
    planned: { interface: /From\s*keys name no account\s*1 day/, line: /2 objects .* to fetch; 1 day/ },
    brings: { objects: 2, events: 5, formats: ['guardduty', 'macie'] },
  },
  inBucket('GuardDuty export', 'guardduty', [
    ['AWSLogs/111122223333/GuardDuty/us-east-1/2026/05/01/9f7b0b8c-0000.jsonl.gz', 'guardduty/export.jsonl'],
  ]),
  inBucket('Macie export', 'macie', [
    ['AWSLogs/111122223333/Macie/us-east-1/2026/05/01/9f7b0b8c-0000.jsonl.gz', 'macie-discovery/job.jsonl'],
  ]),
  inBucket('Config', 'config', [
    [`${configKey('ConfigHistory', 'AWS::EC2::SecurityGroup')}`, 'aws-config/history.json'],
    [`${configKey('ConfigSnapshot', 'snapshot')}`, 'aws-config/snapshot.json'],
  ]),
  inBucket('flow logs', 'vpcflow', [
    [`AWSLogs/111122223333/vpcflowlogs/${loggedAt('vpcflowlogs', 'fl-0aaa')}`, 'vpc-flow/default.log'],
    [
      'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=05/day=01/a.log.gz',
      'vpc-flow/all-fields.log',
    ],
  ]),
  inBucket('load balancers', 'elb', [
    [`AWSLogs/111122223333/elasticloadbalancing/${loggedAt('elasticloadbalancing', 'app.a')}`, 'alb/requests.log'],
    [`AWSLogs/111122223333/elasticloadbalancing/${loggedAt('elasticloadbalancing', 'c')}`, 'clb/requests.log'],
    [`AWSLogs/111122223333/elasticloadbalancing/${loggedAt('elasticloadbalancing', 'net.n')}`, 'nlb/connections.log'],
  ]),
  inBucket('web ACLs', 'waf', [
    ['AWSLogs/111122223333/WAFLogs/us-east-1/acl/2026/05/01/00/05/acl_20260501T0005Z.log.gz', 'waf/requests.jsonl'],
  ]),
  inBucket(
    'server access',
    'server-access',
    [['access/2026-05-01-00-21-32-E568B2907131C0C0', 's3-access/requests.log']],
    'access/',
  ),
  inBucket(
    'anything under a prefix',
    'any',
    [
      ['handed over/2026-05-01/dns (1).log.gz', 'route53-resolver/queries.jsonl'],
      ['handed over/2026-05-01/firewall.json', 'network-firewall/events.json'],
    ],
    'handed over/',
  ),
  {
    name: 'S3 notifications',
    fill: async (aws) => {
      const queue = await aws.queue('bucket-events', { visibilitySeconds: 30 })
      aws.bucket('announced', { notify: [{ queue: queue.name, shape: 's3' }] })
      for (const at of [0, 1])
        await aws.put(
          'announced',
          `AWSLogs/${trailKey('111122223333', 'us-east-1', `${at}`)}`,
          delivered(2, 200 + 10 * at),
        )
      return { definition: { kind: 'sqs-notifications', queue: queue.url }, address: [queue.url] }
    },
    planned: { interface: /About 2 messages in the queue/, line: /about 2 messages/ },
    brings: { objects: 2, events: 4, formats: ['cloudtrail'] },
  },
  {
    name: 'EventBridge queue',
    fill: async (aws) => {
      const queue = await aws.queue('eventbridge-events', { visibilitySeconds: 30 })
      aws.bucket('bridged', { notify: [{ queue: queue.name, shape: 'eventbridge' }] })
      await aws.put('bridged', `AWSLogs/${trailKey('111122223333', 'us-east-1', 'one')}`, delivered(2, 300))
      const imported = { findings: [securityHubFinding('sqs-0'), securityHubFinding('sqs-1')] }
      await queue.send(announced('aws.securityhub', 'Security Hub Findings - Imported', imported))
      return { definition: { kind: 'sqs-notifications', queue: queue.arn }, address: [queue.arn] }
    },
    planned: { interface: /About 2 messages in the queue/, line: /about 2 messages/ },
    brings: { objects: 2, events: 4, formats: ['cloudtrail', 'securityhub'] },
  },
  {
    name: 'Security Lake subscriber',
    fill: async (aws) => {
      const queue = await aws.queue('AmazonSecurityLake-every-Main-Queue', { visibilitySeconds: 30 })
      aws.bucket('lake-announced', { notify: [{ queue: queue.name, shape: 'security-lake' }] })
      await aws.put('lake-announced', lakeKey('111122223333', 'us-east-1'), await lakeFile(5, 400))
      return {
        definition: { kind: 'security-lake-queue', queue: queue.url },
        address: [queue.url, '--type', 'security-lake'],
      }
    },
    planned: { interface: /About 1 message in the queue/, line: /about 1 message/ },
    brings: { objects: 1, events: 5, formats: ['cloudtrail'] },
  },
  {
    name: 'Security Lake by listing',
    fill: async (aws) => {
      aws.bucket('lake-listed')
      await aws.put('lake-listed', lakeKey('111122223333', 'us-east-1'), await lakeFile(3, 420))
      await aws.put('lake-listed', lakeKey('444455556666', 'eu-west-1'), await lakeFile(4, 430))
      await aws.put('lake-listed', 'aws/CLOUD_TRAIL_MGMT/2.0/metadata/00001-a.metadata.json', '{}')
      return { definition: { kind: 'security-lake-listing', bucket: 'lake-listed' }, address: ['lake://lake-listed'] }
    },
    planned: { interface: /2 accounts × 2 regions/, line: /2 objects .*; 2 accounts × 2 regions × 1 day/ },
    brings: { objects: 2, events: 7, formats: ['cloudtrail'] },
    skipped: 1,
  },
  byApi('cloudtrail', 3, (aws) => {
    aws.trail.events.push(
      ...records(3, 500).map((record, at) => {
        const time = `${someDay}T12:00:0${at}Z`
        return { at: new Date(time), region: 'us-east-1', record: JSON.stringify({ ...record, eventTime: time }) }
      }),
    )
  }),
  byApi('guardduty', 4, (aws) => void aws.findings.guardduty.set('us-east-1', findings(4, guarddutyFinding))),
  byApi('macie', 3, (aws) => void aws.findings.macie.set('us-east-1', findings(3, macieFinding))),
  byApi('securityhub', 2, (aws) => void aws.findings.securityhub.set('us-east-1', findings(2, securityHubFinding))),
]

/** The services remember 90 days: a day that is over, and whose answers will not change any more. */
const someDay = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)

/** A bucket whose keys are as a service writes them, and whose objects are fixtures of its formats. */
function inBucket(
  name: string,
  layout: string,
  objects: readonly (readonly [key: string, fixture: string])[],
  path = '',
): ToCollect {
  const bucket = name.toLowerCase().replaceAll(' ', '-')
  const read = (file: string) => readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8')
  const expected = (fixture: string): Expected => JSON.parse(read(fixture.replace(/\.\w+$/, '.expected.json')))
  // Without lines that are none: they would be problems of the run.
  const whole = (fixture: string) => {
    const bad = new Set(expected(fixture).object.bad?.map(({ ordinal }) => ordinal))
    const lines = read(fixture).split('\n')
    return lines.filter((_, at) => !bad.has(at)).join('\n')
  }
  const where =
    path === '' ? ['1 account × 1 region', '1 account × 1 region × 1 day'] : ['keys name no account', '1 day']
  const count = objects.length === 1 ? '1 object' : `${objects.length} objects`
  return {
    name,
    fill: async (aws) => {
      aws.bucket(bucket)
      for (const [key, fixture] of objects)
        await aws.put(bucket, key, key.endsWith('.gz') ? gzipSync(whole(fixture)) : whole(fixture))
      return {
        definition: { kind: 's3-bucket', bucket, layout, path },
        address: [`s3://${bucket}/${path}`, '--type', layout],
      }
    },
    planned: {
      interface: new RegExp(`To fetch\\s*${count}[^]*${where[0]}\\s*1 day`),
      line: new RegExp(`${count} .*; ${where[1]}`),
    },
    brings: {
      objects: objects.length,
      events: objects.reduce((sum, [, fixture]) => sum + expected(fixture).rows.length, 0),
      formats: objects.map(([, fixture]) => fixture.replace(/\/.*/, '')),
    },
  }
}

interface Expected {
  readonly object: { readonly bad?: readonly { readonly ordinal: number }[] }
  readonly rows: readonly unknown[]
}

function loggedAt(service: string, what: string): string {
  return `us-east-1/2026/05/01/111122223333_${service}_us-east-1_${what}_20260501T0005Z_1a2b3c4d.log.gz`
}

function configKey(kind: string, what: string): string {
  return `AWSLogs/111122223333/Config/us-east-1/2026/5/1/${kind}/111122223333_Config_us-east-1_${kind}_${what}_20260501T000000Z_20260501T010000Z_1.json.gz`
}

function byApi(
  service: 'cloudtrail' | 'guardduty' | 'macie' | 'securityhub',
  events: number,
  fill: (aws: FakeAws) => void,
): ToCollect {
  return {
    name: `${service} by API`,
    fill: async (aws) => {
      fill(aws)
      const days = { from: someDay, until: someDay }
      return {
        definition: { kind: `api-${service}`, regions: ['us-east-1'], ...days },
        address: [`api:${service}`, '--regions', 'us-east-1', '--from', someDay, '--until', someDay],
      }
    },
    planned: {
      interface: /how much an API will answer is not known before it is asked/i,
      line: /how much there is cannot be known before/,
    },
    brings: { objects: 1, events, formats: [service] },
  }
}

function trailKey(account: string, region: string, name: string): string {
  return `${account}/CloudTrail/${region}/2026/05/01/${account}_CloudTrail_${region}_20260501T0005Z_${name.padStart(16, 'A')}.json.gz`
}

function delivered(events: number, from: number, different: Logged = {}): Buffer {
  return gzipSync(JSON.stringify({ Records: records(events, from).map((record) => ({ ...record, ...different })) }))
}

function lakeKey(account: string, region: string): string {
  return `aws/CLOUD_TRAIL_MGMT/2.0/region=${region}/accountId=${account}/eventDay=20260501/a.gz.parquet`
}

function lakeFile(events: number, from: number): Promise<Buffer> {
  return parquetOfRows(cloudtrailV2, records(events, from).map(rowV2))
}

/** As EventBridge hands something on. */
function announced(source: string, type: string, detail: object): string {
  const where = { account: '111122223333', time: '2026-05-01T10:05:00Z', region: 'us-east-1', resources: [] }
  const id = `${source}-${JSON.stringify(detail).length}`
  return JSON.stringify({ version: '0', id, 'detail-type': type, source, ...where, detail })
}

function findings<T>(count: number, make: (id: string) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => make(`api-${at}`))
}

const at = `${someDay}T10:00:00.000Z`

function guarddutyFinding(id: string) {
  return {
    schemaVersion: '2.0',
    accountId: '111122223333',
    region: 'us-east-1',
    partition: 'aws',
    id: `guardduty-${id}`,
    arn: `arn:aws:guardduty:us-east-1:111122223333:detector/d/finding/${id}`,
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    resource: { resourceType: 'Instance' },
    service: { serviceName: 'guardduty', count: 1 },
    severity: 2,
    createdAt: at,
    updatedAt: at,
    title: 'A port is probed',
    description: 'An unprotected port is being probed.',
  }
}

function macieFinding(id: string) {
  return {
    schemaVersion: '1.0',
    id: `macie-${id}`,
    accountId: '111122223333',
    partition: 'aws',
    region: 'us-east-1',
    type: 'Policy:IAMUser/S3BucketPublic',
    title: 'A bucket is public',
    description: 'Everybody may read it.',
    severity: { score: 3, description: 'High' },
    createdAt: at,
    updatedAt: at,
    count: 1,
    resourcesAffected: { s3Bucket: { name: 'reports' } },
    category: 'POLICY',
    sample: false,
    archived: false,
  }
}

function securityHubFinding(id: string) {
  return {
    Id: `securityhub-${id}`,
    SchemaVersion: '2018-10-08',
    ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/config',
    GeneratorId: 'rule',
    AwsAccountId: '111122223333',
    Types: [],
    CreatedAt: at,
    UpdatedAt: at,
    Severity: { Label: 'HIGH' },
    Title: 'A rule is not followed',
    Description: 'It should be.',
    Resources: [],
  }
}
