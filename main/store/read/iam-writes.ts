import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** A successful call that may have changed identities or the organization, as the log has it. */
export interface IamWrite {
  readonly object_id: number
  readonly ordinal: number
  readonly time: string
  readonly account: string
  readonly service: string
  readonly action: string
  readonly actor: string | null
  readonly actor_type: string | null
  readonly actor_name: string | null
  readonly source_ip: string | null
  /** JSON. */
  readonly request: string | null
  readonly response: string | null
}

/** Calls to IAM and Organizations that were not refused and do more than read, oldest first. */
export async function iamWrites(db: Db, signal?: Signal): Promise<readonly IamWrite[]> {
  return db.all<IamWrite>(
    sql`
    SELECT
      object_id,
      ordinal,
      strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ') AS time,
      account,
      service,
      action,
      actor,
      actor_type,
      actor_name,
      source_ip,
      request::VARCHAR AS request,
      response::VARCHAR AS response
    FROM event
    WHERE service IN ('iam', 'organizations') AND category = 'management' AND outcome = 'success'
      AND read_only IS DISTINCT FROM true AND time IS NOT NULL AND account IS NOT NULL
      AND NOT regexp_matches(action, '^(Get|List|Describe|Simulate)')
    ORDER BY time, object_id, ordinal`,
    {},
    signal,
  )
}
