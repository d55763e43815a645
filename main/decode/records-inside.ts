import { type Envelope, recordPiece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { itemsOf } from './spans.ts'

/** A trail's file inside of something else: in a list of such files, in a message, in a row of a SIEM. */
export const recordsInside: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (names, fields) => fields.get('Records')?.[0] === 0x5b && names.size <= 3,
  open(fields) {
    const items = itemsOf(fields.get('Records') as Buffer, limits.pieces)
    if (items.length > limits.pieces) return [tooMany]
    if (items.length === 0) return [{ kind: 'passed', reason: 'a list of records that is empty' }]
    return items.map((item) =>
      item[0] === 0x7b ? recordPiece(item, item) : { kind: 'bad', reason: 'a record that is not a JSON object' },
    )
  },
}
