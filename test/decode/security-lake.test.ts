import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { cloudtrailV1, cloudtrailV2, rowV1, rowV2 } from '../lake-events.ts'
import { parquetFiles, parquetOf, parquetOfRows, selectOfRows } from '../parquet.ts'
import { decodeBytes, event, type Row } from './decoding.ts'
import { dice } from './mutate.ts'
import { afterwards, parquetRows } from './parquet-rows.ts'
import { zipFile } from './zip-file.ts'

const time = 1705312800000
const at = '2024-01-15T10:00:00Z'
const product = (name: string, vendor = 'AWS') =>
  `{product: {name: '${name}', vendor_name: '${vendor}', uid: 'arn:aws:x', version: '1'}, version: '1.1.0', uid: NULL::VARCHAR}`

/** What it is, one row of it as a SELECT, and what the row must become. */
const table: readonly (readonly [string, string, Row])[] = [
  ...(
    [
      ['1', cloudtrailV1, rowV1],
      ['2', cloudtrailV2, rowV2],
    ] as const
  ).map(
    ([version, types, row]) =>
      [
        `a CloudTrail event of version ${version}`,
        selectOfRows(types, [
          row(event({ requestParameters: { userName: 'bo' }, recipientAccountId: '012345678901' })),
        ]),
        {
          format: 'cloudtrail',
          id: event().eventID,
          account: '012345678901',
          action: 'ListUsers',
          request: '{"userName":"bo"}',
          fidelity: 'flattened',
        },
      ] as const,
  ),
  [
    'a VPC flow of version 1 that was blocked',
    `SELECT ${product('Amazon VPC')} AS metadata, 4001 AS class_uid, ${time} AS time, ${time} AS start_time, ${time + 56_000} AS end_time,
      {account_uid: '012345678901', region: 'us-east-2'} AS cloud, 'Blocked' AS disposition, 'OK' AS status_code,
      {ip: '198.51.100.7', port: 4444, instance_uid: NULL::VARCHAR} AS src_endpoint, {ip: '10.0.0.5', port: 22, instance_uid: 'i-1'} AS dst_endpoint,
      {protocol_num: 6, direction: 'Inbound'} AS connection_info, {packets: 1::BIGINT, bytes: 9007199254740993} AS traffic`,
    {
      format: 'vpc-flow',
      time: at,
      account: '012345678901',
      action: 'REJECT',
      outcome: 'denied',
      category: 'network',
      source_ip: '198.51.100.7',
      target: '10.0.0.5',
      title: 'TCP 198.51.100.7:4444 to 10.0.0.5:22',
      fidelity: 'flattened',
      extra: expect.stringContaining('"bytes":9007199254740993'),
    },
  ],
  [
    'a VPC flow of version 2 of which nothing was seen',
    `SELECT ${product('Amazon VPC')} AS metadata, 4001 AS class_uid, ${time} AS time, TIMESTAMP '2024-01-15 10:00:00' AS start_time_dt,
      {account: {uid: '012345678901'}, region: 'us-east-2'} AS cloud, '-' AS action, 'NODATA' AS status_code,
      {ip: '-', port: NULL::INTEGER} AS src_endpoint, {ip: '-'} AS dst_endpoint`,
    { format: 'vpc-flow', time: at, action: 'NODATA', outcome: null, source_ip: null, target: null, title: null },
  ],
  [
    'a DNS query',
    `SELECT ${product('Route 53')} AS metadata, 4003 AS class_uid, ${time} AS time, {account: {uid: '111122223333'}, region: 'eu-west-1'} AS cloud,
      {hostname: 'c2.example.', type: 'A', class: 'IN'} AS query, [{type: 'A', rdata: '203.0.113.9', class: 'IN'}] AS answers,
      {ip: '10.0.0.1', instance_uid: 'i-1', vpc_uid: 'vpc-1'} AS src_endpoint, 'NXDomain' AS rcode, 'No Action' AS action`,
    {
      format: 'route53-resolver',
      time: at,
      target: 'c2.example.',
      kind: 'A',
      outcome: 'failed',
      error_code: 'NXDOMAIN',
      actor: 'i-1',
      response: '[{"Rdata":"203.0.113.9","Type":"A","Class":"IN"}]',
    },
  ],
  [
    'an audit event of EKS',
    `SELECT ${product('Amazon EKS')} AS metadata, 6003 AS class_uid, ${time} AS time, TIMESTAMP '2024-01-15 10:00:00' AS start_time_dt, {account: {uid: '111122223333'}, region: 'eu-west-1'} AS cloud,
      {operation: 'create', request: {uid: 'audit-1'}, response: {code: 403, message: 'no', error: 'Forbidden'}} AS api, 'ResponseComplete' AS message,
      {user: {name: 'system:anonymous', uid: NULL::VARCHAR, groups: ['system:unauthenticated']}, session: {issuer: NULL::VARCHAR}} AS actor,
      {ip: '203.0.113.66', intermediate_ips: ['10.0.0.1']} AS src_endpoint, [{namespace: 'kube-system', name: 's0', type: 'secrets'}] AS resources`,
    {
      format: 'eks-audit',
      id: 'audit-1@ResponseComplete',
      region: 'eu-west-1',
      action: 'create secrets',
      outcome: 'denied',
      error_code: 'Forbidden',
      actor: 'system:anonymous',
      source_ip: '203.0.113.66',
      target: 'kube-system/secrets/s0',
    },
  ],
  [
    'a request that WAF judged',
    `SELECT ${product('AWS WAF')} AS metadata, 4002 AS class_uid, ${time} AS time, {account: {uid: '111122223333'}, region: 'eu-west-1'} AS cloud, 'Denied' AS action,
      {ip: '203.0.113.66'} AS src_endpoint, {http_method: 'GET', uid: 'req-1', url: {path: '/wp-login.php', hostname: 'shop.example'}, user_agent: 'sqlmap', http_headers: [{name: 'Host', value: 'shop.example'}]} AS http_request,
      MAP {'webaclId': 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1'} AS unmapped`,
    {
      format: 'waf',
      account: '111122223333',
      region: 'eu-west-1',
      outcome: 'denied',
      source_ip: '203.0.113.66',
      user_agent: 'sqlmap',
      target: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1',
      title: 'GET shop.example/wp-login.php',
    },
  ],
  [
    'a finding of version 1',
    `SELECT ${product('Security Hub')} AS metadata, 2001 AS class_uid, ${time} AS time, 'Fatal' AS severity, {account_uid: '012345678901', region: 'eu-west-1'} AS cloud,
      {uid: 'arn:finding/1', title: 'Open port', modified_time: ${time + 1}, types: ['TTPs']} AS finding,
      [{uid: 'arn:aws:ec2:::i-1', type: 'AwsEc2Instance', details: '{"AwsIamAccessKey":{"AccessKeyId":"AKIA1","PrincipalName":"ana"}}'}] AS resources,
      MAP {'RecordState': 'ACTIVE', 'ProductFields.aws/securityhub/x': 'y'} AS unmapped`,
    {
      format: 'securityhub',
      id: 'arn:finding/1@2024-01-15T10:00:00.001Z',
      shared_id: 'arn:finding/1',
      category: 'finding',
      severity: 'critical',
      title: 'Open port',
      account: '012345678901',
      target: 'arn:aws:ec2:::i-1',
      access_key: 'AKIA1',
      actor_name: 'ana',
    },
  ],
  ...([2002, 2003, 2004] as const).map(
    (classUid) =>
      [
        `a finding of version 2, class ${classUid}`,
        `SELECT ${product('Inspector')} AS metadata, ${classUid} AS class_uid, ${time} AS time, 'High' AS severity, {account: {uid: '111122223333'}, region: 'eu-west-1'} AS cloud,
          {uid: 'arn:finding/2', title: 'CVE', modified_time_dt: TIMESTAMP '2024-01-15 10:00:00'} AS finding_info, {uid: 'arn:aws:ecr:::r', type: 'AwsEcrRepository', data: '{}'} AS resource`,
        {
          format: 'securityhub',
          id: 'arn:finding/2@2024-01-15T10:00:00.000Z',
          severity: 'high',
          kind: 'Inspector',
          target: 'arn:aws:ecr:::r',
          target_type: 'AwsEcrRepository',
        },
      ] as const,
  ),
  [
    'a custom source in OCSF, numbers as text, nested values as JSON text',
    `SELECT '{"product":{"name":"Okta","vendor_name":"Okta"},"uid":"okta-1"}' AS metadata, '3002' AS class_uid, 'Authentication' AS class_name, '3' AS category_uid, '${time}' AS time,
      'Failure' AS status, 'Logon' AS activity_name, '{"ip":"2001:db8::1"}' AS src_endpoint, '{"user":{"name":"ana","uid":"u-1"}}' AS actor, '{"account":{"uid":"012345678901"}}' AS cloud, 7 AS okta_field`,
    {
      format: 'security-lake',
      id: 'okta-1',
      time: at,
      account: '012345678901',
      service: 'Okta',
      action: 'Logon',
      kind: 'Authentication',
      outcome: 'failed',
      actor: 'u-1',
      actor_name: 'ana',
      source_ip: '2001:db8::1',
      fidelity: 'full',
      extra: expect.stringContaining('"okta_field":7'),
    },
  ],
  [
    'a custom source in OCSF 1.5 with a time that is none',
    `SELECT ${product('Own', 'Own')} AS metadata, 99001 AS class_uid, 'soon' AS time, {account: {uid: '012345678901'}} AS cloud, [{name: 'x'}] AS osint`,
    { format: 'security-lake', time: null, flags: 'bad-time', id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
  ],
  [
    'a custom source of its own columns',
    `SELECT 'x' AS what, '2024-01-15T12:00:00+02:00' AS "timestamp", {a: [1, 2]} AS deep, MAP {'k': 'v'} AS m, '0123'::BLOB AS b`,
    { format: 'parquet', time: at, extra: expect.stringContaining('"deep":{"a":[1,2]},"m":{"k":"v"}') },
  ],
  [
    'VPC flow logs as parquet',
    `SELECT 2 AS version, '012345678901' AS account_id, 'eni-1' AS interface_id, '10.0.0.1' AS srcaddr, '-' AS dstaddr, 1705312800 AS "start", 1705312860 AS "end", 443.0::DOUBLE AS dstport, 'ACCEPT' AS action, 'OK' AS log_status`,
    {
      format: 'vpc-flow',
      time: at,
      account: '012345678901',
      outcome: 'success',
      source_ip: '10.0.0.1',
      target: null,
      fidelity: 'full',
      extra: expect.stringContaining('"dstport":"443"'),
    },
  ],
  [
    'CloudTrail that Firehose converted to parquet',
    `SELECT '1.08' AS eventversion, {type: 'IAMUser', arn: 'arn:aws:iam::012345678901:user/ana'} AS useridentity, '2024-01-15T10:00:00Z' AS eventtime, 'iam.amazonaws.com' AS eventsource, 'ListUsers' AS eventname, 'us-east-1' AS awsregion, 'e-1' AS eventid, '{"a":1}' AS requestparameters`,
    {
      format: 'cloudtrail',
      id: 'e-1',
      time: at,
      service: 'iam',
      action: 'ListUsers',
      request: '{"a":1}',
      fidelity: 'full',
    },
  ],
]

test.each(table)('it reads %s', async (_, select, wanted) => {
  const { rows } = await read(await parquetOf(select))
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject(wanted)
})

/** Columns that no reading looks into. */
const plainText = /^(?:class_name|category|activity|type_|severity_id|status_id)/

test.each(table)('it reads %s with any of its columns missing, empty, or as text', async (_, select, wanted) => {
  const columns = await columnsOfSelect(select)
  const each = (make: (name: string, type: string) => string) =>
    `SELECT ${columns.map(([name, type]) => `${make(`"${name}"`, type)} AS "${name}"`).join(', ')} FROM (${select})`
  const asText = each((name, type) =>
    /^STRUCT|^MAP|\]$/.test(type) ? `CAST(to_json(${name}) AS VARCHAR)` : `CAST(${name} AS VARCHAR)`,
  )
  const empty = each((name) => (/class_uid|metadata/.test(name) ? name : 'NULL::INTEGER'))
  const without = columns
    .filter(([name]) => !plainText.test(name))
    .map(([name]) => `SELECT * EXCLUDE ("${name}") FROM (${select})`)
  const variants = [asText, empty, ...without]
  const files = await parquetFiles(variants)
  const parquet = new Map(files.entries())
  const { rows, found } = await parquetRows({ parquet }, false)
  const reasons = variants.map((variant, o) => [
    variant,
    found.get(o)?.object.state === 'rejected' && found.get(o)?.object.reason,
  ])
  expect(reasons).toEqual(variants.map((variant) => [variant, false]))
  expect(rows.map(({ object_id }) => object_id)).toEqual(variants.map((_variant, o) => o))
  expect(rows[0]?.format).toBe(wanted.format)
})

