import { cellText, isNumber } from '../../../shared/report/cell-text.ts'
import type { Figure, Ref } from '../../../shared/report/document.ts'
import { drawingOf, rowsDrawn } from '../../../shared/report/drawing-of.ts'
import type { Cell, Column } from '../../../shared/rows.ts'
import { figureTable } from '../figure-rows.ts'
import { questionSaid } from '../question-said.ts'
import { breakable } from './breakable.ts'
import { escaped, escapedLines } from './escaped.ts'
import { colorClass, svg } from './svg.ts'

/** One figure: what it shows, and behind one click what proves it. */
export async function* figureHtml(figure: Figure): AsyncGenerator<string> {
  const { number, title, show, problem } = figure
  const isWide = show.kind === 'table' && shownOf(figure).length > upright
  yield `<figure id="figure-${number}"${isWide ? ' class="wide"' : ''}><figcaption><span class="no">Figure ${number}</span>${escaped(title)}</figcaption>\n`
  if (problem !== null) yield `<p class="problem">This could not be computed: ${escaped(problem)}</p>\n`
  else if (figure.rows === 0) yield '<p class="quiet">Nothing: no row of the case answers this.</p>\n'
  else if (show.kind === 'facts') yield* facts(figure, 'facts')
  else if (show.kind === 'record') yield* facts(figure, 'record')
  else if (show.kind === 'table') yield* table(figure)
  else yield* picture(figure)
  yield* proof(figure)
  yield '</figure>\n'
}

async function* facts(figure: Figure, kind: 'facts' | 'record'): AsyncGenerator<string> {
  const cells = columnsShown(figure.columns)
  for await (const rows of figure.pages(1)) {
    for (const row of rows) {
      yield `<dl class="${kind}">`
      for (const { head, text } of cells) {
        const said = text(row)
        if (said === '' && kind === 'record') continue
        yield kind === 'facts'
          ? `<div><dt>${head}</dt><dd>${said === '' ? '–' : said}</dd></div>`
          : `<dt>${head}</dt><dd>${said}</dd>`
      }
      yield '</dl>\n'
    }
  }
}

async function* table(figure: Figure): AsyncGenerator<string> {
  const { pages } = figureTable(figure)
  const cells = shownOf(figure)
  if (cells.length > across)
    yield `<p class="paper">On paper stand the first ${across} of ${cells.length} columns; the file has all of them.</p>\n`
  yield `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(figure.title)}"><table${cells.length <= fewColumns ? ' class="few"' : ''}><thead><tr>`
  for (const { head, name } of cells) yield `<th scope="col"${name === '' ? '' : ` class="${name}"`}>${head}</th>`
  yield '</tr></thead><tbody>\n'
  for await (const rows of pages()) {
    let text = ''
    for (const row of rows) {
      text += `<tr>${cells.map((cell) => cellHtml(cell, row)).join('')}</tr>\n`
    }
    yield text
  }
  yield '</tbody></table></div>\n'
}

function shownOf(figure: Figure): readonly Shown[] {
  return columnsShown(figureTable(figure).columns, figure.words)
}

/** So many columns leave times the room to stand in one line of a page. */
const fewColumns = 7
/** So many can be read on a page that stands upright, and so many on one that lies. */
const upright = 12
const across = 16

/** A short word is not broken over lines, one of middle length only on paper, and a long name where its parts meet. */
function cellHtml({ name, text }: Shown, row: readonly Cell[]): string {
  const said = text(row)
  if (name !== '' && name !== 'w') return `<td class="${name}">${said}</td>`
  const kind = name === 'w' ? 'w' : lengthOf(said)
  return `<td${kind === '' ? '' : ` class="${kind}"`}>${breakable(said)}</td>`
}

function lengthOf(said: string): 's' | 'm' | 'l' | '' {
  if (/\S{25}/.test(said)) return 'l'
  if (/\s/.test(said)) return ''
  return said.length < 16 ? 's' : 'm'
}

