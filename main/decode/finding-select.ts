import { sql } from '../../shared/sql.ts'

/**
 * A finding is reported again whenever it changes, under the same id: its versions are told apart by `changed`, so that
 * a newer one does not contradict the older, and found together by shared_id.
 */
export const findingIds = (id: string, changed: string) => ({
  id: sql`CASE WHEN nullif(${id}, '') IS NULL THEN h ELSE concat_ws('@', ${id}, ${changed}) END`,
  shared_id: sql`nullif(${id}, '')`,
})

/** A number to a word, by the least number of each word. */
export const severityOf = (score: string, critical: number, high: number, medium: number, low: number) =>
  sql`CASE WHEN ${score} >= ${critical} THEN 'critical' WHEN ${score} >= ${high} THEN 'high' WHEN ${score} >= ${medium} THEN 'medium' WHEN ${score} >= ${low} THEN 'low' WHEN ${score} IS NOT NULL THEN 'informational' END`

/** A word of any case to one of ours, or NULL. */
export const severityWord = (word: string) =>
  sql`CASE WHEN lower(${word}) IN ('critical', 'high', 'medium', 'low', 'informational') THEN lower(${word}) END`
