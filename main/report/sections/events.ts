import { eventColumns } from '../../../shared/event.ts'
import { sql } from '../../../shared/sql.ts'
import { figure, type Section, table } from '../section.ts'
import { conditionOf } from './chart.ts'

/** The events of a search, in the order of time. */
export const events: Section<'events'> = async ({ filter, columns, limit }) => {
  const where = conditionOf(filter)
  const shown = columns.filter((name) => name !== 'object_id' && name !== 'ordinal')
  return [
    figure(
      'How many there are',
      { kind: 'facts' },
      sql`SELECT count(*) AS "Events" FROM event WHERE ${where}`,
      sql`SELECT object_id, ordinal FROM event WHERE ${where}`,
    ),
    figure(
      limit === null ? 'All of them' : `The first ${limit.toLocaleString('en-US')}, in the order of time`,
      table,
      sql`
        SELECT ${[...shown.map((name) => `${name} AS "${eventColumns[name].title}"`), 'object_id', 'ordinal'].join(', ')}
        FROM event
        WHERE ${where}
        ORDER BY time NULLS LAST, object_id, ordinal${limit === null ? '' : `\nLIMIT ${limit}`}`,
    ),
  ]
}
