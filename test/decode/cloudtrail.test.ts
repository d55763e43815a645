import { describe, expect, test } from 'vitest'
import { decodeBytes, event, pick, type Row, records, rowsOf } from './decoding.ts'

const rowOf = async (changes: Row): Promise<Row> => (await rowsOf(await decodeBytes(records(event(changes)))))[0] as Row
const rowsFor = async (all: readonly Row[]) =>
  rowsOf(await decodeBytes(records(...all.map((changes) => event(changes)))))

test('it reads an eventTime as UTC, minding offsets, and never as another date', async () => {
  const times: readonly (readonly [unknown, string | null])[] = [
    ['2024-01-15T10:00:00Z', '2024-01-15 10:00:00'],
    ['2024-01-15T10:00:00.123456789Z', '2024-01-15 10:00:00.123456'],
    ['2024-01-15T15:30:00+05:30', '2024-01-15 10:00:00'],
    ['2024-01-15T05:00:00-0500', '2024-01-15 10:00:00'],
    ['2024-01-15 10:00:00', '2024-01-15 10:00:00'],
    ['2024-01-15T10:00:00.5', '2024-01-15 10:00:00.5'],
    ['20240115T100000Z', '2024-01-15 10:00:00'],
    ['0001-01-01T00:00:00Z', '0001-01-01 00:00:00'],
    ['9999-12-31T23:59:59Z', '9999-12-31 23:59:59'],
    [1705312800, '2024-01-15 10:00:00'],
    ['1705312800', '2024-01-15 10:00:00'],
    [1705312800.25, '2024-01-15 10:00:00.25'],
    ['1705312800000', '2024-01-15 10:00:00'],
    ['2016-12-31T23:59:60Z', null],
    ['+275760-09-13T00:00:00Z', null],
    ['2024-13-45T99:99:99Z', null],
    // Years that DuckDB would take: before our era, and of five digits in as many characters as usual.
    ['0000-01-01T00:00:00Z', null],
    ['-0044-03-15T10:00:0Z', null],
    ['99999-01-01T00:00:0Z', null],
    ['2024-02-30T00:00:00Z', null],
    ['20240230T000000Z', null],
    ['2024-02-30T00:00:00+01:00', null],
    ['2024-01-15', null],
    ['', null],
    ['yesterday', null],
    ['epoch', null],
    ['infinity', null],
    ['99999999999999999999', null],
    [{ a: 1 }, null],
    [true, null],
  ]
  const rows = await rowsFor(times.map(([eventTime], i) => ({ eventTime, eventID: `${i}` })))
  expect(rows.map(({ time, flags }, i) => [times[i]?.[0], time, flags])).toEqual(
    times.map(([text, time]) => [text, time, time === null ? 'bad-time' : null]),
  )
})

test('it flags a record without any time', async () => {
  expect(pick(await rowsFor([{ eventTime: undefined }, { eventTime: null }]), 'time', 'flags')).toEqual([
    { time: null, flags: 'no-time' },
    { time: null, flags: 'no-time' },
  ])
})

test('it tells refused calls from calls that failed', async () => {
  const codes: Readonly<Record<string, string>> = {
    AccessDenied: 'denied',
    AccessDeniedException: 'denied',
    'Client.UnauthorizedOperation': 'denied',
    'Client.UnauthorizedAccess': 'denied',
    UnauthorizedException: 'denied',
    UnauthorizedOperation: 'denied',
    Forbidden: 'denied',
    ForbiddenException: 'denied',
    NotAuthorizedException: 'denied',
    'Client.AuthFailure': 'denied',
    AuthorizationErrorException: 'denied',
    VpceAccessDenied: 'denied',
    NoSuchEntityException: 'failed',
    'Client.InvalidInstanceID.NotFound': 'failed',
    ThrottlingException: 'failed',
    NoSuchBucketPolicy: 'failed',
    ExpiredToken: 'failed',
    '<script>': 'failed',
    '200': 'success',
    '403': 'denied',
    '500': 'failed',
    '': 'success',
  }
  const rows = await rowsFor(Object.keys(codes).map((errorCode, i) => ({ errorCode, eventID: `${i}` })))
  expect(Object.fromEntries(rows.map(({ error_code, outcome }) => [error_code, outcome]))).toEqual(codes)
})

describe('console', () => {
  const login = { eventType: 'AwsConsoleSignIn', eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }
  test.each([
    [{ responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'Yes' } }, 'success', true],
    [{ responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'No' } }, 'success', false],
    [{ responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' }, 'failed', null],
    [{ eventName: 'CheckMfa', responseElements: { CheckMfa: 'Failure' } }, 'failed', null],
    [{ eventName: 'CheckMfa', responseElements: { CheckMfa: 'Success' } }, 'success', null],
    [
      {
        eventName: 'CredentialVerification',
        eventType: 'AwsServiceEvent',
        serviceEventDetails: { CredentialVerification: 'Failure' },
      },
      'failed',
      null,
    ],
  ])('it judges a sign-in by its response: %j', async (changes, outcome, mfa) => {
    expect(pick([await rowOf({ ...login, ...changes })], 'service', 'outcome', 'mfa')).toEqual([
      { service: 'signin', outcome, mfa },
    ])
  })

  test('it does not take "Failure" in the answer of an ordinary call for one', async () => {
    expect((await rowOf({ responseElements: { status: 'Failure' } })).outcome).toBe('success')
  })
})

