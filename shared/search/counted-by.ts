import { type EventColumnName, type FacetName, type RuleFacet, ruleFacets } from '../event.ts'
import { sql } from '../sql.ts'
import { openHits } from './fields.ts'

/** Where events are counted from, with all of their columns, and by which expression. */
export interface CountedBy {
  readonly from: string
  readonly value: string
}

/** A column of events; or what rules say of events that they found, an event once for each: others are not counted. */
export function countedBy(facet: FacetName): CountedBy {
  if (!isOfRules(facet)) return { from: 'event', value: facet satisfies EventColumnName }
  const hits = sql`SELECT DISTINCT found.object_id, found.ordinal, unnest(${texts[facet]}) AS found_by FROM ${openHits}`
  return {
    from: sql`(SELECT event.*, event.rowid AS rowid, found_by FROM event JOIN (${hits}) USING (object_id, ordinal))`,
    value: 'found_by',
  }
}

function isOfRules(facet: FacetName): facet is RuleFacet {
  return (ruleFacets as readonly string[]).includes(facet)
}

const texts: Readonly<Record<RuleFacet, string>> = {
  rule: '[rule.title]',
  group: `from_json(rule.info->'groups', '["VARCHAR"]')`,
  tactic: `from_json(rule.info->'tactics', '["VARCHAR"]')`,
  level: '[rule.level]',
}
