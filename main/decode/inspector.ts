import { sql } from '../../shared/sql.ts'
import { findingIds, severityWord } from './finding-select.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

/** Events spell times `Mar 4, 2025, 5:06:07 AM`, and newer ones with a narrow blank before AM; the API as ISO 8601. */
const timeIn = (text: string) =>
  sql`coalesce(${timeOf(text)}, try_strptime(regexp_replace(${text}, '\s|\x{202f}', ' ', 'g'), '%b %-d, %Y, %-I:%M:%S %p'))`
const when = sql`coalesce(firstObservedAt, updatedAt, json_extract_string("@envelope", '$.time'))`
const time = timeIn(when)
const kept = [
  'description',
  'epss',
  'exploitAvailable',
  'exploitabilityDetails',
  'firstObservedAt',
  'fixAvailable',
  'inspectorScore',
  'inspectorScoreDetails',
  'lastObservedAt',
  'networkReachabilityDetails',
  'packageVulnerabilityDetails',
  'codeVulnerabilityDetails',
  'remediation',
  'resources',
  'updatedAt',
] as const

/**
 * Findings of Amazon Inspector: a package or code that is vulnerable, a port that can be reached; from EventBridge or
 * `list-findings`. Fields: Inspector API Reference, "Finding".
 */
export const inspector: Format = {
  id: 'inspector',
  title: 'Amazon Inspector findings',
  idField: null,
  matches: ({ names }) => names.has('findingArn') && names.has('awsAccountId') && names.has('severity'),
  columns: {
    findingArn: 'VARCHAR',
    awsAccountId: 'VARCHAR',
    type: 'VARCHAR',
    title: 'VARCHAR',
    severity: 'VARCHAR',
    status: 'VARCHAR',
    ...Object.fromEntries(kept.map((name) => [name, 'JSON'])),
    firstObservedAt: 'VARCHAR',
    updatedAt: 'VARCHAR',
    '@envelope': 'JSON',
  },
  select: {
    time,
    ...findingIds('findingArn', sql`coalesce(strftime(${timeIn('updatedAt')}, '%Y-%m-%dT%H:%M:%S.%gZ'), updatedAt)`),
    account: 'awsAccountId',
    region: sql`nullif(string_split(findingArn, ':')[4], '')`,
    service: sql`'inspector'`,
    action: sql`"type"`,
    category: sql`'finding'`,
    kind: '"status"',
    target: sql`json_extract_string(resources, '$[0].id')`,
    target_type: sql`json_extract_string(resources, '$[0].type')`,
    severity: severityWord('severity'),
    title: 'title',
    extra: extraOf([...kept, 'severity']),
    fidelity: sql`'full'`,
    flags: flagsOf(time, when),
  },
}
