import { eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { sql } from '../../../shared/sql.ts'
import { figure, type Section } from '../section.ts'

/** One event with everything that it says. */
export const event: Section<'event'> = async ({ object_id, ordinal }) => [
  figure(
    'The event as it was read',
    { kind: 'record' },
    sql`
      SELECT ${eventColumnNames.map((name) => (name === 'object_id' || name === 'ordinal' ? name : `${name} AS "${eventColumns[name].title}"`)).join(', ')}
      FROM event
      WHERE object_id = ${object_id} AND ordinal = ${ordinal}`,
  ),
]
