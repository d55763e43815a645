import type { ExternalFinding } from '../../../shared/iam.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/**
 * What Security Hub gathered about configurations, each finding as it stands: those with a compliance status, and those
 * of IAM Access Analyzer and Prowler. What detectors saw happen is in the timeline. Archived ones are left out.
 */
export async function postureFindings(db: Db, signal?: Signal): Promise<readonly ExternalFinding[]> {
  const rows = await db.all<Omit<ExternalFinding, 'ours'>>(
    sql`
    WITH latest AS (
      SELECT *, row_number() OVER (PARTITION BY coalesce(shared_id, id) ORDER BY time DESC, id DESC) AS version
      FROM event
      WHERE service = 'securityhub' AND category = 'finding'
        AND (json_extract_string(extra, '$.Compliance.Status') IS NOT NULL OR kind IN ('IAM Access Analyzer', 'Prowler'))
    )
    SELECT
      coalesce(kind, 'Security Hub') AS source,
      coalesce(
        json_extract_string(extra, '$.Compliance.SecurityControlId'), json_extract_string(extra, '$.GeneratorId'), action, ''
      ) AS "check",
      coalesce(title, '') AS title,
      CASE severity WHEN 'informational' THEN 'info' ELSE coalesce(severity, 'info') END AS severity,
      CASE json_extract_string(extra, '$.Compliance.Status')
        WHEN 'FAILED' THEN 'fail' WHEN 'PASSED' THEN 'pass' WHEN 'WARNING' THEN 'other' WHEN 'NOT_AVAILABLE' THEN 'other'
        ELSE 'fail'
      END AS status,
      coalesce(account, '') AS account,
      coalesce(target, '') AS resource,
      coalesce(json_extract_string(extra, '$.Description'), '') AS text,
      strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ') AS time
    FROM latest
    WHERE version = 1 AND coalesce(json_extract_string(extra, '$.RecordState'), 'ACTIVE') = 'ACTIVE'
    ORDER BY time DESC, "check", resource`,
    {},
    signal,
  )
  return rows.map((row) => ({ ...row, ours: [] }))
}
