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

/**
 * What BatchUpdateFindings changes, and what it leaves UpdatedAt alone over: each of the fields where it is not what the
 * provider said, so that the finding before and after is two versions and not one that contradicts itself (Security Hub
 * API Reference, "BatchUpdateFindings"). ProcessedAt is when Security Hub took a version in, where it says so.
 */
const given = sql`json_transform(FindingProviderFields, '{"Severity":{"Label":"VARCHAR"},"Confidence":"VARCHAR","Criticality":"VARCHAR","Types":"JSON"}')`
const text = (json: string, path = '$') => sql`json_extract_string(${json}, '${path}')`
const unless = (value: string, usual: string) => sql`CASE WHEN ${value} IS DISTINCT FROM ${usual} THEN ${value} END`
const digest = (json: string) => sql`left(md5(CAST(json(${json}) AS VARCHAR)), 8)`
const edits = [
  unless(text('Workflow', '$.Status'), sql`'NEW'`),
  unless(text('VerificationState'), sql`'UNKNOWN'`),
  text('Note', '$.UpdatedAt'),
  sql`CASE WHEN ${given}.Severity.Label <> ${severity}.Label THEN ${severity}.Label END`,
  sql`CASE WHEN ${given}.Confidence <> ${text('Confidence')} THEN ${text('Confidence')} END`,
  sql`CASE WHEN ${given}.Criticality <> ${text('Criticality')} THEN ${text('Criticality')} END`,
  sql`CASE WHEN json(${given}."Types") <> json("Types") THEN ${digest('"Types"')} END`,
  sql`CASE WHEN UserDefinedFields IS NOT NULL AND CAST(UserDefinedFields AS VARCHAR) NOT IN ('{}', 'null') THEN ${digest('UserDefinedFields')} END`,
]

/** Severity.Normalized to a label: Security Hub User Guide, "Severity". */
export const securityhubSelect: Readonly<Record<string, string>> = {
  time: timeOf(when),
  id: sql`CASE WHEN nullif("Id", '') IS NULL THEN h ELSE concat_ws('@', "Id", UpdatedAt, nullif(ProcessedAt, UpdatedAt), ${edits.join(', ')}, ${choiceId}) END`,
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
