import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { mysqlAuditFields, mysqlAuditLayout } from './mysql-audit-rows.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'

const promoted = new Set<string>(['timestamp', 'username', 'object'])
/** RDS writes `20250304 05:06:07`, Aurora microseconds since 1970; both are UTC. */
const time = sql`CASE WHEN regexp_full_match("timestamp", '\d{16}') THEN make_timestamp(try_cast("timestamp" AS BIGINT)) ELSE try_strptime("timestamp", '%Y%m%d %H:%M:%S') END`
const logGroup = sql`json_extract_string("@envelope", '$.logGroup')`
const database = sql`regexp_extract(${logGroup}, '^/aws/rds/(?:instance|cluster)/([^/]+)/', 1)`

/**
 * What the audit plugin of MariaDB saw, in RDS for MariaDB and MySQL and in Aurora MySQL: who connected, from where, and
 * what was run. Fields: mariadb.com, "MariaDB Audit Plugin - Log Format"; Aurora User Guide, "Advanced Auditing".
 */
export const mysqlAudit: Format = {
  id: 'mysql-audit',
  title: 'Amazon RDS audit logs (MySQL, MariaDB)',
  idField: null,
  matches: () => false,
  columns: { ...Object.fromEntries(mysqlAuditFields.map((name) => [name, 'VARCHAR'])), '@envelope': 'JSON' },
  text: mysqlAuditLayout,
  select: {
    time,
    id: 'h',
    shared_id: sql`nullif(connectionid, '0')`,
    account: sql`json_extract_string("@envelope", '$.owner')`,
    service: sql`'rds'`,
    action: '"operation"',
    category: sql`'data'`,
    kind: sql`'MySQL'`,
    outcome: sql`CASE WHEN "operation" = 'FAILED_CONNECT' OR retcode IN ('1044', '1045', '1142', '1143', '1227', '1370') THEN 'denied' WHEN retcode = '0' THEN 'success' WHEN retcode IS NOT NULL THEN 'failed' END`,
    error_code: sql`nullif(retcode, '0')`,
    actor: 'username',
    actor_type: sql`CASE WHEN username IS NOT NULL THEN 'DatabaseUser' END`,
    actor_name: 'username',
    source_ip: addressOf('host'),
    target: sql`concat_ws('/', coalesce(nullif(${database}, ''), serverhost), "database")`,
    target_type: sql`CASE WHEN starts_with(${logGroup}, '/aws/rds/cluster/') THEN 'AWS::RDS::DBCluster' ELSE 'AWS::RDS::DBInstance' END`,
    title: sql`left("object", 300)`,
    extra: extraOf(
      mysqlAuditFields.filter((name) => !promoted.has(name)),
      { object: sql`to_json("object")` },
    ),
    fidelity: sql`CASE WHEN "@envelope" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: sql`nullif(concat_ws(' ', f, CASE WHEN ${time} IS NULL THEN 'bad-time' END), '')`,
  },
}
