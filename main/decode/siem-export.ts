import { type Envelope, type Piece, recordPiece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { piecesOfOriginal } from './log-message.ts'
import { originalOf } from './original-event.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/** Results of a search in Splunk, exported as JSON or CSV: the event as it was indexed is in `_raw`. */
export const splunkResult: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (names) => names.has('_raw') || (names.has('result') && names.has('preview')),
  open(fields, record) {
    const result = fields.get('result')
    const raw = fields.get('_raw') ?? (result?.[0] === 0x7b ? fieldsOf(result).get('_raw') : undefined)
    return original(raw, record, 'a result of Splunk without the event itself (_raw): export it with that field')
  },
}

/** Documents of Elasticsearch or OpenSearch, one each or as a search answers: the event is in `event.original`, in `message`, or the document. */
export const elasticDocument: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (names) => (names.has('_index') && names.has('_source')) || (names.has('hits') && names.has('took')),
  open(fields, record) {
    const hits = fields.get('hits')
    if (hits === undefined) return document(fields, record)
    const list = hits[0] === 0x7b ? fieldsOf(hits).get('hits') : undefined
    const items = list?.[0] === 0x5b ? itemsOf(list, limits.pieces) : []
    if (items.length > limits.pieces) return [tooMany]
    return items.length > 0
      ? items.flatMap((item) => document(item[0] === 0x7b ? fieldsOf(item) : new Map(), item))
      : [{ kind: 'passed', reason: 'an answer of Elasticsearch without documents' }]
  },
}

/** The lines of a bulk request that say where the document behind them goes. */
export const bulkAction: Envelope = {
  outermost: true,
  matches: (names, fields) =>
    names.size === 1 &&
    ['index', 'create', 'delete'].some((name) => fields.get(name)?.[0] === 0x7b && isPlace(fields.get(name) as Buffer)),
  open: () => [{ kind: 'passed', reason: 'the actions of a bulk request without documents' }],
}

const isPlace = (value: Buffer) =>
  [...fieldsOf(value).keys()].every((name) => name.startsWith('_') || name === 'routing' || name === 'pipeline')

/** A row of any other collector or SIEM that keeps the event as it came in one of its fields. */
export const shippedEvent: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (_names, fields) => originalOf(fields) !== null,
  open: (fields, record) => piecesOfOriginal(originalOf(fields) as string, record),
}

/** What Elastic Agent made of an event that it did not keep. */
export const describedEvent: Envelope = {
  outermost: true,
  matches: (names, fields) =>
    names.has('@timestamp') &&
    fields.get('event')?.[0] === 0x7b &&
    ['ecs', 'agent', 'cloud', 'aws'].some((name) => names.has(name)),
  open: () => [{ kind: 'bad', reason: withoutOriginal }],
}

/** Datadog and Sumo Logic put what they parsed of an event into one object of the row. */
export const parsedEvent: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (names, fields) =>
    (fields.get('attributes')?.[0] === 0x7b &&
      ['type', 'service', 'source', 'status'].some((name) => names.has(name))) ||
    (names.size === 1 && fields.get('map')?.[0] === 0x7b),
  open: (fields) => [recordPiece((fields.get('attributes') ?? fields.get('map')) as Buffer)],
}

const withoutOriginal =
  'a document of Elasticsearch without the event itself (event.original or message): keep it when the event is indexed'

function document(fields: ReadonlyMap<string, Buffer>, record: Buffer): readonly Piece[] {
  const source = fields.get('_source')
  const own = source?.[0] === 0x7b ? fieldsOf(source) : new Map<string, Buffer>()
  const event = own.get('event')
  const nested = event?.[0] === 0x7b ? fieldsOf(event).get('original') : undefined
  const kept = nested ?? own.get('event.original') ?? own.get('message')
  if (kept === undefined && own.size > 0 && event === undefined) return [recordPiece(source as Buffer, source)]
  return original(kept, record, withoutOriginal)
}

/** The event as text, or as JSON; what was made of it is no log. */
function original(value: Buffer | undefined, record: Buffer, reason: string): readonly Piece[] {
  const text = value === undefined ? null : value[0] === 0x7b ? value.toString() : textOf(value.toString())
  return text === null ? [{ kind: 'bad', reason }] : piecesOfOriginal(text, record)
}