test('it tells rows of different classes in one file apart', async () => {
  const one = (name: string, classUid: number) =>
    `SELECT ${product(name)} AS metadata, ${classUid} AS class_uid, ${time} AS time, {ip: '10.0.0.1'} AS src_endpoint`
  const classes = [one('Amazon VPC', 4001), one('Route 53', 4003), one('CloudTrail', 6003), one('Okta', 3002)]
  const { rows } = await read(await parquetOf(classes.join(' UNION ALL ')))
  expect(rows.map(({ ordinal, format }) => [ordinal, format])).toEqual([
    [0, 'vpc-flow'],
    [1, 'route53-resolver'],
    [2, 'cloudtrail'],
    [3, 'security-lake'],
  ])
})

test('it reports columns that OCSF does not know, with how many rows hold them', async () => {
  const { object, rows } = await read(
    await parquetOf(
      `SELECT ${product('CloudTrail')} AS metadata, 6003 AS class_uid, ${time} AS time, CASE WHEN i < 2 THEN 'x' END AS brand_new FROM range(5) t(i)`,
    ),
  )
  expect(object?.unmapped).toEqual({ brand_new: 2 })
  expect(JSON.parse(String(rows[0]?.extra))).toMatchObject({ brand_new: 'x', class_uid: 6003 })
})

