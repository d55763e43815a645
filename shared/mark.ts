import type { EventColumnName } from './event.ts'
import type { Cell } from './rows.ts'

/** What a person says of an event, worst first. */
export const markTags = ['bad', 'suspicious', 'good'] as const
export type MarkTag = (typeof markTags)[number]

/** What can be said of an event; each is remembered by itself. `event`: a manual event, told by a person. */
export const markAspects = ['star', 'tag', 'hidden', 'comment', 'event'] as const
export type MarkAspect = (typeof markAspects)[number]

/** Manual events are of no object; this number, which no object can have, stands in their places. */
export const manualObject = 4_294_967_295

/** How an event is marked, in short. */
export interface EventMarks {
  readonly star: boolean
  readonly tag: MarkTag | null
  /** Left out of view unless asked for. */
  readonly hidden: boolean
  readonly comments: number
  /** Two people said different things, not knowing of each other. Until somebody decides, the later one counts. */
  readonly disputed: boolean
}
export const unmarked: EventMarks = { star: false, tag: null, hidden: false, comments: 0, disputed: false }

export interface MarkComment {
  /** Names the comment, also after it was changed. */
  readonly comment: string
  readonly text: string
  /** Who wrote it first, user@host, and when. */
  readonly by: string
  readonly at: string
  /** When it was changed last; null: never. */
  readonly changed: string | null
}

/** One of the things that were said of an aspect. */
export interface MarkVersion {
  readonly mark_id: string
  /** `true` of stars and hidden rows, a tag, a text, a manual event as JSON; null: nothing, any more. */
  readonly value: string | null
  readonly by: string
  readonly at: string
}

/** What people disagree about; the first version is the one that counts until somebody decides. */
export interface MarkDispute {
  readonly aspect: MarkAspect
  readonly comment: string | null
  readonly versions: readonly MarkVersion[]
}

/** Everything that was ever said of an event, the newest first. */
export interface MarkHistory extends MarkVersion {
  readonly aspect: MarkAspect
  readonly comment: string | null
  /** Whether it still stands. */
  readonly current: boolean
}

export interface MarksOfEvent extends EventMarks {
  readonly discussion: readonly MarkComment[]
  readonly disputes: readonly MarkDispute[]
  readonly history: readonly MarkHistory[]
  /** Of a manual event: what it tells. */
  readonly manual: ManualEvent | null
}

/** An event of the list of marks: its place, its columns as they were asked for, and all that is said of it. */
export interface MarkedEvent extends EventMarks {
  readonly object_id: number
  readonly ordinal: number
  /** The id by which marks are kept; null of an event without one. */
  readonly event_id: string | null
  readonly manual: boolean
  readonly cells: Readonly<Partial<Record<EventColumnName, Cell>>>
  readonly discussion: readonly MarkComment[]
  readonly disputes: readonly MarkDispute[]
  /** Where the record lies; null of a manual event. */
  readonly uri: string | null
  readonly sha256: string | null
}

/** A mark whose event is not in this case, or that two events of the same id could mean. */
export interface LostMark extends MarkVersion {
  readonly event_id: string | null
  readonly aspect: MarkAspect
  readonly reason: string
}

/** Something that a person knows to have happened and no log tells. */
export interface ManualEvent {
  readonly id: string
  /** ISO 8601 UTC. */
  readonly time: string
  readonly title: string
  readonly text: string
  /** Who told it first, and when. */
  readonly by: string
  readonly at: string
}

/** A manual event among the events of a filter. */
export interface ManualRow extends ManualEvent, EventMarks {
  readonly object_id: number
  readonly ordinal: number
  /** How many events of the filter come before it in the order of time. */
  readonly before: number
}

export interface MarkSummary {
  readonly events: number
  readonly starred: number
  readonly bad: number
  readonly suspicious: number
  readonly good: number
  readonly commented: number
  readonly comments: number
  readonly hidden: number
  readonly disputed: number
  readonly lost: number
  readonly manual: number
  /** What undoing would take back; null: this person has marked nothing in this case that still stands. */
  readonly undo: { readonly events: number; readonly at: string; readonly aspects: readonly MarkAspect[] } | null
}

/** What marking came to. */
export interface Marked {
  /** Events that were asked for, and those among them that are marked otherwise now. */
  readonly events: number
  readonly changed: number
}

/** What reading a file of marks came to. */
export interface MarksImported {
  /** Marks in the file, those among them that were not known, and those that do not bear the hash of what they say. */
  readonly marks: number
  readonly fresh: number
  readonly refused: number
  readonly people: readonly string[]
  /** Of the whole case, now. */
  readonly disputed: number
  readonly lost: number
  /** The file is of a case of another id. */
  readonly otherCase: string | null
}
