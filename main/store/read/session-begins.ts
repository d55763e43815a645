import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** A call that gave out the keys of a session. */
export interface SessionBegin {
  readonly object_id: number
  readonly ordinal: number
  readonly time: string
  readonly action: string
  readonly actor: string | null
  readonly source_ip: string | null
  /** The key, and the ARN of the assumed role or federated user. */
  readonly access_key: string
  readonly session: string | null
  /** ARN of the role; null where none was assumed. */
  readonly role: string | null
  /** JSON; null: the log has none, or not whole. */
  readonly request: string | null
}

/** Calls to STS that gave out this access key, or keys of the session with this ARN; the same call seen in two accounts once. */
export async function sessionBegins(db: Db, text: string, signal?: Signal): Promise<readonly SessionBegin[]> {
  return db.all<SessionBegin>(
    sql`
    WITH begun AS (
      SELECT
        object_id,
        ordinal,
        time,
        action,
        coalesce(role, actor) AS actor,
        source_ip,
        json_extract_string(response, '$.credentials.accessKeyId') AS access_key,
        coalesce(json_extract_string(response, '$.assumedRoleUser.arn'),
          json_extract_string(response, '$.federatedUser.arn')) AS session,
        json_extract_string(request, '$.roleArn') AS role,
        request
      FROM event
      WHERE service = 'sts' AND outcome = 'success'
    )
    SELECT
      object_id, ordinal, strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ') AS time, action, actor, source_ip, access_key, session,
      role, request::VARCHAR AS request
    FROM begun
    WHERE access_key = $text OR (session = $text AND access_key IS NOT NULL)
    QUALIFY row_number() OVER (PARTITION BY access_key ORDER BY actor LIKE 'arn:%' DESC, object_id, ordinal) = 1
    ORDER BY time, access_key`,
    { text },
    signal,
  )
}

/** Who called with a temporary key, or as a session: the role or user behind it. Null: nobody did. */
export async function sessionHolder(db: Db, text: string, signal?: Signal): Promise<string | null> {
  const [found] = await db.all<{ holder: string }>(
    sql`
    SELECT coalesce(role, actor) AS holder
    FROM event
    WHERE (access_key = $text OR actor = $text) AND coalesce(role, actor) LIKE 'arn:%'
    GROUP BY holder
    ORDER BY count(*) DESC, holder
    LIMIT 1`,
    { text },
    signal,
  )
  return found?.holder ?? null
}
