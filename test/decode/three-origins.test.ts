import { beforeAll, expect, test } from 'vitest'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../shared/event.ts'
import { cloudtrailV1, cloudtrailV2, type Logged, rowV1, rowV2 } from '../lake-events.ts'
import { parquetOfRows } from '../parquet.ts'
import { decodeBytes, event, type Row, records, rowsOf } from './decoding.ts'
import { parquetRows } from './parquet-rows.ts'

/** What must be the same wherever a call was read; where it was found, and what only one origin holds whole, may differ. */
const promoted = eventColumnNames.filter(
  (name) => eventColumns[name].type !== 'JSON' && !['fidelity', 'object_id', 'ordinal'].includes(name),
)

const assumed = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:mallory',
  arn: 'arn:aws:sts::012345678901:assumed-role/Admin/mallory',
  accountId: '012345678901',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: 'arn:aws:iam::012345678901:role/Admin',
      accountId: '012345678901',
      userName: 'Admin',
    },
    attributes: { creationDate: '2025-03-04T04:00:00Z', mfaAuthenticated: 'false' },
  },
}

const calls: Readonly<Record<string, Logged>> = {
  'a plain call of a user': event(),
  'a call of a role in an account whose id begins with 0': event({
    userIdentity: assumed,
    recipientAccountId: '012345678901',
  }),
  'a call with MFA': event({
    userIdentity: {
      ...assumed,
      sessionContext: {
        ...assumed.sessionContext,
        attributes: { creationDate: '2025-03-04T04:00:00Z', mfaAuthenticated: 'true' },
      },
    },
  }),
  'a call that was denied': event({
    errorCode: 'Client.UnauthorizedOperation',
    errorMessage: 'You are not authorized to perform this operation.',
    readOnly: false,
  }),
  'a call that failed': event({ errorCode: 'NoSuchEntityException', errorMessage: 'no such user' }),
  'a call with a request and an answer': event({
    eventName: 'CreateUser',
    readOnly: false,
    requestParameters: { userName: 'backdoor', tags: [{ key: 'a', value: 'b' }] },
    responseElements: { user: { userName: 'backdoor', arn: 'arn:aws:iam::123456789012:user/backdoor' } },
  }),
  'a call on several instances': event({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'TerminateInstances',
    requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
  }),
  'a data event with resources': event({
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    managementEvent: false,
    eventCategory: 'Data',
    requestParameters: { bucketName: 'prod', key: 'a,b' },
    resources: [
      { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::prod/a' },
      { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::prod', accountId: '123456789012' },
    ],
  }),
  'a call of a service': event({
    userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
    sharedEventID: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
  }),
  'a call through a VPC endpoint from an IPv6 address': event({
    vpcEndpointId: 'vpce-1',
    sourceIPAddress: '2001:db8::1',
  }),
  'a failed console login': event({
    eventType: 'AwsConsoleSignIn',
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    responseElements: { ConsoleLogin: 'Failure' },
    errorMessage: 'Failed authentication',
    additionalEventData: { MFAUsed: 'Yes', LoginTo: 'https://console.aws.amazon.com/' },
  }),
}

const all = Object.values(calls)
let s3: readonly Row[]
let bus: readonly Row[]
let v1: readonly Row[]
let v2: readonly Row[]

beforeAll(async () => {
  s3 = await framed(records(...all))
  bus = await framed(all.map(enveloped).join('\n'))
  v1 = await lake(await parquetOfRows(cloudtrailV1, all.map(rowV1)))
  v2 = await lake(await parquetOfRows(cloudtrailV2, all.map(rowV2)))
})

test.each(Object.keys(calls).map((name, i) => [name, i] as const))(
  '%s says the same from S3, EventBridge and Security Lake',
  (_, i) => {
    expect(only(bus[i])).toEqual(only(s3[i]))
    expect(only(v1[i])).toEqual(only(s3[i]))
    expect(only(v2[i])).toEqual(only(s3[i]))
    expect([s3, bus, v1, v2].map((rows) => rows[i]?.fidelity)).toEqual(['full', 'full', 'flattened', 'flattened'])
  },
)

test('it puts request, response and identity together again', () => {
  const call = calls['a call with a request and an answer'] as Logged
  for (const rows of [v1, v2]) {
    const row = rows[all.indexOf(call)]
    expect(JSON.parse(String(row?.request))).toEqual(call.requestParameters)
    expect(JSON.parse(String(row?.response))).toEqual(call.responseElements)
    expect(JSON.parse(String(rows[1]?.identity))).toEqual(assumed)
  }
})

test('it keeps every field of the row within reach, under its name in OCSF and in CloudTrail', () => {
  const call = calls['a data event with resources'] as Logged
  expect(JSON.parse(String(v1[all.indexOf(call)]?.extra))).toMatchObject({
    class_uid: 3005,
    metadata: { uid: call.eventID, product: { name: 'CloudTrail' } },
    actor: { user: { uuid: call.userIdentity.arn } },
    resources: [
      { uid: 'arn:aws:s3:::prod/a', ARN: 'arn:aws:s3:::prod/a', type: 'AWS::S3::Object' },
      { uid: 'arn:aws:s3:::prod', ARN: 'arn:aws:s3:::prod', accountId: '123456789012' },
    ],
    unmapped: { 'requestParameters.bucketName': 'prod' },
    requestID: call.requestID,
  })
})

function enveloped(call: Logged): string {
  return JSON.stringify({
    version: '0',
    id: 'envelope',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: call.recipientAccountId,
    time: call.eventTime,
    region: call.awsRegion,
    resources: [],
    detail: call,
  })
}

async function framed(text: string): Promise<readonly Row[]> {
  return rowsOf(await decodeBytes(text), 'cloudtrail')
}

async function lake(bytes: Buffer): Promise<readonly Row[]> {
  return (await parquetRows(await decodeBytes(bytes, 'x.gz.parquet'))).rows
}

/** The promoted columns; DuckDB's readers write times differently. */
function only(row: Row | undefined): Partial<Record<EventColumnName, unknown>> {
  return Object.fromEntries(
    promoted.map((name) => {
      const value = row?.[name] ?? null
      const isTime = eventColumns[name].type === 'TIMESTAMP' && typeof value === 'string'
      return [name, isTime ? new Date(`${value.replace(' ', 'T').replace('Z', '')}Z`).toISOString() : value]
    }),
  )
}