test('it reads the preview of Security Lake, which called the actor identity', async () => {
  const { rows } = await read(
    await parquetOf(
      `SELECT ${product('CloudTrail')} AS metadata, 3005 AS class_uid, ${time} AS time, 'e-1' AS ref_event_uid, {operation: 'ListUsers', service: {name: 'iam.amazonaws.com'}} AS api,
        {user: {name: 'ana', uuid: 'arn:aws:iam::012345678901:user/ana', type: 'IAMUser'}} AS identity`,
    ),
    'aws/CLOUD_TRAIL/region=us-east-1/accountId=012345678901/eventHour=2024011510/a.gz.parquet',
  )
  expect(rows[0]).toMatchObject({ id: 'e-1', actor: 'arn:aws:iam::012345678901:user/ana', actor_name: 'ana' })
})

test.each([
  ['too many keys', Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`requestParameters.k${i}`, 'v']))],
  ['a key nested without end', { [`requestParameters${'.a'.repeat(200_000)}`]: 'v', 'responseElements.x': 'y' }],
  ['a list without end', { 'requestParameters.l[].v': 'x,'.repeat(50_000) }],
])('it leaves flattened fields with %s where they are, or reads them, in bounded time', async (_, unmapped) => {
  const { rows } = await read(await parquetOfRows(cloudtrailV1, [{ ...rowV1(event()), unmapped }]))
  expect(rows).toHaveLength(1)
  expect(JSON.parse(String(rows[0]?.extra)).unmapped).toEqual(unmapped)
})

