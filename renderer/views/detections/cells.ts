import type { Rows } from '../../../shared/rows.ts'

/** An event as the lists of this view show it. */
export interface ShownEvent {
  readonly object_id: number
  readonly ordinal: number
  readonly time: string | null
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly source: string
  readonly target: string
}

export function cellsOf({ columns, rows }: Rows): readonly ShownEvent[] {
  const place = new Map(columns.map(({ name }, at) => [name, at]))
  return rows.map((row) => {
    const text = (name: string) => String(row[place.get(name) ?? -1] ?? '')
    const source = text('source_ip')
    return {
      object_id: Number(text('object_id')),
      ordinal: Number(text('ordinal')),
      time: text('time') || null,
      action: text('action'),
      outcome: text('outcome'),
      actor: text('actor'),
      source: source === '' ? text('source_service') : source,
      target: text('target'),
    }
  })
}
