import { sql } from '../../../shared/sql.ts'
import { openFindings } from '../found-sql.ts'
import { figure, type Section, said, table } from '../section.ts'

/** What to look for elsewhere: addresses, keys, principals and clients of the events of grave findings. */
export const indicators: Section<'indicators'> = async () => [
  said(
    'These values stand in events of findings of medium level or above. That a value is here does not say that it is hostile: an address may be one of a service or of your own network.',
  ),
  figure('Indicators', table, indicatorsSql, graveRecords),
]

const graveRecords = sql`
  SELECT DISTINCT de.object_id, de.ordinal
  FROM detection_event de JOIN ${openFindings} f ON f.detection_id = de.detection_id
  WHERE f.level IN ('critical', 'high', 'medium')`

/** One indicator a row: what it is, its value, how often and when it was seen. */
export const indicatorsSql = sql`
  WITH e AS (
    SELECT event.* FROM event JOIN (${graveRecords}) USING (object_id, ordinal)
  ), seen AS (
    SELECT 'IP address' AS kind, source_ip AS value, time FROM e WHERE source_ip IS NOT NULL
    UNION ALL SELECT 'Access key', access_key, time FROM e WHERE access_key IS NOT NULL
    UNION ALL SELECT 'Principal', coalesce(role, actor), time FROM e WHERE coalesce(role, actor) IS NOT NULL
    UNION ALL SELECT 'User agent', user_agent, time FROM e WHERE user_agent IS NOT NULL AND source_service IS NULL
  )
  SELECT kind AS "Kind", value AS "Value", count(*) AS "Events of findings", min(time) AS "First", max(time) AS "Last"
  FROM seen
  GROUP BY kind, value
  ORDER BY list_position(['IP address', 'Access key', 'Principal', 'User agent'], kind), count(*) DESC, value`
