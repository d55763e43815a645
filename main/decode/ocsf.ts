import { columnsOf } from './columns.ts'
import type { Format } from './format.ts'
import { ocsfColumns } from './ocsf-columns.ts'
import { lakeOther } from './security-lake-other.ts'
import { extraOf } from './sql-extra.ts'

const names = [...ocsfColumns]
const { fields, select } = lakeOther(columnsOf(names.map((name) => ({ name, type: 'JSON' }))))
/** Without the steps between: what a field is computed from stands in its place. */
const overColumns = (sql: string) =>
  sql.replace(/"(@\w+)"/g, (name, field: string) => (fields[field] ? `(${fields[field]})` : name))

/**
 * Events of the Open Cybersecurity Schema Framework as JSON, of any class: findings of Security Hub (since 2025) in
 * EventBridge events, Verified Access logs, what CloudWatch Logs and AppFabric convert. Read as rows of Security Lake
 * of an unknown source are; which service an event is of stands in its metadata.
 */
export const ocsf: Format = {
  id: 'ocsf',
  title: 'OCSF events',
  idField: null,
  matches: ({ names }) =>
    names.has('class_uid') && (names.has('metadata') || names.has('category_uid') || names.has('type_uid')),
  columns: Object.fromEntries(names.map((name) => [name, 'JSON'])),
  select: {
    ...Object.fromEntries(Object.entries(select).map(([column, sql]) => [column, overColumns(sql)])),
    // CloudTrail has the same id: the event as it was logged is another record, and found by what they share.
    id: `coalesce(${overColumns('"@version"')}, 'ocsf-' || ${overColumns('"@id"')}, h)`,
    shared_id: `coalesce(${overColumns('"@finding"')}, nullif(json_extract_string(metadata, '$.uid'), ''))`,
    extra: extraOf(names),
    flags: `nullif(concat_ws(' ', f, ${overColumns(select.flags ?? 'NULL')}), '')`,
  },
}
