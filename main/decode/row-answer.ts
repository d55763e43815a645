import { type Envelope, objectOf, type Piece, recordPiece, tooMany } from './envelope.ts'
import { limits } from './limits.ts'
import { fieldsOf, itemsOf, textOf } from './spans.ts'

/**
 * Answers of query interfaces that name columns once and list rows without names: Splunk (json_rows), Elasticsearch
 * (ES|QL and SQL), OpenSearch SQL, Azure Log Analytics. Each row becomes the object that it means.
 */
export const namedRows: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (_names, fields) => tableIn(fields) !== null,
  open(fields) {
    const { columns, rows } = tableIn(fields) as Answer
    const names = itemsOf(columns, limits.unmapped).map(nameIn)
    const items = itemsOf(rows, limits.pieces)
    if (items.length > limits.pieces) return [tooMany]
    return items.length === 0 ? nothing : items.map((row) => rowPiece(names, row))
  },
}

/** Answers that list rows with their names: Log Analytics (tables), Datadog, Sumo Logic; of Loki, lines behind their times. */
export const listedRows: Envelope = {
  outermost: true,
  isCarrier: true,
  matches: (_names, fields) => rowsIn(fields) !== null,
  open(fields) {
    const items = rowsIn(fields) as readonly Buffer[]
    if (items.length > limits.pieces) return [tooMany]
    return items.length === 0 ? nothing : items.map((item) => recordPiece(item))
  },
}

const nothing: readonly Piece[] = [{ kind: 'passed', reason: 'the answer of a query that found nothing' }]

interface Answer {
  readonly columns: Buffer
  readonly rows: Buffer
}

const answers = [
  ['columns', 'rows'],
  ['columns', 'values'],
  ['schema', 'datarows'],
  ['fields', 'rows'],
] as const

function tableIn(fields: ReadonlyMap<string, Buffer>): Answer | null {
  for (const [heading, body] of answers) {
    const columns = fields.get(heading)
    const rows = fields.get(body)
    if (columns?.[0] === 0x5b && rows?.[0] === 0x5b) return { columns, rows }
  }
  return null
}

/** A column is its name, or an object that holds it. */
function nameIn(column: Buffer): string {
  const own = column[0] === 0x7b ? fieldsOf(column) : null
  const literal = own === null ? column : (own.get('alias') ?? own.get('name') ?? own.get('ColumnName'))
  return textOf(literal?.toString() ?? '') ?? ''
}

function rowPiece(names: readonly string[], row: Buffer): Piece {
  const cells = row[0] === 0x5b ? itemsOf(row, limits.unmapped) : []
  if (cells.length !== names.length) return { kind: 'bad', reason: `it has ${cells.length} fields of ${names.length}` }
  const held = names.flatMap((name, i) => {
    const cell = cells[i] as Buffer
    return name === '' || cell[0] === 0x6e ? [] : [[name, cell] as const]
  })
  return recordPiece(objectOf(held))
}

function rowsIn(fields: ReadonlyMap<string, Buffer>): readonly Buffer[] | null {
  const { data, tables, messages, result } = Object.fromEntries(fields)
  if (result?.[0] === 0x5b && fields.has('resultType')) return itemsOf(result, limits.pieces).flatMap(linesOf)
  for (const list of [tables, messages, data]) {
    const items = list?.[0] === 0x5b ? itemsOf(list, limits.pieces) : []
    const names = items[0]?.[0] === 0x7b ? fieldsOf(items[0]) : new Map<string, Buffer>()
    if (['map', 'attributes', 'columns'].some((name) => names.has(name)))
      return items.filter((item) => item[0] === 0x7b)
  }
  return data?.[0] === 0x7b && fieldsOf(data).has('resultType') ? [data] : null
}

/** Of Loki's `{"stream":{…},"values":[["<ns>","<line>"], …]}` the lines. */
function linesOf(stream: Buffer): readonly Buffer[] {
  const values = stream[0] === 0x7b ? fieldsOf(stream).get('values') : undefined
  const lines = values?.[0] === 0x5b ? itemsOf(values, limits.pieces) : []
  return lines.flatMap((line) => {
    const text = line[0] === 0x5b ? itemsOf(line, 2)[1] : undefined
    return text?.[0] === 0x22 ? [objectOf([['message', text]])] : []
  })
}
