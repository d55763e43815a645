import { Problem } from '../../shared/problem.ts'
import type { Figure, FigureHead, PartOf, ReportDocument, SectionOf } from '../../shared/report/document.ts'
import type { Cell } from '../../shared/rows.ts'
import { documentJson } from './document-json.ts'
import { reportHtml } from './html/page.ts'

/**
 * What the HTML or JSON file of a report says, from the JSON in it, and whether the page that one sees is the one that is made of it.
 * Error `bad-input`: it is no report of ours.
 */
export async function readReport(
  text: string,
): Promise<{ readonly document: ReportDocument; readonly isAsWritten: boolean }> {
  if (text.startsWith('{"head":')) {
    const document = documentOf(text)
    return { document, isAsWritten: await isSame(text, documentJson(document, JSON.stringify)) }
  }
  const begin = text.lastIndexOf(opening)
  const end = text.indexOf('\n</script>', begin)
  if (begin < 0 || end < 0)
    throw new Problem('bad-input', 'this is no report that Coldtrail wrote: it holds no figures that could be checked')
  const document = documentOf(text.slice(begin + opening.length, end))
  return { document, isAsWritten: await isSame(text, reportHtml(document)) }
}

const opening = '<script type="application/json" id="coldtrail-report">\n'

type FigurePart = { readonly kind: 'figure'; readonly figure: FigureHead; readonly rows: readonly (readonly Cell[])[] }
type PlainPart = Exclude<PartOf<Figure>, { readonly kind: 'figure' }>

function documentOf(json: string): ReportDocument {
  try {
    const { head, sections, objects } = JSON.parse(json) as {
      readonly head: ReportDocument['head']
      readonly objects: ReportDocument['objects']
      readonly sections: readonly (Omit<SectionOf<Figure>, 'parts'> & {
        readonly parts: readonly (FigurePart | PlainPart)[]
      })[]
    }
    if (head.format !== 'coldtrail-report 1') throw new Error(`its format is '${head.format}'`)
    return {
      head,
      objects,
      sections: sections.map(({ block, title, parts }) => ({ block, title, parts: parts.map(partOf) })),
    }
  } catch (error) {
    throw new Problem(
      'bad-input',
      `the figures in this report cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function partOf(part: FigurePart | PlainPart): PartOf<Figure> {
  if (part.kind !== 'figure') return part
  const { rows } = part
  async function* pages(most = rows.length) {
    if (rows.length > 0) yield rows.slice(0, most)
  }
  return { kind: 'figure', figure: { ...part.figure, pages } }
}

async function isSame(text: string, made: AsyncIterable<string>): Promise<boolean> {
  let at = 0
  try {
    for await (const piece of made) {
      if (!text.startsWith(piece, at)) return false
      at += piece.length
    }
  } catch {
    // Data that no page can be made of is not what was written.
    return false
  }
  return at === text.length
}
