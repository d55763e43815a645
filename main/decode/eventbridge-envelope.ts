import { aboutOf, type Content, type Envelope, objectOf, type Piece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { fieldsOf, itemsOf } from './spans.ts'

/**
 * Amazon EventBridge events, as a Firehose stream or an archive stores them: what happened is in `detail`. Security Hub
 * puts several findings into one event (User Guide, "EventBridge event formats for Security Hub"). What no format knows
 * by its detail is read as an event of its own kind, envelope and all.
 */
export const eventbridgeEnvelope: Envelope = {
  matches: (names) => names.has('detail-type') && names.has('detail') && names.has('source'),
  open(fields, record) {
    const detail = fields.get('detail')
    if (detail === undefined || detail[0] !== 0x7b) return [itself(record)]
    const inner = fieldsOf(detail)
    if (inner.size === 0) return [itself(record)]
    const findings = inner.get('findings')
    const items = findings?.[0] === 0x5b ? itemsOf(findings, limits.pieces) : []
    if (!items.some(isFinding)) return [{ ...itself(record), record: detail, about: () => aboutOf(fields, 'detail') }]
    const about = objectOf([
      ...[...fields].filter(([name]) => name !== 'detail'),
      ['detail', aboutOf(inner, 'findings')],
    ])
    if (items.length > limits.pieces) return [tooMany]
    return items.map((item): Piece => {
      if (item[0] !== 0x7b) return { kind: 'bad', reason: 'a finding that is not a JSON object' }
      return { ...itself(record), record: item, about: () => about, otherwise: null }
    })
  },
}

/** In the AWS Security Finding Format or, since 2025, in OCSF. */
function isFinding(item: Buffer): boolean {
  if (item[0] !== 0x7b) return false
  const fields = fieldsOf(item)
  return (fields.has('SchemaVersion') && fields.has('Id')) || (fields.has('class_uid') && fields.has('finding_info'))
}

function itself(record: Buffer): Content {
  return { kind: 'record', record, logged: null, about: null, otherwise: record, flags: [] }
}
