import type {
  CitedObject,
  Figure,
  PartOf,
  ReportDocument,
  ReportHead,
  SectionOf,
} from '../../../shared/report/document.ts'
import { markdownHtml } from '../../../shared/report/markdown.ts'
import { visible } from '../../../shared/visible.ts'
import { documentJson } from '../document-json.ts'
import { headFacts, pseudonymsSaid } from '../head-facts.ts'
import { questionSaid } from '../question-said.ts'
import { breakable } from './breakable.ts'
import { embedded, escaped, escapedLines } from './escaped.ts'
import { figureHtml } from './figure.ts'
import { policyOf, styleOf } from './style.ts'

/**
 * The report as one HTML file: no script, no network, nothing that acts, and for the same state of the case the same
 * bytes. What it shows stands in it once more as JSON, from which the same page can be made again.
 */
export async function* reportHtml(document: ReportDocument): AsyncGenerator<string> {
  const { head, sections, objects } = document
  const style = styleOf(visible(head.title))
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policyOf(style))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${escaped(head.tool)}">
<title>${escaped(head.title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">To the report</a>
<div class="sheet">
`
  yield cover(head)
  yield contents(sections)
  yield '<main id="content">\n'
  for (const section of sections) yield* sectionHtml(section)
  yield objectList(objects)
  yield howMade(sections)
  yield '</main>\n</div>\n'
  yield* data(document)
  yield '</body>\n</html>\n'
}

/** A section by itself, as it looks in the report: its links are text, for what they lead to is not there. */
export async function previewHtml(section: SectionOf<Figure>): Promise<string> {
  const style = `${styleOf('')}html{background:#fff}.sheet{padding:18px 28px 40px}h2{margin-top:0}\n`
  let body = ''
  for await (const piece of sectionHtml(section)) body += piece
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policyOf(style))}">
<title>${escaped(section.title)}</title>
<style>${style}</style>
</head>
<body>
<main class="sheet">
${body.replace(/<a href="#[^"]*">/g, '<a>')}</main>
</body>
</html>
`
}

function cover(head: ReportHead): string {
  const facts = headFacts(head)
  return `<header class="cover">
<h1>${escaped(head.title)}</h1>
${head.author === '' ? '' : `<p class="by">${escaped(head.author)}</p>\n`}<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
<p class="quiet">Every figure carries the query that made it, its hash, and the records that it stands on: open the line below it. Whoever has the case can compute all of them again: <code>coldtrail verify report.html --case FOLDER</code>. All times are UTC.</p>
${head.shared ? `<p class="pseudonyms">${pseudonymsSaid}</p>\n` : ''}</header>
`
}

function contents(sections: readonly SectionOf<Figure>[]): string {
  const items = sections.map(({ block, title }) => `<li><a href="#block-${block}">${escaped(title)}</a></li>`)
  const ends = [
    '<li><a href="#objects">Objects that the figures stand on</a></li>',
    '<li><a href="#questions">How each figure was made</a></li>',
  ]
  return `<nav aria-label="Contents"><h2>Contents</h2><ol>${[...items, ...ends].join('')}</ol></nav>\n`
}

async function* sectionHtml({ block, title, parts }: SectionOf<Figure>): AsyncGenerator<string> {
  yield `<section aria-labelledby="block-${block}">\n<h2 id="block-${block}">${escaped(title)}</h2>\n`
  for (const part of parts) {
    if (part.kind === 'figure') yield* figureHtml(part.figure)
    else yield partHtml(part)
  }
  yield '</section>\n'
}

function partHtml(part: Exclude<PartOf<Figure>, { readonly kind: 'figure' }>): string {
  switch (part.kind) {
    case 'text':
      return `<div class="text">${markdownHtml(part.text)}</div>\n`
    case 'said':
      return `<p>${escaped(part.text)}</p>\n`
    case 'terms':
      return `<dl class="terms">${part.terms.map(([term, meaning]) => `<dt>${escaped(term)}</dt><dd>${escaped(meaning)}</dd>`).join('')}</dl>\n`
  }
}

function objectList(objects: readonly CitedObject[]): string {
  const rows = objects.map(
    ({ object_id, uri, sha256, bytes, imported_at, imported_by, integrity }) =>
      `<tr id="object-${object_id}"><td class="n">${object_id}</td><td>${breakable(escaped(uri))}<br><span class="hash">${sha256 ?? 'not read, so it has no hash'}</span></td><td class="n">${bytes.toLocaleString('en-US')}</td><td class="t">${escaped(imported_at.replace('T', ' ').replace(/\.\d+Z$/, 'Z'))}<br>${escaped(imported_by)}</td><td>${escaped(integrity ?? 'not verified')}</td></tr>\n`,
  )
  return `<section class="appendix" aria-labelledby="objects">
<h2 id="objects">Objects that the figures stand on</h2>
<p>A record is named by the number of its object in the case and its place in it, from 0. Under the address stands the SHA-256 of the object's bytes as they came. The last column is what CloudTrail's own signatures say of it.</p>
${
  rows.length === 0
    ? '<p class="quiet">None.</p>\n'
    : `<div class="scroll" tabindex="0" role="region" aria-label="Objects"><table><thead><tr><th scope="col" class="n">Object</th><th scope="col">Address and SHA-256</th><th scope="col" class="n">Bytes</th><th scope="col" class="t">Imported</th><th scope="col">Signature</th></tr></thead><tbody>
${rows.join('')}</tbody></table></div>\n`
}</section>
`
}

function howMade(sections: readonly SectionOf<Figure>[]): string {
  const figures = sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'figure' ? [part.figure] : [])),
  )
  const rows = figures.map(({ number, title, question, asked, sha256, rows: count, records }) => {
    const made =
      question.kind === 'sql' ? `<pre>${escapedLines(question.sql)}</pre>` : `<p>${escaped(questionSaid(question))}</p>`
    const behind =
      records === null
        ? ''
        : `<br>${records.count.toLocaleString('en-US')} records, list <span class="hash">${records.sha256}</span>`
    return `<li value="${number}"><a href="#figure-${number}">${escaped(title)}</a>: ${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}<br>question <span class="hash">${asked}</span><br>answer <span class="hash">${sha256}</span>${behind}${made}</li>\n`
  })
  return `<section class="appendix" aria-labelledby="questions">
<h2 id="questions">How each figure was made</h2>
<p>The hash of an answer is the SHA-256 of one line of JSON with the names of its columns and one with each row; that of a question is over the question as JSON.</p>
<ol>
${rows.join('')}</ol>
</section>
`
}

/** What the page shows, for programs: escaped so that nothing in it can end the element. */
async function* data(document: ReportDocument): AsyncGenerator<string> {
  yield '<script type="application/json" id="coldtrail-report">\n'
  yield* documentJson(document, embedded)
  yield '</script>\n'
}
