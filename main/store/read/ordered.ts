import type { Checked } from '../../../shared/api.ts'
import type { EventColumnName } from '../../../shared/event.ts'
import type { Rows } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'

/** The events of a filter in one order, by row number. */
export interface Ordered {
  readonly total: number
  /** At most `limit` rows from row number `offset`: object_id, ordinal, then the columns asked for. */
  rows(columns: readonly EventColumnName[], offset: number, limit: number, signal?: Signal): Promise<Rows>
  /** Row number of an event, or of the first event at or after a time; null when the filter lets none such through. */
  find(of: Checked<'position'>['of'], signal?: Signal): Promise<number | null>
}

/** The select list of a page. Names of columns are ours, so they stand in the text. */
export function selected(columns: readonly EventColumnName[]): string {
  return ['object_id', 'ordinal', ...columns].map((column) => `event.${column}`).join(', ')
}
