import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export type Logged = Readonly<Record<string, unknown>>

/** A CloudTrail record as an ordinary call leaves it; no two numbers give the same. One every 30 seconds from 1 May 2026. */
export function record(n: number, different: Logged = {}): Logged {
  const user = ['alice', 'bob', 'carol'][n % 3]
  const denied = n % 10 === 7
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${user?.toUpperCase()}`,
      arn: `arn:aws:iam::123456789012:user/${user}`,
      accountId: '123456789012',
      accessKeyId: `AKIAEXAMPLE${user?.toUpperCase()}`,
      userName: user,
    },
    eventTime: new Date(Date.UTC(2026, 4, 1) + n * 30_000).toISOString().replace('.000Z', 'Z'),
    eventSource: n % 2 === 0 ? 's3.amazonaws.com' : 'iam.amazonaws.com',
    eventName: n % 2 === 0 ? 'GetObject' : 'ListUsers',
    awsRegion: n % 4 === 0 ? 'us-east-1' : 'eu-west-1',
    sourceIPAddress: `203.0.113.${1 + (n % 5)}`,
    userAgent: 'aws-cli/2.23.6',
    ...(denied && { errorCode: 'AccessDenied', errorMessage: `User ${user} is not authorized` }),
    requestParameters: n % 2 === 0 ? { bucketName: 'reports', key: `2026/${n}.csv` } : null,
    responseElements: null,
    eventID: uuid(n),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    ...different,
  }
}

/** Records one after another, beginning with the given number. */
export function records(count: number, from = 0): readonly Logged[] {
  return Array.from({ length: count }, (_, at) => record(from + at))
}

/** A file as CloudTrail delivers it. */
export function delivered(list: readonly Logged[]): Buffer {
  return gzipSync(JSON.stringify({ Records: list }))
}

/** Writes files under their relative names; answers the folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, Buffer | string>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  return folder
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}
