import { sql } from '../../shared/sql.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailSelect } from './cloudtrail-select.ts'
import type { Format } from './format.ts'

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
  matches: ({ names }) => names.has('@selected'),
  columns: { ...cloudtrail.columns, '@selected': 'VARCHAR' },
  select: {
    ...cloudtrailSelect,
    category: sql`CASE WHEN ${asked('eventCategory')} OR ${asked('managementEvent')} THEN ${cloudtrailSelect.category ?? 'NULL'} END`,
    outcome: sql`CASE WHEN ${asked('errorCode')} AND (${asked('eventType')} OR nullif(errorCode, '') IS NOT NULL) THEN ${cloudtrailSelect.outcome ?? 'NULL'} END`,
    fidelity: sql`'flattened'`,
  },
}
