import { csvCell } from '../../shared/csv-cell.ts'
import type { ReportDocument } from '../../shared/report/document.ts'
import type { Cell } from '../../shared/rows.ts'
import { figureTable } from './figure-rows.ts'
import { headFacts } from './head-facts.ts'
import { plainLines } from './markdown/plain.ts'

/**
 * A report as one CSV file: texts and figures one below the other, an empty line between them. The line above a
 * figure's table says its number, what it shows, its rows and the SHA-256 of its answer.
 */
export async function* reportCsv({ head, sections, objects }: ReportDocument): AsyncGenerator<string> {
  yield line(['Report', head.title]) + headFacts(head).map(line).join('')
  for (const { title, parts } of sections) {
    yield `\r\n${line(['Section', title])}`
    for (const part of parts) {
      if (part.kind === 'text') yield line(['Text', plainLines(part.text).join('\n')])
      else if (part.kind === 'said') yield line(['Text', part.text])
      else if (part.kind === 'terms') yield part.terms.map(line).join('')
      else {
        const { number, title: name, rows, sha256, problem } = part.figure
        yield `\r\n${line([`Figure ${number}`, name, problem ?? 'rows', rows, sha256])}`
        const { columns, pages } = figureTable(part.figure)
        if (columns.length > 0) yield line(columns.map((column) => column.name))
        for await (const some of pages()) yield some.map(line).join('')
      }
    }
  }
  yield `\r\n${line(['Objects that the figures stand on'])}`
  yield line(['Object', 'Address', 'SHA-256', 'Bytes', 'Imported', 'By', 'Signature'])
  yield objects
    .map(({ object_id, uri, sha256, bytes, imported_at, imported_by, integrity }) =>
      line([object_id, uri, sha256, bytes, imported_at, imported_by, integrity]),
    )
    .join('')
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
