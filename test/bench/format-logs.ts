import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { random } from '../../main/sample/random.ts'

/** A kind of log to be measured: so many files of so many lines. */
export interface Kind {
  readonly name: string
  readonly files: number
  readonly rows: number
  readonly key: (file: number) => string
  readonly heading: string
  readonly line: (file: number, row: number, roll: (below: number) => number) => string
}

const start = 1_741_064_400

export const kinds: readonly Kind[] = [
  {
    name: 'VPC flow logs',
    files: 100,
    rows: 10_000,
    key: (file) => `123456789012_vpcflowlogs_eu-west-1_fl-0a1b2c3d_20250304T${hour(file)}00Z_${file}.log.gz`,
    heading:
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n',
    line: (file, row, roll) => {
      const at = start + file * 600 + Math.floor(row / 20)
      const packets = 1 + roll(40)
      return `2 123456789012 eni-0a1b2c3d4e5f6${1000 + roll(40)} 203.0.${roll(256)}.${roll(256)} 10.0.${roll(8)}.${roll(256)} ${1024 + roll(60_000)} ${[22, 80, 443, 3389, 5432][roll(5)]} 6 ${packets} ${packets * 40} ${at} ${at + 60} ${roll(5) === 0 ? 'REJECT' : 'ACCEPT'} OK\n`
    },
  },
  {
    name: 'GuardDuty findings',
    files: 100,
    rows: 500,
    key: (file) => `${String(file).padStart(8, '0')}-0000-4000-8000-000000000000.jsonl.gz`,
    heading: '',
    line: (file, row, roll) => `${JSON.stringify(finding(file, row, roll))}\n`,
  },
]

/** A folder of such logs, generated once and kept under .cache. */
export function formatLogs({ name, files, rows, key, heading, line }: Kind): string {
  const folder = join('.cache', 'bench', name.replaceAll(' ', '-').toLowerCase())
  const mark = join(folder, 'complete')
  if (existsSync(mark)) return folder
  mkdirSync(folder, { recursive: true })
  for (let file = 0; file < files; file++) {
    const source = random(file + 1)
    const roll = (below: number) => source.int(0, below - 1)
    const lines = Array.from({ length: rows }, (_, row) => line(file, row, roll))
    writeFileSync(join(folder, key(file)), gzipSync(heading + lines.join('')))
  }
  writeFileSync(mark, '')
  return folder
}

const hour = (file: number) => String(file % 24).padStart(2, '0')

function finding(file: number, row: number, roll: (below: number) => number) {
  const at = new Date((start + file * 900 + row) * 1000).toISOString()
  const ip = {
    ipAddressV4: `203.0.113.${roll(256)}`,
    country: { countryName: 'Nowhere' },
    organization: { asn: '64500' },
  }
  return {
    schemaVersion: '2.0',
    accountId: '123456789012',
    region: 'eu-west-1',
    partition: 'aws',
    id: `${file}-${row}`.padStart(32, '0'),
    arn: `arn:aws:guardduty:eu-west-1:123456789012:detector/d0/finding/${file}-${row}`,
    type: ['UnauthorizedAccess:EC2/SSHBruteForce', 'Recon:IAMUser/UserPermissions', 'Discovery:S3/AnomalousBehavior'][
      roll(3)
    ],
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: {
        accessKeyId: `AKIAEXAMPLE${roll(100)}`,
        principalId: `AIDAEXAMPLE${roll(100)}`,
        userType: 'IAMUser',
        userName: `user-${roll(100)}`,
      },
    },
    service: {
      serviceName: 'guardduty',
      detectorId: 'd0',
      action: {
        actionType: 'AWS_API_CALL',
        awsApiCallAction: {
          api: 'ListUsers',
          serviceName: 'iam.amazonaws.com',
          callerType: 'Remote IP',
          remoteIpDetails: ip,
        },
      },
      resourceRole: 'TARGET',
      additionalInfo: { value: '{}', type: 'default' },
      eventFirstSeen: at,
      eventLastSeen: at,
      archived: false,
      count: 1 + roll(20),
    },
    severity: [2, 5, 8][roll(3)],
    createdAt: at,
    updatedAt: at,
    title: 'API ListUsers was invoked in an unusual way.',
    description: 'An API commonly used in reconnaissance was invoked in an unusual way by a principal of this account.',
  }
}
