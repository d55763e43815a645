import { sql } from '../../shared/sql.ts'

/**
 * Of `hits` (n, t, g: the combination of values) those whose combination no earlier hit had in the days before, as n.
 * What has no time cannot be placed, and stays.
 */
export function firstSeenSql(hits: string, days: number): string {
  const seconds = Math.round(days * 86_400)
  return sql`SELECT n FROM (
    SELECT n, t, max(t) OVER (PARTITION BY g ORDER BY t RANGE BETWEEN INTERVAL '${seconds} seconds' PRECEDING AND INTERVAL '1 microsecond' PRECEDING) AS before
    FROM (${hits}))
    WHERE t IS NULL OR before IS NULL`
}
