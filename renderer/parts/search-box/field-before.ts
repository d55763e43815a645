import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import { resolveField } from '../../../shared/search/fields.ts'

/** The column whose value is being written, where values of it are counted. */
export function fieldBefore(before: string): EventColumnName | null {
  const name = /(?:^|[\s(-])([\p{L}_][\p{L}\p{N}_-]*)(?::|!?=)(?:\([^()]*)?$/u.exec(before)?.[1]
  const field = name === undefined ? null : resolveField(name, [])
  const column = field === null || 'nearest' in field ? undefined : field.exact[0]
  return column !== undefined && 'facet' in eventColumns[column] ? column : null
}
