import { type Envelope, type Piece, recordPiece, tooMany } from './envelope.ts'
import { lakeRecord } from './lake-record.ts'
import { holdsEvents, lowerName } from './lake-row.ts'
import { limits } from './limits.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/**
 * What `aws cloudtrail get-query-results` prints of a CloudTrail Lake query: `QueryResultRows`, a list a row, with an
 * object a column. They are the rows of a result file, and read as those are.
 */
export const lakeResults: Envelope = {
  outermost: true,
  matches: (names) => names.has('QueryResultRows') && names.has('QueryStatus'),
  open(fields) {
    const list = fields.get('QueryResultRows')
    const rows = list?.[0] === 0x5b ? itemsOf(list, limits.pieces) : []
    if (rows.length > limits.pieces) return [tooMany]
    return rows.length > 0
      ? rows.map(rowPiece)
      : [{ kind: 'passed', reason: 'the result of a CloudTrail Lake query that found nothing' }]
  },
}

function rowPiece(row: Buffer): Piece {
  const columns = row[0] === 0x5b ? itemsOf(row, limits.unmapped).filter((item) => item[0] === 0x7b) : []
  const cells = columns.flatMap((item) => [...fieldsOf(item)])
  if (!holdsEvents(cells.map(([name]) => lowerName(name))))
    return {
      kind: 'passed',
      reason: 'rows of a CloudTrail Lake query that are no events: no eventID, no eventTime, no eventJson',
    }
  const answer = lakeRecord(cells.map(([name, value]) => [name, cellOf(value.toString())]))
  if (typeof answer === 'string') return { kind: 'bad', reason: answer }
  return recordPiece(Buffer.isBuffer(answer) ? answer : answer.event)
}

/** A JSON value as the cell of a table. */
export const cellOf = (value: string) => (value === 'null' ? '' : (textOf(value) ?? value))