test('it takes for an address only what is one', async () => {
  const addresses: Readonly<Record<string, boolean>> = {
    '198.51.100.7': true,
    '255.255.255.255': true,
    '2001:db8::1': true,
    '::': true,
    '::1': true,
    '2001:DB8:0:0:8:800:200C:417A': true,
    '::ffff:192.0.2.128': true,
    'fe80::1:2:3': true,
    '256.1.1.1': false,
    '1.2.3': false,
    '1.2.3.4.5': false,
    '01.2.3.4567': false,
    '1::2::3': false,
    '12345::': false,
    ':': false,
    'a:b': false,
    'AWS Internal': false,
    'ec2.amazonaws.com': false,
    '198.51.100.7, 10.0.0.1': false,
    '198.51.100.7\n': false,
  }
  const rows = await rowsFor(Object.keys(addresses).map((sourceIPAddress, i) => ({ sourceIPAddress, eventID: `${i}` })))
  expect(rows.map(({ source_ip, source_service }) => [source_ip, source_service])).toEqual(
    Object.entries(addresses).map(([address, is]) => (is ? [address, null] : [null, address])),
  )
})

test('it names who acted by the best that is there', async () => {
  const issuer = {
    type: 'Role',
    principalId: 'AROAX',
    arn: 'arn:aws:iam::123456789012:role/ops/Admin',
    accountId: '123456789012',
    userName: 'Admin',
  }
  const identities: readonly (readonly [unknown, Row])[] = [
    [
      {
        type: 'AssumedRole',
        principalId: 'AROAX:eve@example',
        arn: 'arn:aws:sts::123456789012:assumed-role/Admin/eve@example',
        accountId: '123456789012',
        accessKeyId: 'ASIAX',
        sessionContext: {
          sessionIssuer: issuer,
          attributes: { creationDate: '2025-03-04T05:00:00Z', mfaAuthenticated: 'true' },
        },
      },
      {
        actor: 'arn:aws:sts::123456789012:assumed-role/Admin/eve@example',
        actor_type: 'AssumedRole',
        actor_name: 'Admin',
        actor_account: '123456789012',
        actor_id: 'AROAX:eve@example',
        role: issuer.arn,
        session_name: 'eve@example',
        session_start: '2025-03-04 05:00:00',
        access_key: 'ASIAX',
        mfa: true,
        invoked_by: null,
      },
    ],
    [
      {
        type: 'Root',
        principalId: '123456789012',
        arn: 'arn:aws:iam::123456789012:root',
        accountId: '123456789012',
        accessKeyId: '',
      },
      {
        actor: 'arn:aws:iam::123456789012:root',
        actor_type: 'Root',
        actor_name: null,
        actor_account: '123456789012',
        actor_id: '123456789012',
        access_key: null,
      },
    ],
    [
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      { actor: 'ec2.amazonaws.com', actor_type: 'AWSService', invoked_by: 'ec2.amazonaws.com', actor_account: null },
    ],
    [
      { type: 'IdentityCenterUser', accountId: '123456789012', onBehalfOf: { userId: 'u-1', identityStoreArn: 'x' } },
      { actor: 'u-1', actor_type: 'IdentityCenterUser', actor_account: '123456789012' },
    ],
    [
      { type: 'AWSAccount', principalId: 'AIDAX', accountId: '999999999999' },
      { actor: 'AIDAX', actor_account: '999999999999' },
    ],
    [{ type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }, { actor: 'ANONYMOUS_PRINCIPAL' }],
    [
      { type: 'SAMLUser', principalId: 'x:y', userName: 'eve', identityProvider: 'x' },
      { actor: 'x:y', actor_name: 'eve' },
    ],
    [
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::123456789012:federated-user/bob',
        sessionContext: {
          sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/ana', userName: 'ana' },
        },
      },
      { actor_name: 'ana', role: null, session_name: null },
    ],
    [null, { actor: null, actor_type: null }],
    ['alice', { actor: null, actor_type: null, identity: '"alice"' }],
    [
      { type: 7, arn: { a: 1 }, sessionContext: 'x' },
      { actor: '{"a":1}', actor_type: '7', role: null },
    ],
  ]
  const rows = await rowsFor(identities.map(([userIdentity], i) => ({ userIdentity, eventID: `${i}` })))
  expect(rows.map((row, i) => pick([row], ...Object.keys(identities[i]?.[1] as Row))[0])).toEqual(
    identities.map(([, expected]) => expected),
  )
})

test('it names the account by the trail, else by the principal, and keeps leading zeros', async () => {
  const rows = await rowsFor([{ recipientAccountId: '012345678901' }, { recipientAccountId: undefined }])
  expect(rows.map(({ account }) => account)).toEqual(['012345678901', '123456789012'])
})