test('it keeps JSON text that is nested without end as text', async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const { rows } = await read(
    await parquetOf(
      `SELECT ${product('CloudTrail')} AS metadata, 6003 AS class_uid, ${time} AS time, {operation: 'X', request: {data: '${deep}', uid: 'r'}} AS api`,
    ),
  )
  expect(JSON.parse(String(rows[0]?.request))).toBe(deep)
})

test('it says what became of files with bytes turned over, wherever they are', async () => {
  const roll = dice(20240115)
  const rows = Array.from({ length: 40 }, (_, i) => rowV1(event({ eventID: `e-${i}` })))
  const sound = await parquetOfRows(cloudtrailV1, rows, 'COMPRESSION zstd')
  const parquet = new Map(
    Array.from({ length: 16 }, (_, o) => {
      const bytes = Buffer.from(sound)
      for (let i = 0; i <= roll(3); i++) {
        const isFooter = roll(2) === 0
        bytes[isFooter ? bytes.length - 9 - roll(3000) : 4 + roll(bytes.length - 12)] = roll(256)
      }
      return [o, bytes] as const
    }),
  )
  const { rows: read, found } = await parquetRows({ parquet })
  expect([...found.keys()].sort((a, b) => a - b)).toEqual([...parquet.keys()])
  for (const [o, { object }] of found) {
    const kept = read.filter(({ object_id }) => object_id === o).length
    expect([object.state === 'rejected', object.reason === null]).toEqual([kept === 0, object.state === 'stored'])
  }
})

