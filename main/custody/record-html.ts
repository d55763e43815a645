import { createHash } from 'node:crypto'
import type { RecordHead, RecordObject, RecordPages } from '../../shared/record.ts'
import { visible } from '../../shared/visible.ts'
import { factsOf, importLines } from './record-facts.ts'
import { recordJson } from './record-json.ts'

/**
 * A record as a page to read and print: no script, no network, nothing that acts. It holds itself once more as JSON, from
 * which the same page can be made again.
 */
export async function* recordHtml(head: RecordHead, pages: RecordPages): AsyncGenerator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Acquisition record: ${escaped(head.case.name)}</title>
<style>${style}</style>
</head>
<body>
<h1>Acquisition record</h1>
${facts(factsOf(head))}
`
  for (const { title, facts: of } of importLines(head)) yield `<h2>${escaped(title)}</h2>\n${facts(of)}\n`
  yield `<h2>Objects</h2>
<table>
<thead><tr><th scope="col">No.</th><th scope="col">Address and SHA-256</th><th scope="col">State</th><th scope="col">Bytes</th><th scope="col">Last changed</th><th scope="col">Brought in</th></tr></thead>
<tbody>
`
  for await (const objects of pages()) yield objects.map(row).join('')
  yield `</tbody>
</table>
<section class="sign"><p>Signed</p><div><span>Name</span><span>Place</span><span>Date</span><span>Signature</span></div></section>
<script type="application/json" id="coldtrail-record">
`
  for await (const piece of recordJson(head, pages)) yield piece.replaceAll('<', '\\u003c')
  yield '</script>\n</body>\n</html>\n'
}

/** The JSON in a page; null: it is no record. */
export function jsonOfPage(text: string): string | null {
  const begin = text.lastIndexOf(opening)
  const end = text.indexOf('</script>', begin)
  return begin < 0 || end < 0 ? null : text.slice(begin + opening.length, end)
}

const opening = '<script type="application/json" id="coldtrail-record">\n'

function facts(of: readonly (readonly [name: string, value: string])[]): string {
  return `<dl>${of.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`
}

function row({ object_id, uri, sha256, state, reason, bytes, modified_at, imported_at }: RecordObject): string {
  const why = reason === null ? '' : `<br>${escaped(reason)}`
  return `<tr><td>${object_id}</td><td>${escaped(uri)}<br><code>${sha256 ?? 'not read, so it has no hash'}</code></td><td>${escaped(state)}${why}</td><td>${bytes.toLocaleString('en-US')}</td><td>${escaped(modified_at ?? 'not known')}</td><td>${escaped(imported_at)}</td></tr>\n`
}

/** Text of logs as text: nothing hidden, nothing that is markup. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const style = `
body { margin: 32px auto; max-width: 1060px; padding: 0 24px; color: #16191d; background: #fff; font: 14px/1.45 system-ui, sans-serif; }
h1 { margin: 0 0 16px; font-size: 26px; }
h2 { margin: 28px 0 8px; font-size: 16px; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 120px 1fr; gap: 12px; padding: 4px 0; border-bottom: 1px solid #dfe3e8; }
dt { color: #5a6572; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 12px; }
th, td { padding: 4px 6px; border-bottom: 1px solid #dfe3e8; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: #5a6572; font-weight: 600; }
th:nth-child(1) { width: 44px; }
th:nth-child(3) { width: 110px; }
th:nth-child(4) { width: 80px; }
th:nth-child(5), th:nth-child(6) { width: 120px; }
td:nth-child(4), th:nth-child(4) { text-align: right; }
code { color: #3d4650; font: 11px ui-monospace, monospace; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.sign { margin-top: 40px; break-inside: avoid; }
.sign div { display: grid; grid-template-columns: repeat(4, 1fr); gap: 24px; margin-top: 56px; }
.sign span { padding-top: 4px; border-top: 1px solid #16191d; color: #5a6572; font-size: 12px; }
@page { margin: 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
`
const styleHash = createHash('sha256').update(style).digest('base64')