async function* picture(figure: Figure): AsyncGenerator<string> {
  const rows: (readonly Cell[])[] = []
  for await (const page of figure.pages(rowsDrawn)) rows.push(...page)
  const drawn = drawingOf(figure.show, figure.columns, rows)
  if (drawn !== null) {
    yield svg(drawn.drawing, figure.title)
    if (drawn.legend.length > 0) {
      const items = drawn.legend.map(
        ({ label, color, events }) =>
          `<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${colorClass(color)}" width="10" height="10"></rect></svg>${escaped(label)}: ${events.toLocaleString('en-US')}</li>`,
      )
      yield `<ul class="legend">${items.join('')}</ul>\n`
    }
  }
  yield `<details class="all-rows"><summary>The ${figure.rows.toLocaleString('en-US')} counts of this picture as a table</summary>`
  yield* table(figure)
  yield '</details>\n'
}

/** A column as it is written: its heading, its class, and the HTML of a row's cell. */
interface Shown {
  readonly head: string
  readonly name: '' | 'n' | 't' | 'w' | 'ref'
  text(row: readonly Cell[]): string
}

/** object_id and ordinal become one column, which leads to the object among those at the end. */
export function columnsShown(columns: readonly Column[], words: readonly string[] = []): readonly Shown[] {
  const object = columns.findIndex(({ name }) => name === 'object_id')
  const ordinal = columns.findIndex(({ name }) => name === 'ordinal')
  const plain = columns.flatMap((column, at): Shown[] => {
    if (at === object || (at === ordinal && object >= 0)) return []
    const said = words.includes(column.name) ? 'w' : ''
    const name = isNumber(column.type) ? 'n' : column.type.startsWith('TIMESTAMP') ? 't' : said
    return [{ head: escaped(column.name), name, text: (row) => escaped(cellText(row[at], column.type)) }]
  })
  if (object < 0) return plain
  const text = (row: readonly Cell[]) => {
    const id = row[object]
    if (id === null || id === undefined) return ''
    const record = ordinal < 0 ? '' : `:${escaped(String(row[ordinal]))}`
    return `<a href="#object-${escaped(String(id))}">${escaped(String(id))}${record}</a>`
  }
  return [...plain, { head: ordinal < 0 ? 'Object' : 'Object:<wbr>record', name: 'ref', text }]
}

function* proof({ number, question, sha256, asked, rows, columns, records, problem }: Figure): Generator<string> {
  yield `<details class="proof"><summary>Evidence of figure ${number}</summary>`
  yield question.kind === 'sql'
    ? `<pre>${escapedLines(question.sql)}</pre>`
    : `<p>${escaped(questionSaid(question))}</p>`
  yield '<dl>'
  yield `<dt>SHA-256 of the question</dt><dd class="hash">${asked}</dd>`
  if (problem === null) {
    yield `<dt>Rows, columns</dt><dd>${rows.toLocaleString('en-US')}, ${columns.length}</dd>`
    yield `<dt>SHA-256 of the answer</dt><dd class="hash">${sha256}</dd>`
  }
  if (records !== null) {
    yield `<dt>Records it counts</dt><dd>${records.count.toLocaleString('en-US')}</dd>`
    yield `<dt>SHA-256 of their list</dt><dd class="hash">${records.sha256}</dd>`
  }
  yield '</dl>'
  if (records !== null && records.count > 0) {
    const more = records.count > records.first.length ? ` (the first ${records.first.length})` : ''
    yield `<p class="refs">Object:record${more}: ${byObject(records.first).map(refHtml).join(' · ')}</p>`
  }
  yield '</details>'
}

function byObject(refs: readonly Ref[]): readonly (readonly [object: number, ordinals: readonly number[]])[] {
  const objects = new Map<number, number[]>()
  for (const [object, ordinal] of refs) {
    const known = objects.get(object)
    if (known) known.push(ordinal)
    else objects.set(object, [ordinal])
  }
  return [...objects]
}

function refHtml([object, ordinals]: readonly [object: number, ordinals: readonly number[]]): string {
  return `<a href="#object-${object}">${object}:${ordinals.join(',')}</a>`
}
