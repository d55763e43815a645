import {
  type EventMarks,
  type MarkAspect,
  type MarkComment,
  type MarkDispute,
  type MarkHistory,
  type MarkTag,
  type MarkVersion,
  unmarked,
} from '../../../shared/mark.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { askedPlaces } from '../read/asked-places.ts'

/** A row of `mark`, of an event that is in the case. */
export interface Said extends MarkVersion {
  readonly object_id: number
  readonly ordinal: number
  readonly aspect: MarkAspect
  readonly comment: string | null
  readonly current: boolean
}

/** What names an event in a case. */
export interface Place {
  readonly object_id: number
  readonly ordinal: number
}

export function keyOf({ object_id, ordinal }: Place): string {
  return `${object_id}:${ordinal}`
}

/** Everything that was ever said of events, the newest first, by their keys. */
export async function saidOf(
  db: Db,
  events: readonly Place[],
  signal?: Signal,
): Promise<ReadonlyMap<string, readonly Said[]>> {
  const rows = await db.all<Said>(
    sql`
      SELECT mark_id, object_id, ordinal, aspect, comment, value, "by", "at", current
      FROM mark JOIN ${askedPlaces} asked USING (object_id, ordinal)
      ORDER BY "at" DESC, mark_id DESC`,
    { events: JSON.stringify(events.map(({ object_id, ordinal }) => ({ object_id, ordinal }))) },
    signal,
  )
  return grouped(rows, keyOf)
}

/** How each event is marked, in the order asked. */
export async function marksOf(db: Db, events: readonly Place[], signal?: Signal): Promise<readonly EventMarks[]> {
  const rows = await db.all<Place & { [K in keyof EventMarks]: EventMarks[K] }>(
    sql`
      SELECT object_id, ordinal, star, tag, hidden, len(comments) AS comments, disputed
      FROM marked JOIN ${askedPlaces} asked USING (object_id, ordinal)`,
    { events: JSON.stringify(events.map(({ object_id, ordinal }) => ({ object_id, ordinal }))) },
    signal,
  )
  const found = new Map(rows.map(({ object_id, ordinal, ...marks }) => [keyOf({ object_id, ordinal }), marks]))
  return events.map((event) => found.get(keyOf(event)) ?? unmarked)
}

/** What was said comes to: the same as `marked` has it, with who said it. */
export function sumUp(said: readonly Said[]): EventMarks & {
  readonly discussion: readonly MarkComment[]
  readonly disputes: readonly MarkDispute[]
  readonly history: readonly MarkHistory[]
} {
  const aspects = [...grouped(said, ({ aspect, comment }) => JSON.stringify([aspect, comment])).values()]
  const standing = aspects.map((all) => ({ all, heads: all.filter(({ current }) => current) }))
  const valueIn = (aspect: MarkAspect) =>
    standing.find(({ heads }) => heads[0]?.aspect === aspect)?.heads[0]?.value ?? null
  const discussion = standing.flatMap(({ all, heads }) => commentOf(all, heads[0]))
  const disputes = standing.flatMap(({ heads }) => disputeOf(heads))
  return {
    star: valueIn('star') !== null,
    tag: valueIn('tag') as MarkTag | null,
    hidden: valueIn('hidden') !== null,
    comments: discussion.length,
    disputed: disputes.length > 0,
    discussion: discussion.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    disputes,
    history: said.map(({ object_id: _, ordinal: __, ...line }) => line),
  }
}

function commentOf(all: readonly Said[], head: Said | undefined): readonly MarkComment[] {
  const first = all.at(-1)
  if (head?.aspect !== 'comment' || head.comment === null || head.value === null || !first) return []
  return [
    {
      comment: head.comment,
      text: head.value,
      by: first.by,
      at: first.at,
      changed: head.mark_id === first.mark_id ? null : head.at,
    },
  ]
}

function disputeOf(heads: readonly Said[]): readonly MarkDispute[] {
  const [head] = heads
  if (!head || new Set(heads.map(({ value }) => value)).size < 2) return []
  const versions = heads.map(({ mark_id, value, by, at }) => ({ mark_id, value, by, at }))
  return [{ aspect: head.aspect, comment: head.comment, versions }]
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
