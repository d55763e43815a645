import type { CollectedPlace, CollectionResult, CollectionRun } from '../../../shared/collection.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** What has been collected, by source, account, region, service and day: the heat map of what is there and what is not. */
export async function collectedPlaces(
  db: Db,
  source: string | null,
  signal?: Signal,
): Promise<readonly CollectedPlace[]> {
  return db.all<Record<keyof CollectedPlace, never>>(
    sql`
      SELECT
        source, account, region, service, CAST(day AS VARCHAR) AS day,
        count(*) FILTER (state <> 'rejected' AND mark <> 'delete-marker') AS objects,
        CAST(coalesce(sum(bytes) FILTER (state <> 'rejected'), 0) AS DOUBLE) AS bytes,
        count(*) FILTER (state = 'rejected') AS failed,
        count(*) FILTER (mark <> 'current') AS deleted
      FROM collected
      WHERE $source IS NULL OR source = $source
      GROUP BY ALL
      ORDER BY source, account, region, service, day
      LIMIT 200000`,
    { source },
    signal,
  )
}

/** The runs of collections, newest first. */
export async function collectionRuns(db: Db, limit: number, signal?: Signal): Promise<readonly CollectionRun[]> {
  const rows = await db.all<{
    import_id: number
    names: string
    startedAt: string
    endedAt: string | null
    state: CollectionRun['state']
    result: string | null
  }>(
    sql`
      SELECT
        import_id, json_extract(what, '$.collect') AS names, started_at AS "startedAt", ended_at AS "endedAt", state, result
      FROM import
      WHERE json_extract(what, '$.collect') IS NOT NULL
      ORDER BY import_id DESC
      LIMIT $limit`,
    { limit },
    signal,
  )
  return rows.map(({ names, result, ...run }) => ({
    ...run,
    sources: JSON.parse(names) as string[],
    result: result === null ? null : (JSON.parse(result) as CollectionResult | null),
  }))
}
