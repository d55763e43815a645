import { sql } from '../../shared/sql.ts'
import { describe } from './describe.ts'
import type { Family } from './families.ts'
import { JsonLists } from './json-lists.ts'
import { type Ground, leafSql } from './leaf-sql.ts'
import type { Leaf, Node } from './node.ts'
import { nodeSql } from './node-sql.ts'
import { binder, type Question } from './records-sql.ts'
import type { EventRule } from './rule.ts'

/** One test of a rule, as `matchedQuestion` numbers them. */
export interface Tested {
  readonly field: string
  readonly test: string
}

/**
 * Why events match a rule: rows (object_id, ordinal, test, values) for every test that holds and is no exception, with
 * the values of its field as a JSON list. `tests` says what the numbers mean. The events: `$events`, a JSON list of
 * [object_id, ordinal].
 */
export function matchedQuestion(
  rule: EventRule,
  families: readonly Family[],
  events: readonly (readonly [number, number])[],
): Question & { readonly tests: readonly Tested[] } {
  const leaves = asserted(rule.detection)
  const { bind, asked } = binder({ events: JSON.stringify(events) })
  const wanted = sql`(SELECT event.* FROM event WHERE (object_id, ordinal) IN (
    SELECT ((e->>0)::UINTEGER, (e->>1)::UINTEGER) FROM (SELECT unnest(from_json($events, '["JSON"]')) AS e)))`
  const questions = families.flatMap((family) => {
    const formats = family.formats.filter((format) => rule.formats === null || rule.formats.includes(format))
    if (formats.length === 0) return []
    const lists = new JsonLists(bind)
    const ground = { target: family.target, lists, bind }
    const columns = leaves.map(
      (leaf, place) =>
        `CASE WHEN ${leafSql(leaf, ground)} THEN {'test': ${place}, 'values': ${valuesSql(leaf, ground)}} END`,
    )
    const condition = nodeSql(rule.detection, ground)
    return [
      sql`SELECT object_id, ordinal, m.test AS test, CAST(to_json(m.values) AS VARCHAR) AS "values"
        FROM (SELECT object_id, ordinal, unnest([${columns.join(', ')}]) AS m FROM ${lists.layers(wanted)}
          WHERE format IN (${formats.map(bind).join(', ')}) AND ${condition})
        WHERE m IS NOT NULL`,
    ]
  })
  return {
    ...asked(questions.join(' UNION ALL ') || noRows),
    tests: leaves.map(({ field, test }) => ({ field: field ?? 'any value', test: describe(test) })),
  }
}

const noRows = sql`SELECT 0 AS object_id, 0 AS ordinal, 0 AS test, '' AS "values" WHERE $events IS NULL`

/** Leaves that a match rests on: those under no negation. */
function asserted(node: Node): readonly Leaf[] {
  if (node.kind === 'leaf') return [node]
  return node.kind === 'not' ? [] : node.parts.flatMap(asserted)
}

const mostValues = 20

function valuesSql({ field, test }: Leaf, { target, lists }: Ground): string {
  if (field === null || test.kind === 'null') return '[]::VARCHAR[]'
  const place = target.place(field)
  if (place.kind === 'none') return '[]::VARCHAR[]'
  return place.kind === 'text' ? `[${place.sql}]` : `${lists.texts(place.sql, place.path)}[1:${mostValues}]`
}
