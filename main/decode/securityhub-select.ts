import { sql } from '../../shared/sql.ts'
import { severityOf, severityWord } from './finding-select.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const resources = sql`json_transform(Resources, '[{"Id":"VARCHAR","Type":"VARCHAR","Region":"VARCHAR","Details":{"AwsIamAccessKey":{"AccessKeyId":"VARCHAR","PrincipalId":"VARCHAR","PrincipalName":"VARCHAR","PrincipalType":"VARCHAR"}}}]')`
const key = sql`list_filter(${resources}, lambda r: r.Details.AwsIamAccessKey IS NOT NULL)[1].Details.AwsIamAccessKey`
const remote = '"RemoteIpDetails":{"IpAddressV4":"VARCHAR"}'
const action = sql`json_transform("Action", '{"AwsApiCallAction":{${remote}},"NetworkConnectionAction":{${remote}},"PortProbeAction":{"PortProbeDetails":[{${remote}}]}}')`
const product = (field: string) => sql`json_extract_string(ProductFields, '$."aws/guardduty/service/action/${field}"')`
const ip = sql`coalesce(
  ${action}.AwsApiCallAction.RemoteIpDetails.IpAddressV4, ${action}.NetworkConnectionAction.RemoteIpDetails.IpAddressV4,
  ${action}.PortProbeAction.PortProbeDetails[1].RemoteIpDetails.IpAddressV4,
  ${product('awsApiCallAction/remoteIpDetails/ipAddressV4')}, ${product('networkConnectionAction/remoteIpDetails/ipAddressV4')},
  json_extract_string(Network, '$.SourceIpV4'), json_extract_string(Network, '$.SourceIpV6'))`
const severity = sql`json_transform(Severity, '{"Label":"VARCHAR","Normalized":"DOUBLE"}')`
const when = sql`coalesce(UpdatedAt, LastObservedAt, FirstObservedAt, CreatedAt)`

/**
 * Somebody chose an action for this finding: then the event is that choice, with an id of its own, and its envelope is
 * kept. The envelopes of imported findings say nothing of the finding and would make two copies of it contradict each
 * other: they are left out here, and the record as logged still holds them.
 */
const choice = sql`CASE WHEN json_exists("@envelope", '$.detail.actionName') THEN "@envelope" END`
const choiceId = sql`json_extract_string(${choice}, '$.id')`

/** Severity.Normalized to a label: Security Hub User Guide, "Severity". */
export const securityhubSelect: Readonly<Record<string, string>> = {
  time: timeOf(when),
  id: sql`CASE WHEN nullif("Id", '') IS NULL THEN h ELSE concat_ws('@', "Id", UpdatedAt, ${choiceId}) END`,
  shared_id: sql`nullif("Id", '')`,
  account: 'AwsAccountId',
  region: sql`coalesce(Region, ${resources}[1].Region)`,
  service: sql`'securityhub'`,
  action: sql`coalesce(json_extract_string(Types, '$[0]'), json_extract_string(GeneratorId, '$'))`,
  category: sql`'finding'`,
  kind: sql`coalesce(ProductName, string_split(ProductArn, '/')[-1])`,
  actor: sql`coalesce(${key}.PrincipalName, ${key}.PrincipalId)`,
  actor_type: sql`${key}.PrincipalType`,
  actor_name: sql`${key}.PrincipalName`,
  actor_id: sql`${key}.PrincipalId`,
  access_key: sql`${key}.AccessKeyId`,
  source_ip: addressOf(ip),
  target: sql`${resources}[1]."Id"`,
  target_type: sql`${resources}[1]."Type"`,
  severity: sql`coalesce(${severityWord(sql`${severity}.Label`)}, ${severityOf(sql`${severity}.Normalized`, 90, 70, 40, 1)})`,
  title: 'Title',
  extra: extraOf(
    [
      'SchemaVersion',
      'ProductArn',
      'CompanyName',
      'GeneratorId',
      'AwsAccountName',
      'Types',
      'FirstObservedAt',
      'LastObservedAt',
      'CreatedAt',
      'UpdatedAt',
      'ProcessedAt',
      'Severity',
      'Confidence',
      'Criticality',
      'Description',
      'Remediation',
      'SourceUrl',
      'ProductFields',
      'UserDefinedFields',
      'Malware',
      'Network',
      'NetworkPath',
      'Process',
      'Threats',
      'ThreatIntelIndicators',
      'Resources',
      'Compliance',
      'VerificationState',
      'WorkflowState',
      'Workflow',
      'RecordState',
      'RelatedFindings',
      'Note',
      'Vulnerabilities',
      'PatchSummary',
      'Action',
      'FindingProviderFields',
      'Sample',
      'GeneratorDetails',
      'Detection',
    ],
    { '@envelope': choice },
  ),
  fidelity: sql`'full'`,
  flags: sql`nullif(concat_ws(' ', ${flagsOf(timeOf(when), when)}, CASE WHEN CAST("Sample" AS VARCHAR) = 'true' THEN 'sample' END), '')`,
}
