import { sql } from '../../../shared/sql.ts'

/**
 * The places of events in the parameter $events, each once, as a table. DISTINCT beside a recursive unnest would compare
 * the first column only (DuckDB 1.5), so it stands around it.
 */
export const askedPlaces = sql`(
  SELECT DISTINCT * FROM (
    SELECT unnest(from_json($events, '[{"object_id":"UINTEGER","ordinal":"UINTEGER"}]'), recursive := true)))`
