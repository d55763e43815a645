import { type Envelope, type Piece, recordPiece } from './envelope.ts'
import { inflated, objectsIn } from './packed-data.ts'
import { textOf } from './spans.ts'

/**
 * A record that Firehose could not deliver, from under its error prefix: `rawData` is the record as it arrived, in
 * base64 (Firehose Developer Guide, "Handle data transformation failures"). It is read from there and flagged.
 */
export const firehoseFailure: Envelope = {
  isCarrier: true,
  matches: (names) => names.has('rawData') && names.has('errorCode') && names.has('attemptsMade'),
  open(fields) {
    const why = textOf(fields.get('errorCode')?.toString() ?? '') ?? 'no error code'
    const bad = (what: string): Piece => ({
      kind: 'bad',
      reason: `a record that Firehose failed to deliver (${why}): ${what}`,
    })
    const raw = textOf(fields.get('rawData')?.toString() ?? '')
    if (raw === null) return [bad('its rawData is no text')]
    const data = inflated(Buffer.from(raw, 'base64'))
    if (data === null) return [bad('its rawData is damaged or far too large gzip')]
    const records = objectsIn(data)
    if (records === null) return [bad('its rawData is not JSON')]
    return records.map((record) => ({ ...recordPiece(record, record), flags: ['delivery-failed'] }))
  },
}
