import type { Envelope } from './envelope.ts'
import { piecesOfOriginal } from './log-message.ts'
import { textOf } from './spans.ts'

/**
 * A notification of Amazon SNS, as a queue, a Firehose stream or an HTTPS endpoint keeps it: what was published is the
 * text in `Message` (SNS Developer Guide, "Parsing Amazon SNS message formats"). What no format knows stays a notification.
 */
export const snsNotification: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (names) => ['Type', 'MessageId', 'TopicArn', 'Message'].every((name) => names.has(name)),
  open(fields, record) {
    const pieces = piecesOfOriginal(textOf(String(fields.get('Message'))) ?? '', record)
    // Of a single record the notification is shown, which says more.
    return pieces.length === 1 ? pieces.map((piece) => ({ ...piece, logged: null })) : pieces
  },
}
