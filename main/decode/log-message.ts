import { type Content, type Piece, recordPiece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { lineRecord } from './line-record.ts'
import { isObject } from './lookup-event.ts'
import { objectsIn } from './packed-data.ts'
import { itemsOf } from './spans.ts'

/**
 * What the message of a log event is: a record in JSON, or a line of a text log that is known by itself. `itself`: the
 * log event as a record, which is read where no format knows the message. `about`: JSON object of what is known of it.
 */
export function pieceOfMessage(message: string | null, itself: Buffer, about: Buffer | null): Content {
  const logged = message === null ? null : Buffer.from(message)
  const around = {
    kind: 'record',
    logged,
    about: about === null ? null : () => about,
    otherwise: itself,
    flags: [],
  } as const
  const text = message?.trim() ?? ''
  const record = Buffer.from(text)
  if (isObject(record)) return { ...around, record }
  const line = lineRecord(text)
  if (line !== null) return { ...around, record: line.record, line: line.format }
  return { ...around, about: null, record: itself }
}

/** The records in what a tool keeps as the event, which may be several in JSON: a list, or one after another. */
export function piecesOfOriginal(original: string, itself: Buffer): readonly Piece[] {
  const b = Buffer.from(original.trim())
  const wrapped = b[0] === 0x5b ? Buffer.concat([Buffer.from('{"":'), b, Buffer.from('}')]) : null
  const all = wrapped !== null && isObject(wrapped) ? itemsOf(b, limits.pieces) : b[0] === 0x7b ? objectsIn(b) : null
  if (all === null || all.length < 2 || all.some((each) => each[0] !== 0x7b))
    return [pieceOfMessage(all?.length === 1 && all[0]?.[0] === 0x7b ? String(all[0]) : original, itself, null)]
  if (all.length > limits.pieces) return [tooMany]
  return all.map((record) => recordPiece(record, record))
}
