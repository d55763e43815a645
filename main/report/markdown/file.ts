import { cellText, isNumber } from '../../../shared/report/cell-text.ts'
import type { Figure, ReportDocument } from '../../../shared/report/document.ts'
import type { Cell } from '../../../shared/rows.ts'
import { figureTable } from '../figure-rows.ts'
import { headFacts, pseudonymsSaid } from '../head-facts.ts'
import { questionSaid } from '../question-said.ts'
import { markdownCode, markdownText } from './escaped.ts'
import { noteMarkdown } from './note.ts'

/** A report as Markdown with tables (GFM). Pictures are the table that they are drawn of. */
export async function* reportMarkdown({ head, sections, objects }: ReportDocument): AsyncGenerator<string> {
  yield `# ${markdownText(head.title)}\n\n`
  if (head.author !== '') yield `${markdownText(head.author)}\n\n`
  yield headFacts(head)
    .map(([name, value]) => `- ${name}: ${markdownText(value)}\n`)
    .join('')
  if (head.shared) yield `\n> ${pseudonymsSaid}\n`
  const figures: Figure[] = []
  for (const { title, parts } of sections) {
    yield `\n## ${markdownText(title)}\n`
    for (const part of parts) {
      if (part.kind === 'text') yield `\n${noteMarkdown(part.text)}\n`
      else if (part.kind === 'said') yield `\n${markdownText(part.text)}\n`
      else if (part.kind === 'terms')
        yield `\n${part.terms.map(([term, meaning]) => `- **${markdownText(term)}**: ${markdownText(meaning)}\n`).join('')}`
      else {
        figures.push(part.figure)
        yield* figureMarkdown(part.figure)
      }
    }
  }
  yield '\n## Objects that the figures stand on\n\n'
  yield table(['Object', 'Address', 'SHA-256', 'Bytes', 'Imported', 'By', 'Signature'], ['n', '', '', 'n', '', '', ''])
  for (const { object_id, uri, sha256, bytes, imported_at, imported_by, integrity } of objects)
    yield row([`${object_id}`, uri, sha256 ?? '', `${bytes}`, imported_at, imported_by, integrity ?? 'not verified'])
  yield '\n## How each figure was made\n'
  for (const figure of figures) yield proof(figure)
}

async function* figureMarkdown(figure: Figure): AsyncGenerator<string> {
  yield `\n**Figure ${figure.number}. ${markdownText(figure.title)}**\n\n`
  if (figure.problem !== null) yield `This could not be computed: ${markdownText(figure.problem)}\n`
  else if (figure.rows === 0) yield 'Nothing: no row of the case answers this.\n'
  else if (figure.show.kind === 'facts' || figure.show.kind === 'record') {
    for await (const rows of figure.pages(1))
      yield figure.columns
        .map(({ name, type }, at): readonly [string, string] => [name, cellText(rows[0]?.[at], type)])
        .filter(([, text]) => text !== '')
        .map(([name, text]) => `- ${markdownText(name)}: ${markdownText(text)}\n`)
        .join('')
  } else {
    const { columns, pages } = figureTable(figure)
    yield table(
      columns.map(({ name }) => name),
      columns.map(({ type }) => (isNumber(type) ? 'n' : '')),
    )
    for await (const rows of pages())
      yield rows.map((cells) => row(cells.map((cell: Cell, at) => cellText(cell, columns[at]?.type ?? '')))).join('')
  }
}

function table(names: readonly string[], kinds: readonly string[]): string {
  return `${row(names)}|${kinds.map((kind) => (kind === 'n' ? ' ---: ' : ' --- ')).join('|')}|\n`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |\n`
}

function proof({ number, title, question, asked, sha256, rows, records }: Figure): string {
  const lines = [
    `Rows: ${rows}; SHA-256 of the question: \`${asked}\`; of the answer: \`${sha256}\`.`,
    ...(records === null ? [] : [`Records it counts: ${records.count}; SHA-256 of their list: \`${records.sha256}\`.`]),
  ]
  const made = question.kind === 'sql' ? markdownCode(question.sql, 'sql') : `${markdownText(questionSaid(question))}\n`
  return `\n### Figure ${number}: ${markdownText(title)}\n\n${lines.join('\n')}\n\n${made}`
}
