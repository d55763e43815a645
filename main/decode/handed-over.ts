import { type Envelope, type Piece, recordPiece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { piecesOfOriginal } from './log-message.ts'
import { inflated } from './packed-data.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/**
 * Messages of Amazon SQS, as `aws sqs receive-message` prints them or as Lambda is handed one, and what SNS, Kinesis and
 * CloudWatch Logs hand to Lambda: people save those as they came. Fields: Lambda Developer Guide, the services' chapters.
 */
export const handedOver: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (_names, fields) => handed(fields) !== null,
  open(fields, record) {
    const { kind, value } = handed(fields) as Handed
    if (kind === 'messages') return listed(value)
    if (kind === 'notification') return [recordPiece(value)]
    const text = textOf(value.toString())
    if (kind === 'text') return piecesOfOriginal(text ?? '', record)
    // Kinesis hands its data over in base64, that of CloudWatch Logs gzipped.
    const plain = text === null ? null : inflated(Buffer.from(text, 'base64'))
    if (plain === null) return [{ kind: 'bad', reason: 'its data is no base64, or damaged or far too large gzip' }]
    return piecesOfOriginal(plain.toString(), record)
  },
}

interface Handed {
  readonly kind: 'messages' | 'text' | 'notification' | 'packed'
  readonly value: Buffer
}

/** Null where nothing is handed over. */
function handed(fields: ReadonlyMap<string, Buffer>): Handed | null {
  const messages = fields.get('Messages')
  if (messages?.[0] === 0x5b) return { kind: 'messages', value: messages }
  const body = fields.get('Body') ?? fields.get('body')
  if (
    body !== undefined &&
    ['MD5OfBody', 'md5OfBody', 'ReceiptHandle', 'receiptHandle'].some((name) => fields.has(name))
  )
    return { kind: 'text', value: body }
  const sns = fields.get('Sns')
  if (sns?.[0] === 0x7b && fields.has('EventSource')) return { kind: 'notification', value: sns }
  const holder = fields.get('kinesis') ?? fields.get('awslogs')
  const data = holder?.[0] === 0x7b ? fieldsOf(holder).get('data') : undefined
  return data === undefined ? null : { kind: 'packed', value: data }
}

function listed(messages: Buffer): readonly Piece[] {
  const items = itemsOf(messages, limits.pieces)
  if (items.length > limits.pieces) return [tooMany]
  if (items.length === 0) return [{ kind: 'passed', reason: 'an answer of a queue without messages' }]
  return items.map((item) =>
    item[0] === 0x7b ? recordPiece(item) : { kind: 'bad', reason: 'a message that is not a JSON object' },
  )
}
