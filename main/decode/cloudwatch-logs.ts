import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

/**
 * Log events of CloudWatch Logs whose message is of no format that is known by itself: what an application wrote. The
 * id of a log event is a decimal number of more than 50 digits; where something rounded it, it identifies nothing. An
 * export to S3, `filter-log-events` and most queries do not say whose log it is: such a copy is `bare`.
 */
export const cloudwatchLogs: Format = {
  id: 'cloudwatch-logs',
  title: 'Amazon CloudWatch Logs events',
  idField: null,
  matches: ({ names }) =>
    names.has('logStream') && names.has('message') && (names.has('logGroup') || names.has('timestamp')),
  columns: {
    owner: 'VARCHAR',
    logGroup: 'VARCHAR',
    logStream: 'VARCHAR',
    id: 'VARCHAR',
    timestamp: 'VARCHAR',
    message: 'VARCHAR',
    extractedFields: 'JSON',
  },
  select: {
    time: timeOf('"timestamp"'),
    id: sql`CASE WHEN regexp_full_match(id, '\d{40,}') THEN id ELSE h END`,
    account: '"owner"',
    service: sql`'logs'`,
    action: sql`'LogEvent'`,
    target: 'logGroup',
    title: sql`left(coalesce("message", CAST(extractedFields AS VARCHAR)), 300)`,
    extra: extraOf(['id', 'logStream', 'message', 'extractedFields']),
    fidelity: sql`CASE WHEN "owner" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: flagsOf(timeOf('"timestamp"'), '"timestamp"'),
  },
}
