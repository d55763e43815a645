import type { Figure, ReportDocument } from '../../../shared/report/document.ts'
import type { Cell } from '../../../shared/rows.ts'

export type Row = Readonly<Record<string, Cell>>

/** The rows of the one figure of such a document, by the names of its columns. */
export async function* rowsOf({ sections }: ReportDocument): AsyncGenerator<readonly Row[]> {
  const figure = sections
    .flatMap(({ parts }) => parts)
    .flatMap((part): readonly Figure[] => (part.kind === 'figure' ? [part.figure] : []))[0]
  if (figure === undefined) return
  if (figure.problem !== null) throw new Error(`'${figure.title}' could not be computed: ${figure.problem}`)
  for await (const rows of figure.pages())
    yield rows.map((row) => Object.fromEntries(figure.columns.map(({ name }, at) => [name, row[at] ?? null])))
}
