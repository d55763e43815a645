import type { Suppression, SuppressionPreview } from '../../../shared/detection.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { utc } from '../imports.ts'
import { who } from '../who.ts'
import { shownColumns } from './detail.ts'
import { hiddenBy, recount } from './settle.ts'

export async function suppressions(db: Db, signal?: Signal): Promise<readonly Suppression[]> {
  return db.all(
    sql`
      SELECT s.suppression_id, s.rule_key AS rule, rule.title, s.search, s.note, s.made_by AS "by", s.made_at AS "at",
        (SELECT count(DISTINCT (object_id, ordinal)) FROM suppressed_event e WHERE e.suppression_id = s.suppression_id) AS events
      FROM suppression s LEFT JOIN rule ON rule.key = s.rule_key
      ORDER BY s.suppression_id`,
    {},
    signal,
  )
}

/** Exactly what a suppression would hide of what the rules of the last run found. */
export async function previewSuppression(
  db: Db,
  { rule, search, limit }: { readonly rule: string | null; readonly search: string; readonly limit: number },
  signal?: Signal,
): Promise<SuppressionPreview> {
  const hidden = hiddenBy(rule, search)
  const rows = await db.all<{
    rule: string
    title: string
    level: SuppressionPreview['rules'][number]['level']
    events: number
    detections: number
    whole: number
  }>(
    sql`
      SELECT rule.key AS rule, any_value(rule.title) AS title, any_value(rule.level) AS level, sum(n)::BIGINT AS events,
        count(*) AS detections, count(*) FILTER (WHERE n >= d.events) AS whole
      FROM (SELECT detection_id, count(*) AS n FROM (${hidden.sql}) GROUP BY detection_id) h
      JOIN detection d USING (detection_id) JOIN rule ON rule.rule_no = d.rule_no
      WHERE rule.current
      GROUP BY rule.key ORDER BY events DESC, title`,
    hidden.params,
    signal,
  )
  const events = sql`SELECT DISTINCT object_id, ordinal FROM (${hidden.sql}) JOIN detection d USING (detection_id) JOIN rule ON rule.rule_no = d.rule_no WHERE rule.current`
  const [count] = await db.all<{ n: number }>(sql`SELECT count(*) AS n FROM (${events})`, hidden.params, signal)
  const shown = await db.rows(
    sql`SELECT object_id, ordinal, ${shownColumns.join(', ')} FROM (${events}) JOIN event USING (object_id, ordinal)
      ORDER BY time NULLS LAST, object_id, ordinal LIMIT ${limit}`,
    hidden.params,
    signal,
  )
  return {
    events: count?.n ?? 0,
    detections: rows.reduce((sum, row) => sum + row.detections, 0),
    whole: rows.reduce((sum, row) => sum + row.whole, 0),
    rules: rows.map(({ whole: _, ...row }) => row),
    rows: { columns: shown.columns, rows: shown.rows },
  }
}

/** Error `bad-input` for an empty search, which would hide everything. */
export async function saveSuppression(
  tx: Db,
  given: { readonly rule: string | null; readonly search: string; readonly note: string },
): Promise<void> {
  if (given.rule === null && given.search.trim() === '') {
    throw new Problem(
      'bad-input',
      'a suppression of every rule needs a search: without one it would hide everything that was found',
    )
  }
  hiddenBy(given.rule, given.search)
  await tx.run(
    sql`
      INSERT INTO suppression
      SELECT coalesce(max(suppression_id), 0) + 1, $rule, $search, $note, $who, ${utc('at')} FROM suppression`,
    { ...given, who: who(), at: new Date().toISOString() },
  )
  await recount(tx)
}

export async function deleteSuppression(tx: Db, suppressionId: number): Promise<void> {
  await tx.run(sql`DELETE FROM suppression WHERE suppression_id = $suppressionId`, { suppressionId })
  await recount(tx)
}

/** Dismisses detections, or opens them again, with the reason. Error `not-found` when one of them is not there. */
export async function decide(
  tx: Db,
  {
    detections,
    dismissed,
    note,
  }: { readonly detections: readonly number[]; readonly dismissed: boolean; readonly note: string },
): Promise<void> {
  const ids = `(SELECT unnest(from_json($ids, '["UINTEGER"]')))`
  const params = { ids: JSON.stringify(detections) }
  const [there] = await tx.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM detection WHERE detection_id IN ${ids}`,
    params,
  )
  if (there?.n !== new Set(detections).size)
    throw new Problem('not-found', 'one of these detections is not there any more; look at the list again')
  await tx.run(
    sql`UPDATE detection SET dismissed = $dismissed, note = nullif($note, ''), decided_by = $who, decided_at = ${utc('at')} WHERE detection_id IN ${ids}`,
    { ...params, dismissed, note, who: who(), at: new Date().toISOString() },
  )
}
