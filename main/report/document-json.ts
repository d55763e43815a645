import type { Figure, ReportDocument } from '../../shared/report/document.ts'

/** A report as JSON for programs, from which its page can be made again; `text` writes a value where it stands. */
export async function* documentJson(
  { head, sections, objects }: ReportDocument,
  text: (value: unknown) => string,
): AsyncGenerator<string> {
  yield `{"head":${text(head)},\n"objects":${text(objects)},\n"sections":[`
  for (const [at, { block, title, parts }] of sections.entries()) {
    yield `${at === 0 ? '' : ','}\n{"block":${block},"title":${text(title)},"parts":[`
    for (const [place, part] of parts.entries()) {
      yield place === 0 ? '\n' : ',\n'
      if (part.kind === 'figure') yield* figureJson(part.figure, text)
      else yield text(part)
    }
    yield ']}'
  }
  yield ']}\n'
}

async function* figureJson(figure: Figure, text: (value: unknown) => string): AsyncGenerator<string> {
  const { pages, ...head } = figure
  yield `{"kind":"figure","figure":${text(head)},"rows":[`
  let first = true
  for await (const rows of pages()) {
    yield `${first ? '' : ','}${rows.map((row) => text(row)).join(',')}`
    first = false
  }
  yield ']}'
}