test('it finds what was acted on', async () => {
  const cases: readonly (readonly [Row, string | null, string | null])[] = [
    [
      {
        resources: [{ ARN: 'arn:aws:s3:::b/k', type: 'AWS::S3::Object' }, { ARN: 'arn:aws:s3:::b' }],
        requestParameters: { bucketName: 'b' },
      },
      'arn:aws:s3:::b/k',
      'AWS::S3::Object',
    ],
    [
      { resources: [{ type: 'AWS::S3::Object', ARNPrefix: 'x' }, { ARN: 'arn:aws:s3:::b' }] },
      'arn:aws:s3:::b',
      'AWS::S3::Object',
    ],
    [{ resources: 'none', requestParameters: { userName: 'ana' } }, 'ana', null],
    [
      {
        resources: [],
        requestParameters: { roleName: 'Admin', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      'Admin',
      null,
    ],
    [
      { requestParameters: { name: 'arn:aws:cloudtrail:us-east-1:123456789012:trail/main' } },
      'arn:aws:cloudtrail:us-east-1:123456789012:trail/main',
      null,
    ],
    [{ requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } } }, 'i-1', null],
    [{ requestParameters: { dBInstanceIdentifier: 'db' } }, 'db', null],
    [{ requestParameters: { resourceARN: 'upper' } }, 'upper', null],
    [{ requestParameters: { resourceArn: 'lower' } }, 'lower', null],
    [{ requestParameters: { other: 1 } }, null, null],
    [{ requestParameters: 'text' }, null, null],
    [{ requestParameters: null }, null, null],
  ]
  const rows = await rowsFor(cases.map(([changes], i) => ({ ...changes, eventID: `${i}` })))
  expect(rows.map(({ target, target_type }) => [target, target_type])).toEqual(
    cases.map(([, target, type]) => [target, type]),
  )
})

test('it tells the category, also of records from before eventCategory', async () => {
  const cases: readonly (readonly [Row, string | null])[] = [
    [{ eventCategory: 'Management' }, 'management'],
    [{ eventCategory: 'Data' }, 'data'],
    [{ eventCategory: 'Insight' }, 'insight'],
    [{ eventCategory: 'NetworkActivity' }, 'network'],
    [{ eventCategory: undefined }, 'management'],
    [{ eventCategory: undefined, managementEvent: false }, 'data'],
    [{ eventCategory: undefined, managementEvent: undefined }, 'management'],
    [{ eventCategory: undefined, managementEvent: undefined, eventType: 'AwsVpceEvent' }, 'network'],
    [{ eventCategory: undefined, managementEvent: undefined, eventType: undefined }, null],
  ]
  const rows = await rowsFor(cases.map(([changes], i) => ({ ...changes, eventID: `${i}` })))
  expect(rows.map(({ category }) => category)).toEqual(cases.map(([, category]) => category))
})

test('it reads an insight from its details', async () => {
  const insight = {
    eventVersion: '1.09',
    eventTime: '2024-01-15T11:00:00Z',
    awsRegion: 'us-east-1',
    eventID: 'x',
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: '123456789012',
    sharedEventID: 's',
    insightDetails: {
      state: 'Start',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      insightType: 'ApiCallRateInsight',
    },
  }
  const rows = await rowsOf(await decodeBytes(records(insight)))
  expect(pick(rows, 'service', 'action', 'category', 'outcome', 'title', 'shared_id')).toEqual([
    {
      service: 'iam',
      action: 'CreateUser',
      category: 'insight',
      outcome: null,
      title: 'ApiCallRateInsight Start',
      shared_id: 's',
    },
  ])
  expect(JSON.parse((rows[0] as { extra: string }).extra)).toMatchObject({ insightDetails: insight.insightDetails })
})

test('it promotes the rest as it is', async () => {
  const row = await rowOf({
    requestParameters: { a: 1 },
    responseElements: { b: [2] },
    readOnly: 'true',
    sharedEventID: 's',
    vpcEndpointId: 'vpce-1',
    errorCode: 'X',
    errorMessage: 'Y',
  })
  expect(
    pick(
      [row],
      'id',
      'shared_id',
      'region',
      'action',
      'kind',
      'error_code',
      'error_message',
      'read_only',
      'user_agent',
      'vpc_endpoint',
      'request',
      'response',
      'fidelity',
      'format',
      'object_id',
      'ordinal',
    ),
  ).toEqual([
    {
      id: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      shared_id: 's',
      region: 'us-east-1',
      action: 'ListUsers',
      kind: 'AwsApiCall',
      error_code: 'X',
      error_message: 'Y',
      read_only: true,
      user_agent: 'aws-cli/2.20.0',
      vpc_endpoint: 'vpce-1',
      request: '{"a":1}',
      response: '{"b":[2]}',
      fidelity: 'full',
      format: 'cloudtrail',
      object_id: 0,
      ordinal: 0,
    },
  ])
})
