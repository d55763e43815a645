import type { RuleInfo } from '../../../shared/rule.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db, Params } from '../db.ts'
import { utc } from '../imports.ts'

/** A rule as a case remembers it. */
export interface KnownRule {
  readonly ruleNo: number
  readonly hash: string
  readonly lookedTo: number
  readonly lookedAt: string
}

/** What a rule of a run is in the case: its number, and above which object it has not looked yet. */
export interface RunRule {
  readonly info: RuleInfo
  readonly ruleNo: number
  /** Its findings are made anew: it is new or has changed, or events that it looked at have. */
  readonly fresh: boolean
  /** What it is and how it is used: findings of another version are made anew. */
  readonly version: string
  /** What it will have looked at: the objects up to a number, and what they were when the run began. */
  readonly upTo: number
  readonly lookedAt: string
}

export async function knownRules(db: Db): Promise<ReadonlyMap<string, KnownRule>> {
  const rows = await db.all<{ key: string; rule_no: number; hash: string; looked_to: number; looked_at: string }>(
    sql`SELECT key, rule_no, hash, looked_to, looked_at FROM rule`,
  )
  return new Map(
    rows.map(({ key, rule_no, hash, looked_to, looked_at }) => [
      key,
      { ruleNo: rule_no, hash, lookedTo: looked_to, lookedAt: looked_at },
    ]),
  )
}

/** The newest object with events. */
export async function newestObject(db: Db): Promise<number> {
  const [row] = await db.all<{ newest: number }>(sql`SELECT coalesce(max(object_id), 0) AS newest FROM event`)
  return row?.newest ?? 0
}

/**
 * What the objects up to a number are: another text when one of them was read anew or an event of them was replaced, so
 * that what was found in them has to be found again.
 */
export async function lookedAt(db: Db, upTo: number): Promise<string> {
  const [row] = await db.all<{ seen: string }>(
    sql`
      SELECT concat_ws(':',
        (SELECT count(*) FROM event WHERE object_id <= $upTo),
        (SELECT CAST(sum(hash(object_id, import_id, events)) AS VARCHAR) FROM object WHERE object_id <= $upTo)) AS seen`,
    { upTo },
  )
  return row?.seen ?? ''
}

/** Writes down the rules of a run; those that are not among them stay, as rules of an earlier run. */
export async function writeRules(tx: Db, rules: readonly RunRule[]): Promise<void> {
  const gone = rules.filter(({ fresh }) => fresh).map(({ ruleNo }) => ruleNo)
  await tx.run(sql`UPDATE rule SET current = false`)
  await tx.run(sql`DELETE FROM rule WHERE rule_no IN ${numbers(rules.map(({ ruleNo }) => ruleNo))}`)
  await tx.run(sql`DELETE FROM rule_hit WHERE rule_no IN ${numbers(gone)}`)
  await tx.run(
    sql`DELETE FROM detection_event WHERE detection_id IN (SELECT detection_id FROM detection WHERE rule_no IN ${numbers(gone)})`,
  )
  const list = rules.map(({ info: { text, ...info }, ruleNo, version, upTo, lookedAt }) => ({
    ...{ ruleNo, text, info, version, upTo, lookedAt },
    ...pick(info),
  }))
  await tx.run(
    sql`
      INSERT INTO rule
      SELECT (r->>'ruleNo')::UINTEGER, r->>'key', r->>'version', r->>'title', r->>'level', r->>'kind', r->>'file', r->>'text',
        r->'info', true, (r->>'upTo')::UINTEGER, r->>'lookedAt', ${utc('at')}
      FROM (SELECT unnest(from_json($list, '["JSON"]')) AS r)`,
    { list: JSON.stringify(list), at: new Date().toISOString() },
  )
}

function pick({ key, title, level, kind, file }: Omit<RuleInfo, 'text'>) {
  return { key, title, level, kind, file }
}

/** Numbers of ours, as SQL. */
export function numbers(list: readonly number[]): string {
  return `(SELECT unnest([${list.map((number) => Math.trunc(number)).join(', ')}]::UINTEGER[]))`
}

/** Keeps matches that correlations or first-seen conditions are computed from. `hits`: a relation (no, object_id, ordinal). */
export async function keepHits(
  tx: Db,
  hits: string,
  rules: readonly { readonly no: number; readonly ruleNo: number }[],
): Promise<void> {
  if (rules.length === 0) return
  await tx.run(sql`
    INSERT INTO rule_hit
    SELECT rule_no, object_id, ordinal FROM ${hits} JOIN (${valuesOf(rules)}) USING (no)`)
}

/** Adds matches to what rules have found: one detection for each principal in each account. */
export async function addDetections(
  tx: Db,
  hits: string,
  rules: readonly { readonly no: number; readonly ruleNo: number }[],
): Promise<void> {
  if (rules.length === 0) return
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE matched AS
    SELECT rule_no, event.account, coalesce(event.role, event.actor) AS principal, object_id, ordinal
    FROM ${hits} JOIN (${valuesOf(rules)}) USING (no) JOIN event USING (object_id, ordinal)`)
  await tx.run(sql`
    INSERT INTO detection (detection_id, rule_no, account, principal, shared, events, hidden, dismissed)
    SELECT (SELECT coalesce(max(detection_id), 0) FROM detection) + row_number() OVER (ORDER BY rule_no, account, principal),
      rule_no, account, principal, '[]', 0, 0, false
    FROM (SELECT DISTINCT rule_no, account, principal FROM matched) fresh
    WHERE NOT EXISTS (SELECT 1 FROM detection d WHERE d.rule_no = fresh.rule_no
      AND d.account IS NOT DISTINCT FROM fresh.account AND d.principal IS NOT DISTINCT FROM fresh.principal)`)
  await tx.run(sql`
    INSERT INTO detection_event
    SELECT d.detection_id, object_id, ordinal FROM matched
    JOIN detection d ON d.rule_no = matched.rule_no
      AND d.account IS NOT DISTINCT FROM matched.account AND d.principal IS NOT DISTINCT FROM matched.principal`)
  await tx.run(sql`DROP TABLE temp.matched`)
}

/** Drops what rules have found, but not what was decided about it: for rules whose findings are computed anew. */
export async function forgetEvents(tx: Db, ruleNos: readonly number[]): Promise<void> {
  await tx.run(
    sql`DELETE FROM detection_event WHERE detection_id IN (SELECT detection_id FROM detection WHERE rule_no IN ${numbers(ruleNos)})`,
  )
}

/** Fills in what rules say whose titles name fields. `said`: a question of rows (detection_id, said). */
export async function writeSaid(tx: Db, said: { readonly sql: string; readonly params: Params }): Promise<void> {
  await tx.run(
    sql`UPDATE detection SET said = filled.said FROM (${said.sql}) filled WHERE detection.detection_id = filled.detection_id`,
    said.params,
  )
}

function valuesOf(rules: readonly { readonly no: number; readonly ruleNo: number }[]): string {
  const rows = rules.map(({ no, ruleNo }) => `(${Math.trunc(no)}, ${Math.trunc(ruleNo)}::UINTEGER)`)
  return sql`SELECT * FROM (VALUES ${rows.join(', ')}) AS numbered(no, rule_no)`
}
