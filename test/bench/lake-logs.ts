import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const files = 10
const rows = 50_000

const kinds = {
  cloudtrail: (file: number) => `
    SELECT
      {product: {version: '1.09', name: 'CloudTrail', vendor_name: 'AWS', feature: {name: 'Management'}}, event_code: 'AwsApiCall', uid: CAST(md5('${file} ' || i)::UUID AS VARCHAR), profiles: ['cloud', 'datetime'], version: '1.1.0'} AS metadata,
      1705276800000 + (${file} * ${rows} + i) * 100 AS time,
      make_timestamp((1705276800000 + (${file} * ${rows} + i) * 100) * 1000) AS time_dt,
      {region: 'us-east-1', provider: 'AWS'} AS cloud,
      {response: {error: CASE WHEN i % 20 = 0 THEN 'AccessDenied' END, message: NULL::VARCHAR, data: NULL::VARCHAR}, operation: ['DescribeInstances', 'AssumeRole', 'GetObject', 'PutObject', 'ListBuckets'][i % 5 + 1], version: NULL::VARCHAR, service: {name: 'ec2.amazonaws.com'}, request: {data: NULL::VARCHAR, uid: CAST(md5('r${file} ' || i)::UUID AS VARCHAR)}} AS api,
      {user: {type: 'AssumedRole', name: NULL::VARCHAR, uid_alt: 'AROAEXAMPLE:worker-' || i % 50, uid: 'arn:aws:sts::111122223333:assumed-role/Worker/worker-' || i % 50, account: {uid: '111122223333'}, credential_uid: 'ASIAEXAMPLE' || i % 500}, session: {created_time_dt: make_timestamp(1705276800000000), is_mfa: false, issuer: 'arn:aws:iam::111122223333:role/Worker'}, invoked_by: NULL::VARCHAR, idp: {name: NULL::VARCHAR}} AS actor,
      {user_agent: 'aws-sdk-go/1.44.' || i % 9} AS http_request,
      {uid: NULL::VARCHAR, ip: '10.' || i % 7 || '.' || i % 250 || '.9', domain: NULL::VARCHAR} AS src_endpoint,
      [{uid: 'arn:aws:ec2:us-east-1:111122223333:instance/i-' || i % 900, owner: {account: {uid: '111122223333'}}, type: 'AWS::EC2::Instance'}] AS resources,
      'API Activity' AS class_name, 6003::INTEGER AS class_uid, 'Application Activity' AS category_name, 6::INTEGER AS category_uid, 1::INTEGER AS severity_id, 'Informational' AS severity,
      MAP {'eventType': 'AwsApiCall', 'recipientAccountId': '111122223333', 'managementEvent': 'true', 'readOnly': 'true',
        'requestParameters.filterSet.items[].name': 'instance-state-name', 'requestParameters.maxResults': '1000',
        'userIdentity.sessionContext.sessionIssuer.userName': 'Worker', 'tlsDetails.tlsVersion': 'TLSv1.3'} AS unmapped,
      CASE WHEN i % 20 = 0 THEN 'Failure' ELSE 'Success' END AS status
    FROM range(${rows}) t(i)`,
  'VPC flows': (file: number) => `
    SELECT
      {product: {version: '5', name: 'Amazon VPC', feature: {name: 'Flowlogs'}, vendor_name: 'AWS'}, profiles: ['cloud', 'datetime'], version: '1.1.0'} AS metadata,
      {account: {uid: '111122223333'}, region: 'us-east-1', zone: 'use1-az1', provider: 'AWS'} AS cloud,
      {port: (1024 + i % 60000)::INTEGER, svc_name: '-', ip: '10.0.' || i % 250 || '.' || i % 91, intermediate_ips: NULL::VARCHAR[], interface_uid: 'eni-' || i % 40, vpc_uid: 'vpc-1', instance_uid: 'i-' || i % 40, subnet_uid: 'subnet-1'} AS src_endpoint,
      {port: 443::INTEGER, svc_name: '-', ip: '192.0.2.' || i % 250, intermediate_ips: NULL::VARCHAR[], interface_uid: NULL::VARCHAR, vpc_uid: NULL::VARCHAR, instance_uid: NULL::VARCHAR, subnet_uid: NULL::VARCHAR} AS dst_endpoint,
      {protocol_num: 6::INTEGER, tcp_flags: 2::INTEGER, protocol_ver: 'IPv4', boundary_id: 99::INTEGER, boundary: '-', direction_id: 2::INTEGER, direction: 'Outbound'} AS connection_info,
      {packets: i % 100, bytes: i * 7} AS traffic,
      1705276800000 + (${file} * ${rows} + i) * 100 AS time,
      make_timestamp((1705276800000 + (${file} * ${rows} + i) * 100) * 1000) AS start_time_dt,
      make_timestamp((1705276860000 + (${file} * ${rows} + i) * 100) * 1000) AS end_time_dt,
      'OK' AS status_code, 'Network Activity' AS class_name, 4001::INTEGER AS class_uid, 'Network Activity' AS category_name, 4::INTEGER AS category_uid, 1::INTEGER AS severity_id, 'Informational' AS severity,
      MAP {'sublocation_id': '-', 'sublocation_type': '-'} AS unmapped, 'Allowed' AS action, 1::INTEGER AS action_id, 'Allowed' AS disposition
    FROM range(${rows}) t(i)`,
} as const

export const lakeKinds = Object.keys(kinds) as readonly (keyof typeof kinds)[]

/** A folder of parquet files as Security Lake writes them, generated once and kept under .cache. */
export async function lakeLogs(kind: keyof typeof kinds): Promise<string> {
  const folder = join('.cache', 'bench', `lake-${kind.replaceAll(' ', '-')}-${files}x${rows}`)
  if (existsSync(join(folder, 'complete'))) return folder
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (let file = 0; file < files; file++) {
    await connection.run(
      `COPY (${kinds[kind](file)}) TO '${join(folder, `${file}.gz.parquet`)}' (FORMAT parquet, COMPRESSION gzip)`,
    )
  }
  connection.closeSync()
  instance.closeSync()
  writeFileSync(join(folder, 'complete'), '')
  return folder
}
