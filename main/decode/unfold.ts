import { cloudwatchSubscription } from './cloudwatch-subscription.ts'
import { configNotification } from './config-notification.ts'
import type { Content, Envelope, Piece } from './envelope.ts'
import { eventbridgeEnvelope } from './eventbridge-envelope.ts'
import { firehoseFailure } from './firehose-failure.ts'
import { handedOver } from './handed-over.ts'
import { lakeResults } from './lake-results.ts'
import { limits } from './limits.ts'
import { logEvent, logQuery } from './log-event.ts'
import { lookupEvent } from './lookup-event.ts'
import { recordsInside } from './records-inside.ts'
import { listedRows, namedRows } from './row-answer.ts'
import { bulkAction, describedEvent, elasticDocument, parsedEvent, shippedEvent, splunkResult } from './siem-export.ts'
import { snsNotification } from './sns-notification.ts'
import { fieldsOf, nameOf, spansOf } from './spans.ts'

/** Every kind of record that carries records. A new one is a file and a line here. */
const envelopes: readonly Envelope[] = [
  eventbridgeEnvelope,
  cloudwatchSubscription,
  configNotification,
  firehoseFailure,
  logEvent,
  logQuery,
  lakeResults,
  snsNotification,
  handedOver,
  recordsInside,
  splunkResult,
  elasticDocument,
  bulkAction,
  namedRows,
  listedRows,
  shippedEvent,
  describedEvent,
  parsedEvent,
]

/** A record outside all envelopes, or why there is none. */
export type Leaf =
  | (Content & {
      /** Names of the record's fields. */
      readonly names: ReadonlySet<string>
      readonly isEnveloped: boolean
    })
  | Exclude<Piece, Content>

/**
 * Opens all envelopes around the records in `record`. `list`: name of the list that it stands in. `isMessage`: it is the
 * message of a log event. The leaves take one ordinal each, in order, and there is always one.
 */
export function unfold(
  record: Buffer,
  list: string | null,
  flags: readonly string[],
  isMessage = false,
): readonly Leaf[] {
  const outer: Outer = { logged: null, flags, depth: 0, isInside: isMessage }
  if (list === 'Events')
    return lookupEvent.open(fieldsOf(record), record).flatMap((piece) => open(piece, { ...outer, isInside: true }))
  return leaves({ kind: 'record', record, logged: null, about: null, otherwise: null, flags: [] }, outer)
}

/** A record that bears this field was written by CloudTrail, and nothing has to be looked for inside, unless it `isExport`. */
export const surelyPlain = 'eventID'

/** Rows of Splunk and of CloudWatch Logs queries have fields that were made of the event beside the event itself. */
export function isExport(record: Buffer): boolean {
  return exported.some((name) => record.includes(`"${name}"`)) && exported.some((name) => fieldsOf(record).has(name))
}

const exported = ['_raw', '@message', '@ptr', 'event.original', 'rawLog', 'kinesis']

/** What is around a piece. */
interface Outer {
  readonly logged: Buffer | null
  readonly flags: readonly string[]
  readonly depth: number
  readonly isInside: boolean
}

function open(piece: Piece, { logged, flags, depth, isInside }: Outer): readonly Leaf[] {
  if (piece.kind !== 'record') return [piece]
  return leaves(piece, {
    logged: piece.logged ?? logged,
    flags: [...flags, ...piece.flags],
    depth: depth + 1,
    isInside,
  })
}

function leaves(content: Content, outer: Outer): readonly Leaf[] {
  const { record } = content
  const named = spansOf(record, 0, record.length).map((span) => ({ span, name: nameOf(record, span) }))
  const fields = new Map(named.map(({ span, name }) => [name, record.subarray(span.value, span.valueEnd)]))
  const names = new Set(fields.keys())
  const isPlain =
    record === content.otherwise ||
    content.line !== undefined ||
    (named.some(({ span, name }) => name === surelyPlain && !isNothing(record, span.value)) && !isExport(record))
  const envelope = isPlain
    ? undefined
    : envelopes.find((each) => each.matches(names, fields) && !(each.outermost && outer.isInside))
  if (envelope === undefined) return [{ ...content, ...outer, names, isEnveloped: outer.depth > 0 }]
  if (outer.depth === limits.envelopes)
    return [{ kind: 'bad', reason: `more than ${limits.envelopes} envelopes around each other` }]
  const inner = { ...outer, isInside: outer.isInside || envelope.isCarrier !== true }
  return envelope.open(fields, record).flatMap((piece) => open(piece, inner))
}

/** As scanObject judges the field that identifies a record. */
function isNothing(record: Buffer, value: number): boolean {
  return record[value] === 0x6e || (record[value] === 0x22 && record[value + 1] === 0x22)
}
