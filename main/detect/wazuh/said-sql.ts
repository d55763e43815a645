import type { Bind } from '../../../shared/search/text-sql.ts'
import { sql } from '../../../shared/sql.ts'
import type { Family } from '../families.ts'
import type { Target } from '../place.ts'
import { binder, type Question } from '../records-sql.ts'
import { flatText } from './flat.ts'

const placeholder = /\$\(([^()]*)\)/

/** Whether a description names fields of the event, as `$(aws.eventName)`. */
export function namesFields(title: string): boolean {
  return placeholder.test(title)
}

/** What a description says of each of these events: rows (object_id, ordinal, said). The events as JSON: `$events`. */
export function saidQuestion(
  title: string,
  families: readonly Family[],
  events: readonly (readonly [number, number])[],
): Question {
  const { bind, asked } = binder({ events: JSON.stringify(events) })
  return asked(
    sql`
      SELECT object_id, ordinal, ${saidSql(title, families, bind)} AS said
      FROM event
      WHERE (object_id, ordinal) IN (
        SELECT ((e->>0)::UINTEGER, (e->>1)::UINTEGER) FROM (SELECT unnest(from_json($events, '["JSON"]')) AS e))`,
  )
}

/** A rule whose description names fields, by its number in the case. */
export interface Titled {
  readonly ruleNo: number
  readonly title: string
}

/** What rules say of what they found: rows (detection_id, said), that of the last event and how many others there are. */
export function saidInAllQuestion(rules: readonly Titled[], families: readonly Family[]): Question {
  const { bind, asked } = binder()
  const cases = rules.map(({ ruleNo, title }) => `WHEN ${ruleNo} THEN ${saidSql(title, families, bind)}`)
  return asked(sql`
      SELECT detection_id, arg_max(said, place) || CASE count(DISTINCT said) WHEN 1 THEN '' WHEN 2 THEN ' (and 1 other)'
        ELSE ' (and ' || (count(DISTINCT said) - 1) || ' others)' END AS said
      FROM (
        SELECT detection_id, (coalesce(time, TIMESTAMP '0001-01-01'), object_id, ordinal) AS place,
          CASE rule_no ${cases.join(' ')} END AS said
        FROM (SELECT detection_id, rule_no FROM detection WHERE rule_no IN (${rules.map(({ ruleNo }) => ruleNo).join(', ')}))
        JOIN detection_event USING (detection_id) JOIN event USING (object_id, ordinal))
      GROUP BY detection_id`)
}

/** The description with the fields of an event in it, nothing for what is missing. */
function saidSql(title: string, families: readonly Family[], bind: Bind): string {
  const cases = families.map(
    ({ formats, target }) => `WHEN format IN (${formats.map(bind).join(', ')}) THEN ${filled(title, target, bind)}`,
  )
  return cases.length === 0 ? bind(title) : `CASE ${cases.join(' ')} END`
}

/** Every other part, beginning with the second, is the name of a field. */
function filled(title: string, target: Target, bind: Bind): string {
  const parts = title.split(new RegExp(placeholder, 'g')).map((part, at) => {
    if (at % 2 === 0) return bind(part)
    const place = target.place(part)
    if (place.kind === 'none') return `''`
    return place.kind === 'text' ? place.sql : flatText(place.sql, place.path, bind)
  })
  return `concat(${parts.join(', ')})`
}
