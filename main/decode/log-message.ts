import type { Content } from './envelope.ts'
import { isObject } from './lookup-event.ts'
import { hostedZoneRecord } from './route53-public-rows.ts'
import { flowOf } from './vpc-flow-rows.ts'

/**
 * What the message of a log event is: a record in JSON, or a line of a text log that is known by itself. `itself`: the
 * log event as a record, which is read where no format knows the message. `about`: JSON object of what is known of it.
 */
export function pieceOfMessage(message: string | null, itself: Buffer, about: Buffer | null): Content {
  const logged = message === null ? null : Buffer.from(message)
  const text = message?.trim()
  const record = text === undefined ? itself : (flowOf(text) ?? hostedZoneRecord(text) ?? Buffer.from(text))
  if (!isObject(record)) return { kind: 'record', record: itself, logged, about: null, otherwise: itself, flags: [] }
  return { kind: 'record', record, logged, about: about === null ? null : () => about, otherwise: itself, flags: [] }
}
