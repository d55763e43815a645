import { type Envelope, recordPiece } from './envelope.ts'
import { noKeys } from './key-table.ts'
import { newFindings, scanObject } from './scan.ts'
import { textOf } from './spans.ts'

/** An item of `aws cloudtrail lookup-events` output: the record is the text in CloudTrailEvent. */
export const lookupEvent: Envelope = {
  matches: (names) => names.has('CloudTrailEvent'),
  open(fields) {
    const literal = fields.get('CloudTrailEvent')
    const text = literal === undefined ? null : textOf(literal.toString())
    if (text === null) return [{ kind: 'bad', reason: 'an event without the text of its record (CloudTrailEvent)' }]
    const record = Buffer.from(text.trim())
    if (!isObject(record)) return [{ kind: 'bad', reason: 'its CloudTrailEvent is no JSON object' }]
    return [recordPiece(record, record)]
  },
}

const found = newFindings()

/** Exactly one sound JSON object, from the first byte to the last. */
export function isObject(b: Buffer): boolean {
  return b[0] === 0x7b && scanObject(b, 0, b.length, noKeys, found, false) === b.length
}
