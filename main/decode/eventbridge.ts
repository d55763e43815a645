import { sql } from '../../shared/sql.ts'
import { severityWord } from './finding-select.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const said = sql`json_transform(detail, '{"title":"VARCHAR","insightName":"VARCHAR","severity":"VARCHAR"}')`

/**
 * EventBridge events whose detail is of no format that is known by itself: state changes, other services' findings,
 * events of one's own applications. Fields: EventBridge User Guide, "Event structure".
 */
export const eventbridge: Format = {
  id: 'eventbridge',
  title: 'Amazon EventBridge events',
  idField: 'id',
  matches: ({ names }) => names.has('detail-type') && names.has('detail') && names.has('source'),
  columns: {
    version: 'JSON',
    id: 'VARCHAR',
    'detail-type': 'VARCHAR',
    source: 'VARCHAR',
    account: 'VARCHAR',
    time: 'VARCHAR',
    region: 'VARCHAR',
    resources: 'JSON',
    detail: 'JSON',
  },
  select: {
    time: timeOf('"time"'),
    id: sql`coalesce(nullif(id, ''), h)`,
    account: 'account',
    region: 'region',
    service: sql`CASE WHEN starts_with("source", 'aws.') THEN substring("source", 5) ELSE "source" END`,
    action: sql`"detail-type"`,
    category: sql`CASE WHEN regexp_matches("detail-type", '(?i)\b(finding|findings|insight results)\b') THEN 'finding' END`,
    kind: sql`'EventBridge'`,
    target: sql`json_extract_string(resources, '$[0]')`,
    severity: severityWord(sql`${said}.severity`),
    title: sql`coalesce(${said}.title, ${said}.insightName, "detail-type")`,
    request: 'detail',
    extra: extraOf(['version', 'resources', 'source']),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf('"time"'), '"time"'),
  },
}
