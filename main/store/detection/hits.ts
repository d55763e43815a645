import type { Hit } from '../../../shared/detection.ts'
import { type Level, levels } from '../../../shared/rule.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { askedPlaces } from '../read/asked-places.ts'

/** A hit, and whether its rule is one of Wazuh, whose titles may name fields. */
export interface FoundHit extends Hit {
  readonly fromXml: boolean
}

/** For each event the open findings that it is part of, the gravest first; what is suppressed or dismissed is left out. */
export async function hits(
  db: Db,
  events: readonly { readonly object_id: number; readonly ordinal: number }[],
  signal?: Signal,
): Promise<readonly (readonly FoundHit[])[]> {
  const rows = await db.all<{
    object_id: number
    ordinal: number
    detection_id: number
    rule: string
    title: string
    level: Level
    fromXml: boolean
  }>(
    sql`
      SELECT de.object_id, de.ordinal, detection_id, rule.key AS rule, rule.title, rule.level, starts_with(rule.text, '<') AS "fromXml"
      FROM ${askedPlaces} asked
      JOIN detection_event de ON de.object_id = asked.object_id AND de.ordinal = asked.ordinal
      JOIN detection USING (detection_id)
      JOIN rule USING (rule_no)
      WHERE rule.current AND NOT detection.dismissed AND NOT EXISTS (
        FROM suppressed_event s
        WHERE s.detection_id = de.detection_id AND s.object_id = de.object_id AND s.ordinal = de.ordinal)
      ORDER BY detection_id`,
    { events: JSON.stringify(events) },
    signal,
  )
  const found = new Map<string, FoundHit[]>()
  for (const { object_id, ordinal, ...hit } of rows) {
    const key = `${object_id}:${ordinal}`
    found.set(key, [...(found.get(key) ?? []), hit])
  }
  const gravity = (hit: FoundHit) => levels.indexOf(hit.level)
  return events.map(({ object_id, ordinal }) =>
    (found.get(`${object_id}:${ordinal}`) ?? []).toSorted((a, b) => gravity(b) - gravity(a)),
  )
}
