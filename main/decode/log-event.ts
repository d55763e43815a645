import { type Envelope, objectOf, type Piece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { pieceOfMessage } from './log-message.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/**
 * An item of what `aws logs filter-log-events` and `get-log-events` print: neither account nor log group are in it. Or a
 * message alone, as shippers of logs wrap it.
 */
export const logEvent: Envelope = {
  outermost: true,
  matches: (names) =>
    names.has('message') && (names.size === 1 || (names.has('timestamp') && names.has('ingestionTime'))),
  open: (fields) => [
    logEventPiece({
      timestamp: fields.get('timestamp'),
      message: fields.get('message'),
      logStream: fields.get('logStreamName'),
      id: fields.get('eventId'),
    }),
  ],
}

/**
 * Rows of a query of CloudWatch Logs Insights: as `get-query-results` prints them, all in one document, or as the
 * console saves them, an object each. Rows that count or group something are no log events.
 */
export const logQuery: Envelope = {
  outermost: true,
  matches: (names) => (names.has('results') && names.has('statistics')) || names.has('@message') || names.has('@ptr'),
  open(fields) {
    const results = fields.get('results')
    if (results === undefined) return [rowPiece(fields)]
    const rows = results[0] === 0x5b ? itemsOf(results, limits.pieces) : []
    if (rows.length > limits.pieces) return [tooMany]
    return rows.length > 0
      ? rows.map((row) => rowPiece(namedFields(row)))
      : [{ kind: 'passed', reason: 'the result of a CloudWatch Logs query that found nothing' }]
  },
}

/** Of `[{"field":"@message","value":"…"}, …]` the values by field. */
function namedFields(row: Buffer): ReadonlyMap<string, Buffer> {
  if (row[0] !== 0x5b) return new Map()
  return new Map(
    itemsOf(row, limits.unmapped).flatMap((item) => {
      const fields = item[0] === 0x7b ? fieldsOf(item) : new Map<string, Buffer>()
      const name = textOf(fields.get('field')?.toString() ?? '')
      const value = fields.get('value')
      return name === null || value === undefined ? [] : [[name, value]]
    }),
  )
}

function rowPiece(row: ReadonlyMap<string, Buffer>): Piece {
  if (!row.has('@message') && !row.has('@timestamp'))
    return {
      kind: 'passed',
      reason: 'rows of a CloudWatch Logs query that are no log events: no @message, no @timestamp',
    }
  // The log is called 123456789012:/aws/group.
  const log = /^(?:(\d{12}):)?(.+)$/s.exec(textOf(row.get('@log')?.toString() ?? '') ?? '')
  return logEventPiece({
    timestamp: row.get('@timestamp'),
    message: row.get('@message'),
    logStream: row.get('@logStream'),
    id: undefined,
    owner: log?.[1],
    logGroup: log?.[2],
    extractedFields: objectOf([...row].filter(([name]) => !name.startsWith('@'))),
  })
}

/** A log event of an export of CloudWatch Logs to S3: lines behind the time when they came. */
export const exportedEvent = (loggedAt: string, message: string): Buffer =>
  objectOf([
    ['logStream', 'null'],
    ['timestamp', JSON.stringify(loggedAt)],
    ['message', JSON.stringify(message)],
  ])

interface Said {
  readonly timestamp: Buffer | undefined
  readonly message: Buffer | undefined
  readonly logStream: Buffer | undefined
  readonly id: Buffer | undefined
  readonly owner?: string | undefined
  readonly logGroup?: string | undefined
  readonly extractedFields?: Buffer
}

function logEventPiece({ timestamp, message, logStream, id, owner, logGroup, extractedFields }: Said): Piece {
  const text = (value: string | undefined) => (value === undefined ? undefined : JSON.stringify(value))
  const around = [
    ['owner', text(owner)],
    ['logGroup', text(logGroup)],
    ['logStream', logStream ?? 'null'],
  ] as const
  const members = [
    ...around,
    ['id', id],
    ['timestamp', timestamp],
    ['message', message ?? 'null'],
    ['extractedFields', extractedFields !== undefined && extractedFields.length > 2 ? extractedFields : undefined],
  ] as const
  const itself = objectOf(said(members))
  // The console writes a message that is JSON as JSON.
  const body = message?.[0] === 0x7b ? message.toString() : textOf(message?.toString() ?? '')
  return pieceOfMessage(body, itself, owner === undefined ? null : objectOf(said(around)))
}

const said = (members: readonly (readonly [string, Buffer | string | undefined])[]) =>
  members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
