import { type Envelope, type Piece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { pieceOfMessage } from './log-message.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/** Results of a search in Splunk, exported as JSON or CSV: the event as it was indexed is in `_raw`. */
export const splunkResult: Envelope = {
  outermost: true,
  matches: (names) => names.has('_raw') || (names.has('result') && names.has('preview')),
  open(fields, record) {
    const result = fields.get('result')
    const raw = fields.get('_raw') ?? (result?.[0] === 0x7b ? fieldsOf(result).get('_raw') : undefined)
    return [original(raw, record, 'a result of Splunk without the event itself (_raw): export it with that field')]
  },
}

/** Documents of Elasticsearch or OpenSearch, one each or as a search answers: the event is in `event.original`, or in `message`. */
export const elasticDocument: Envelope = {
  outermost: true,
  matches: (names) => (names.has('_index') && names.has('_source')) || (names.has('hits') && names.has('took')),
  open(fields, record) {
    const hits = fields.get('hits')
    if (hits === undefined) return [document(fields, record)]
    const list = hits[0] === 0x7b ? fieldsOf(hits).get('hits') : undefined
    const items = list?.[0] === 0x5b ? itemsOf(list, limits.pieces) : []
    if (items.length > limits.pieces) return [tooMany]
    return items.length > 0
      ? items.map((item) => document(item[0] === 0x7b ? fieldsOf(item) : new Map(), item))
      : [{ kind: 'passed', reason: 'an answer of Elasticsearch without documents' }]
  },
}

function document(fields: ReadonlyMap<string, Buffer>, record: Buffer): Piece {
  const source = fields.get('_source')
  const own = source?.[0] === 0x7b ? fieldsOf(source) : new Map<string, Buffer>()
  const event = own.get('event')
  const nested = event?.[0] === 0x7b ? fieldsOf(event).get('original') : undefined
  return original(
    nested ?? own.get('event.original') ?? own.get('message'),
    record,
    'a document of Elasticsearch without the event itself (event.original or message): keep it when the event is indexed',
  )
}

/** The event as text, or as JSON; what was made of it is no log. */
function original(value: Buffer | undefined, record: Buffer, reason: string): Piece {
  const text = value === undefined ? null : value[0] === 0x7b ? value.toString() : textOf(value.toString())
  return text === null ? { kind: 'bad', reason } : pieceOfMessage(text, record, null)
}
