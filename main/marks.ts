import type { Checked, Handlers, Notice } from '../shared/api.ts'
import { type ManualRow, manualObject, unmarked } from '../shared/mark.ts'
import type { markMethods } from '../shared/mark-input.ts'
import type { Signal } from '../shared/signal.ts'
import type { CaseFile } from './store/case-file.ts'
import { importMarks, readMarks } from './store/marks/exchange.ts'
import { eventMarks, lostMarks, manualMatching, markSummary, marks } from './store/marks/list.ts'
import { marksOf } from './store/marks/said.ts'
import { decideMark, editComment, markEvents, tellManualEvent, undoMark } from './store/marks/write.ts'
import { count } from './store/read/count.ts'
import type { Views } from './store/read/views.ts'

/** How the engine answers about what people say of events. Everything that is said is in the audit log. */
export function markHandlers(
  file: CaseFile,
  views: Views,
  tell: (notice: Notice) => void,
): Pick<Handlers<'case'>, keyof typeof markMethods> {
  const { db } = file
  const change = async <T>(action: string, details: unknown, work: Parameters<typeof file.writeMarks<T>>[0]) => {
    const result = await file.writeMarks(work)
    file.audit(action, { ...(details as object), ...(result as object) })
    tell({ kind: 'marks', marksVersion: file.marksVersion })
    return result
  }
  const silently = async (action: string, details: unknown, work: Parameters<typeof file.writeMarks<void>>[0]) => {
    await change(action, details, work)
    return null
  }
  return {
    markEvents: (input) => change('events-marked', input, (tx) => markEvents(tx, input)),
    editComment: (input) => silently('comment-changed', input, (tx) => editComment(tx, input)),
    undoMark: () => change('mark-undone', {}, undoMark),
    decideMark: (input) => silently('mark-decided', input, (tx) => decideMark(tx, input.mark_id)),
    manualEvent: (input) =>
      change('manual-event-told', { event: input.event }, async (tx) => ({ id: await tellManualEvent(tx, input) })),
    importMarks: async ({ text, name }) => {
      const marksFile = readMarks(text, name)
      const came = await change('marks-imported', { name, sha256: marksFile.sha256 }, (tx) =>
        importMarks(tx, marksFile),
      )
      const { disputed, lost } = await markSummary(db)
      const { id } = await file.info()
      return { ...came, disputed, lost, otherCase: marksFile.case.id === id ? null : marksFile.case.name }
    },

    manualEvents: ({ filter }, signal) => manualRowsIn(file, views, filter, signal),
    marksOf: ({ events }, signal) => marksOf(db, events, signal),
    eventMarks: (input, signal) => eventMarks(db, input, signal),
    marks: (input, signal) => marks(db, input, signal),
    lostMarks: ({ limit }, signal) => lostMarks(db, limit, signal),
    markSummary: (_, signal) => markSummary(db, signal),
  }
}

/** Manual events among the events of a filter, each with how many of those come before it. */
async function manualRowsIn(
  file: CaseFile,
  views: Views,
  filter: Checked<'manualEvents'>['filter'],
  signal: Signal | undefined,
): Promise<readonly ManualRow[]> {
  const found = await manualMatching(file.db, filter, signal)
  if (found.length === 0) return []
  const version = file.dataVersion
  const { events } = await views.where(filter, version, (where) => count(file.db, where, signal), signal)
  const places = found.map(({ ordinal }) => ({ object_id: manualObject, ordinal }))
  const marked = await marksOf(file.db, places, signal)
  const rows: ManualRow[] = []
  for (const [at, event] of found.entries()) {
    const order = { column: 'time', descending: false } as const
    const { offset } = await views.position({ filter, order, of: { time: event.time } }, version, signal)
    rows.push({ ...event, object_id: manualObject, before: offset ?? events, ...(marked[at] ?? unmarked) })
  }
  return rows
}