describe('what holds parquet, or only looks like it', () => {
  const lake = () => parquetOfRows(cloudtrailV1, [rowV1(event())])

  test('it reads parquet inside of gzip and of zip', async () => {
    const bytes = await lake()
    const results = [
      await read(gzipSync(bytes), 'x.parquet.gz'),
      await read(zipFile({ name: 'in/a', bytes }), 'x.zip', 1),
    ]
    for (const { object, rows } of results) {
      expect([object?.state, object?.format, rows.length]).toEqual(['stored', 'security-lake', 1])
    }
  })

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -100), 'rejected', /^parquet that is cut off/],
    ['without its beginning', (bytes: Buffer) => bytes.subarray(50), 'rejected', /^parquet whose beginning is missing/],
    ['of nothing but its name', () => Buffer.from('PAR1PAR1'), 'rejected', /too few for anything/],
    ['with a footer that lies', lie, 'rejected', /^the parquet cannot be read: /],
    ['ORC', () => Buffer.concat([Buffer.from('ORC'), Buffer.alloc(99, 1)]), 'skipped', /^ORC: /],
    ['an Avro manifest', () => Buffer.concat([Buffer.from('Obj\u0001'), Buffer.alloc(99, 1)]), 'skipped', /^Avro, /],
    ['the metadata of an Iceberg table', () => Buffer.from('{"format-version":2}'), 'skipped', /Iceberg/],
  ] as const)('it says what became of parquet %s', async (_, change, state, reason) => {
    const { object, rows } = await read(change(await lake()))
    expect([object?.state, rows.length]).toEqual([state, 0])
    expect(object?.reason).toMatch(reason)
  })
})

async function columnsOfSelect(select: string): Promise<readonly (readonly [name: string, type: string])[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(`DESCRIBE ${select}`)
  const columns = reader.getRows().map(([name, type]) => [String(name), String(type)] as const)
  connection.closeSync()
  instance.closeSync()
  return columns
}

/** The length of the footer, before the last four bytes, made longer than the file. */
function lie(bytes: Buffer): Buffer {
  const lying = Buffer.from(bytes)
  lying.writeUInt32LE(0x7fffffff, lying.length - 8)
  return lying
}

async function read(bytes: Buffer, name = 'a.gz.parquet', place = 0) {
  const result = await decodeBytes(bytes, name)
  const { rows, found } = await parquetRows(result)
  return { object: afterwards(result, found)[place], rows }
}
