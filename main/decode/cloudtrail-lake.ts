import { sql } from '../../shared/sql.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailSelect } from './cloudtrail-select.ts'
import type { Format } from './format.ts'
import { lakeRecord } from './lake-record.ts'
import { cellOf } from './lake-results.ts'
import { lowerName } from './lake-row.ts'
import { fieldsOf } from './spans.ts'

/** The columns that the query asked for, each between blanks: what it did not ask for is not known, and not absent. */
const asked = (name: string) => sql`contains("@selected", ' ${name} ')`

/**
 * Rows of a CloudTrail Lake query result: what the query selected of each event, with structures as text. Where the
 * whole event is among the columns (eventJson) the row is read as CloudTrail, and not as this.
 */
export const cloudtrailLake: Format = {
  id: 'cloudtrail-lake',
  title: 'AWS CloudTrail Lake query results',
  idField: 'eventID',
  matches: ({ names, uri }) => names.has('@selected') || isSelection(names, uri),
  respell,
  columns: { ...cloudtrail.columns, '@selected': 'VARCHAR' },
  select: {
    ...cloudtrailSelect,
    category: sql`CASE WHEN ${asked('eventCategory')} OR ${asked('managementEvent')} THEN ${cloudtrailSelect.category ?? 'NULL'} END`,
    outcome: sql`CASE WHEN ${asked('errorCode')} AND (${asked('eventType')} OR nullif(errorCode, '') IS NOT NULL) THEN ${cloudtrailSelect.outcome ?? 'NULL'} END`,
    fidelity: sql`'flattened'`,
  },
}

/** What somebody selected of events as JSON: with jq, in Athena, in Microsoft Sentinel. */
function isSelection(names: ReadonlySet<string>, uri: string): boolean {
  if (['s3', 'dynamodb', 'kinesis'].some((name) => names.has(name))) return false
  const lower = new Set([...names].map(lowerName))
  // Inside of something else (no URI) an application's own events may be called so.
  return lower.has('awseventid') || (uri !== '' && lower.has('eventtime') && lower.has('eventname'))
}

function respell(record: Buffer, names: ReadonlySet<string>): Buffer | null {
  if (names.has('@selected')) return null
  const row = lakeRecord([...fieldsOf(record)].map(([name, value]) => [name, cellOf(value.toString())]))
  return Buffer.isBuffer(row) ? row : null
}
