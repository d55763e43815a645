import * as z from 'zod'
import { type EventColumnName, eventColumnNames } from './event.ts'
import { Filter } from './filter.ts'
import { markTags } from './mark.ts'

/** What is asked of marks, as methods of the Api. */
const event = z.strictObject({ object_id: z.int().min(0), ordinal: z.int().min(0) })
const column = z.enum(eventColumnNames as [EventColumnName, ...EventColumnName[]])
const limit = z.int().min(1).max(1000)
const offset = z.int().min(0).max(4_294_967_295)
const search = z.string().max(20_000)
const text = z.string().min(1).max(20_000)
const title = z.string().min(1).max(1000)

export const markMethods = {
  /** Marks events: some, or all that a filter lets through. What is not named in `set` stays; `comment` adds one to each. */
  markEvents: {
    scope: 'case',
    writes: true,
    input: z.strictObject({
      which: z.union([
        z.strictObject({ events: z.array(event).min(1).max(10_000) }),
        z.strictObject({ filter: Filter }),
      ]),
      set: z
        .strictObject({
          star: z.boolean().optional(),
          tag: z.enum(markTags).nullable().optional(),
          hidden: z.boolean().optional(),
          comment: text.optional(),
        })
        .refine((set) => Object.keys(set).length > 0, 'say what to mark: star, tag, hidden or comment'),
    }),
  },
  /** Changes a comment that this person wrote; null takes it away. It stays in the history. */
  editComment: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ comment: z.string().max(100), text: text.nullable() }),
  },
  /** Takes back what this person marked last in this case. */
  undoMark: { scope: 'case', writes: true, input: z.strictObject({}) },
  /** Settles what people disagree about: what one of them said counts for everybody. */
  decideMark: { scope: 'case', writes: true, input: z.strictObject({ mark_id: z.string().max(100) }) },
  /** Tells a manual event, changes it (`id`) or takes it away (`event` null). */
  manualEvent: {
    scope: 'case',
    writes: true,
    input: z.union([
      z.strictObject({
        id: z.string().max(100).nullable().default(null),
        event: z.strictObject({ time: z.iso.datetime(), title, text: z.string().max(20_000).default('') }),
      }),
      z.strictObject({ id: z.string().max(100), event: z.null() }),
    ]),
  },
  /** Manual events in the range of a filter for which its search holds, at most 10,000, in the order of time. */
  manualEvents: { scope: 'case', input: z.strictObject({ filter: Filter }) },
  /** How events are marked, in the order asked. */
  marksOf: { scope: 'case', input: z.strictObject({ events: z.array(event).min(1).max(1000) }) },
  /** All that is said of one event. */
  eventMarks: { scope: 'case', input: event },
  /** Marked events, manual ones among them, in the order of time; `search` may ask for `tag:bad` and the like. */
  marks: {
    scope: 'case',
    input: z.strictObject({
      search: search.default(''),
      columns: z
        .array(column)
        .max(60)
        .default(['time', 'service', 'action', 'outcome', 'actor', 'source_ip', 'target', 'title']),
      offset,
      limit,
    }),
  },
  /** Marks whose event is not here. */
  lostMarks: { scope: 'case', input: z.strictObject({ limit }) },
  markSummary: { scope: 'case', input: z.strictObject({}) },
  /** Takes in the marks of a file that another person exported; again or in another order changes nothing. */
  importMarks: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ text: z.string().max(200_000_000), name: z.string().max(1000) }),
  },
} as const
