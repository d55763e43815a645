import { aboutOf, type Envelope, objectOf, type Piece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { pieceOfMessage } from './log-message.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/**
 * What a CloudWatch Logs subscription sends: some log events of one stream, each with its message as text (CloudWatch
 * Logs User Guide, "Real-time processing of log data with subscriptions"). Control messages only test the way.
 */
export const cloudwatchSubscription: Envelope = {
  matches: (names) => names.has('messageType') && names.has('logEvents') && names.has('logGroup'),
  open(fields) {
    const type = textOf(fields.get('messageType')?.toString() ?? '')
    if (type === 'CONTROL_MESSAGE')
      return [{ kind: 'passed', reason: 'a control message of CloudWatch Logs, which only tests the way: no log' }]
    const events = fields.get('logEvents')
    if (events?.[0] !== 0x5b) return [{ kind: 'bad', reason: 'a CloudWatch Logs message without a list of log events' }]
    const about = aboutOf(fields, 'logEvents', 'messageType')
    const items = itemsOf(events, limits.pieces)
    if (items.length > limits.pieces) return [tooMany]
    return items.length > 0
      ? items.map((item) => pieceOf(item, about))
      : [{ kind: 'passed', reason: 'a CloudWatch Logs message that holds no log events' }]
  },
}

function pieceOf(event: Buffer, about: Buffer): Piece {
  if (event[0] !== 0x7b) return { kind: 'bad', reason: 'a log event that is not a JSON object' }
  const fields = fieldsOf(event)
  const message = textOf(fields.get('message')?.toString() ?? '')
  // The names of the subscription are left out: a log event is the same whichever subscription sent it.
  const around = [...fieldsOf(about)].filter(([name]) => name !== 'subscriptionFilters')
  const itself = objectOf([...around, ...fields])
  return pieceOfMessage(message, itself, about)
}
