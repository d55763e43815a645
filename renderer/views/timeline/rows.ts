import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import { type EventMarks, type ManualRow, manualObject } from '../../../shared/mark.ts'
import type { Cell, Rows } from '../../../shared/rows.ts'
import type { Level } from '../../../shared/rule.ts'
import { time, visible } from '../../format.ts'

/** What names an event in a case. */
export interface EventKey {
  readonly object_id: number
  readonly ordinal: number
}

/** One line of the timeline: the columns that were asked for. */
export interface EventRow extends EventKey {
  readonly cells: Readonly<Partial<Record<EventColumnName, Cell>>>
  /** The gravest of the findings that it is part of. */
  readonly hit?: Level | undefined
  readonly marks?: EventMarks | undefined
}

/** What every row needs, shown or not: its time and name for ranges and context, and what colours it. */
const always = ['time', 'action', 'outcome', 'severity'] as const satisfies readonly EventColumnName[]

export function columnsToAsk(shown: readonly EventColumnName[]): EventColumnName[] {
  return [...new Set([...always, ...shown])]
}

export function toEventRows({ columns, rows }: Rows): readonly EventRow[] {
  const names = columns.map((column) => column.name)
  return rows.map((row) => {
    const cells = Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))
    return { object_id: Number(cells.object_id), ordinal: Number(cells.ordinal), cells }
  })
}

/** Of no log: somebody told it. */
export function isManual({ object_id }: EventKey): boolean {
  return object_id === manualObject
}

/** A manual event as a line of the timeline. */
export function toManualRow({ object_id, ordinal, time, title, by, ...marks }: ManualRow): EventRow {
  return { object_id, ordinal, cells: { time, action: title, title, actor_name: by, service: 'manual event' }, marks }
}

/** The first column of the timeline: how events are marked. It is no column of events. */
export const marksColumn = 'marks'

/** Marks as signs: a star, a tag, how many comments, a dispute, hidden. */
export function marksText({ marks }: EventRow): string {
  if (!marks) return ''
  const { star, tag, comments, disputed, hidden } = marks
  const signs = [star && '★', tag && tagSigns[tag], comments > 0 && `✎${comments}`, disputed && '≠', hidden && '⊘']
  return signs.filter(Boolean).join(' ')
}

const tagSigns = { bad: '✗', suspicious: '?', good: '✓' } as const

/** A cell as text for reading. */
export function shownValue(column: EventColumnName, value: Cell, utc: boolean): string {
  if (value === null) return ''
  if (eventColumns[column].type === 'TIMESTAMP') return time(String(value), utc)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return visible(String(value))
}

export function isTime(column: EventColumnName): boolean {
  return eventColumns[column].type === 'TIMESTAMP'
}

export function isJson(column: EventColumnName): boolean {
  return eventColumns[column].type === 'JSON'
}

/** Usual widths of columns, px, where they are not the usual 150. */
const widths: Partial<Record<EventColumnName, number>> = {
  action: 200,
  service: 110,
  outcome: 82,
  region: 110,
  account: 112,
  actor: 280,
  actor_name: 160,
  source_ip: 124,
  user_agent: 240,
  target: 240,
  access_key: 172,
  error_code: 170,
  error_message: 300,
  id: 280,
  read_only: 80,
  mfa: 60,
  ordinal: 80,
  object_id: 80,
  identity: 300,
  request: 300,
  response: 300,
  extra: 300,
}

export function usualWidth(column: EventColumnName, utc: boolean): number {
  if (isTime(column)) return utc ? 164 : 192
  return widths[column] ?? 150
}
