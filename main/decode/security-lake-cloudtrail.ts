import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { cloudtrail } from './cloudtrail.ts'
import { type Columns, nothing } from './columns.ts'
import { cloudtrailEntries } from './security-lake-entries.ts'
import { cloudtrailIdentity } from './security-lake-identity.ts'
import { hashWithout, isoOf } from './security-lake-row.ts'
import { partsOf, unflattened } from './unflatten.ts'

/**
 * CloudTrail events as Security Lake keeps them: API Activity (3005, since OCSF 1.1 6003), Authentication (3002) and
 * Account Change (3001). They are turned back into the fields of CloudTrail and read by its own SQL, so that the same
 * call says the same in every column. What OCSF has no place for stands flattened in `unmapped`. Mapping: the project
 * ocsf/examples, and what Security Lake itself wrote.
 */
export function lakeCloudtrail(columns: Columns): TableReading {
  const { text, json } = columns
  const unmapped = (name: string) => text(['unmapped', name])
  const nested = (name: (typeof structures)[number]) => `"@parts"."${name}"`
  const boolean = (name: string) => sql`CASE WHEN ${unmapped(name)} IN ('true', 'false') THEN ${unmapped(name)} END`
  const category = text('metadata.product.feature.name')
  const kind = `coalesce(${text('metadata.event_code')}, ${unmapped('eventType')})`
  const operation = text('api.operation')
  const id = sql`nullif(${text('metadata.uid', 'ref_event_uid')}, '')`
  return {
    format: cloudtrail.id,
    steps: [
      { '@time': columns.time('time', 'time_dt'), '@entries': cloudtrailEntries(columns, { kind, operation }) },
      { '@nested': unflattened('"@entries"') },
      { '@parts': partsOf('"@nested"', structures) },
    ],
    fields: {
      eventVersion: `to_json(${text('metadata.product.version')})`,
      userIdentity: cloudtrailIdentity(columns, nested('userIdentity')),
      eventTime: `coalesce(${isoOf('"@time"')}, ${text('time', 'time_dt')})`,
      eventSource: text('api.service.name'),
      eventName: operation,
      awsRegion: text('cloud.region'),
      sourceIPAddress: text('src_endpoint.ip', 'src_endpoint.domain', 'src_endpoint.svc_name', 'src_endpoint.hostname'),
      userAgent: text('http_request.user_agent'),
      errorCode: text('api.response.error'),
      errorMessage: text('api.response.message', 'api.response.error_message'),
      requestParameters: `coalesce(${json('api.request.data')}, ${nested('requestParameters')})`,
      responseElements: `coalesce(${json('api.response.data')}, ${nested('responseElements')})`,
      additionalEventData: nested('additionalEventData'),
      requestID: `to_json(${text('api.request.uid')})`,
      eventID: id,
      eventType: kind,
      apiVersion: `to_json(${text('api.version')})`,
      managementEvent: boolean('managementEvent'),
      readOnly: unmapped('readOnly'),
      resources: `coalesce(${resources(columns)}, ${nested('resources')})`,
      recipientAccountId: `coalesce(${unmapped('recipientAccountId')}, ${text('cloud.account.uid', 'cloud.account_uid')})`,
      serviceEventDetails: nested('serviceEventDetails'),
      sharedEventID: unmapped('sharedEventID'),
      vpcEndpointId: text('src_endpoint.uid'),
      vpcEndpointAccountId: `to_json(${unmapped('vpcEndpointAccountId')})`,
      eventCategory: sql`CASE WHEN ${category} IN ('Management', 'Data', 'Insight', 'NetworkActivity') THEN ${category} ELSE ${unmapped('eventCategory')} END`,
      addendum: nested('addendum'),
      sessionCredentialFromConsole: boolean('sessionCredentialFromConsole'),
      edgeDeviceDetails: nested('edgeDeviceDetails'),
      tlsDetails: nested('tlsDetails'),
      insightDetails: nested('insightDetails'),
      eventContext: nested('eventContext'),
      '@time': '"@time"',
      f: 'NULL',
      h: hashWithout(id, columns),
      x: columns.row(['resources']),
    },
    select: { ...cloudtrail.select, time: '"@time"', fidelity: sql`'flattened'` },
  }
}

/** Fields of CloudTrail that hold others, and so come flattened. */
const structures = [
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'serviceEventDetails',
  'addendum',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
  'eventContext',
] as const

/** Each resource as it is, and its names in CloudTrail beside those in OCSF: both are looked for. */
function resources({ value, has }: Columns): string {
  const list = value('resources')
  if (list?.type.kind !== 'list' || list.type.of.kind !== 'struct') return nothing('JSON')
  const account = has(['resources', 0, 'account_uid'])
    ? 'r."account_uid"'
    : has(['resources', 0, 'owner', 'account', 'uid'])
      ? 'r."owner"."account"."uid"'
      : nothing('VARCHAR')
  const uid = has(['resources', 0, 'uid']) ? 'r."uid"' : nothing('VARCHAR')
  return sql`to_json(list_transform(${list.sql}, lambda r: struct_insert(r, "ARN" := ${uid}, "accountId" := ${account})))`
}
