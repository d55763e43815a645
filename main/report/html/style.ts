import { createHash } from 'node:crypto'

/**
 * The style of a report, for reading on a screen and for print; on paper its title stands above every page. What is too
 * wide for the paper makes Chromium print everything smaller, so the columns of our own tables have to fit, and of a
 * person's tables with many columns those that a page on its side has room for are printed, which is said above them.
 */
export function styleOf(title: string): string {
  return `${style}@page{@top-left{content:"${cssText(title)}";font:8pt sans-serif;color:#4c5865}}\n`
}

/** The policy of a page with this style: it is all that may act, and a script, a picture or a request is not. */
export function policyOf(styleText: string): string {
  const hash = createHash('sha256').update(styleText).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

/** Text within quotes of a style sheet: everything but letters and digits by number. */
function cssText(text: string): string {
  return [...text.slice(0, 120)]
    .map((each) => (/[\p{L}\p{N}]/u.test(each) ? each : `\\${(each.codePointAt(0) ?? 32).toString(16)} `))
    .join('')
}

const colors: Readonly<Record<string, string>> = {
  'series-1': '#3b82b0',
  'series-2': '#c98a2b',
  'series-3': '#5a9a68',
  'series-4': '#a86498',
  'series-5': '#6e7fc4',
  'series-6': '#bd6a4d',
  'series-7': '#3a9a9a',
  'series-8': '#9a8f3c',
  'series-other': '#a3adb8',
  'outcome-success': '#7fa6c4',
  'outcome-denied': '#c9453f',
  'outcome-failed': '#d6963a',
  'severity-critical': '#a11f3b',
  'severity-high': '#cf5238',
  'severity-medium': '#d6963a',
  'severity-low': '#6f9fbe',
  'severity-informational': '#a3adb8',
  bar: '#cfe0ec',
  'bar-strong': '#3b82b0',
  line: '#dfe4e9',
}

const style = `
:root{color-scheme:light}
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Liberation Sans",sans-serif;color:#1a2129;background:#eef1f4}
body{margin:0;overflow-wrap:break-word}
.sheet{max-width:1240px;margin:0 auto;background:#fff;padding:40px 48px 64px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:4px 8px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px}
h2{font-size:22px;line-height:1.25;margin:44px 0 12px;padding-bottom:6px;border-bottom:2px solid #1a2129}
h3,h4,h5,h6{font-size:16px;margin:22px 0 6px}
p,ul,ol{margin:8px 0}
.by,.quiet{color:#4c5865}
.cover{border-bottom:1px solid #c2cad3;padding-bottom:18px}
.cover dl,.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(205px,1fr));gap:10px 24px;margin:14px 0}
.cover dt,.facts dt{font-size:12.5px;color:#4c5865}.cover dd,.facts dd{margin:0;overflow-wrap:anywhere}
.facts dd{font-size:18px;font-variant-numeric:tabular-nums}
.record{display:grid;grid-template-columns:minmax(120px,190px) 1fr;gap:3px 16px;margin:8px 0}
.record dt{color:#4c5865}.record dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.terms dt{font-weight:600;margin-top:8px}.terms dd{margin:0 0 0 18px}
nav ol{columns:2;padding-left:22px}nav a{color:#0e6394}
figure{margin:18px 0 22px}
figcaption{font-weight:600;margin-bottom:6px}
figcaption .no{color:#4c5865;font-weight:400;margin-right:6px}
.scroll{overflow-x:auto}.scroll:focus{outline:2px solid #2b86bd}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.4}
th,td{text-align:left;vertical-align:top;padding:4px 6px;border-bottom:1px solid #dfe4e9;overflow-wrap:anywhere;min-width:56px}
th{background:#edf0f3;border-bottom:1px solid #c2cad3;overflow-wrap:normal}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.t{font-variant-numeric:tabular-nums;min-width:92px;overflow-wrap:normal}
.s,.m,.few .t{white-space:nowrap}
.l{min-width:150px}
.w{min-width:170px;overflow-wrap:break-word}
.right{text-align:right}.center{text-align:center}
.ref{white-space:nowrap}.ref a,.refs a{color:#0e6394}
code,pre{font:12.5px/1.45 ui-monospace,"Cascadia Mono","Liberation Mono",Menlo,Consolas,monospace}
code{background:#edf0f3;border-radius:3px;padding:0 3px;overflow-wrap:anywhere}
pre{background:#f3f5f7;border:1px solid #dfe4e9;border-radius:4px;padding:8px 10px;white-space:pre-wrap;overflow-wrap:anywhere;margin:6px 0}
blockquote{margin:8px 0;padding:2px 14px;border-left:3px solid #c2cad3;color:#4c5865}
details{margin:6px 0;font-size:13px}
summary{cursor:pointer;color:#0e6394}
summary:focus-visible,a:focus-visible{outline:2px solid #2b86bd;outline-offset:2px}
.proof dl{display:grid;grid-template-columns:190px 1fr;gap:2px 14px;margin:8px 0}.proof dt{color:#4c5865}.proof dd{margin:0;overflow-wrap:anywhere}
.hash{font:12px ui-monospace,"Liberation Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
p.paper{display:none}
.problem{color:#b02a2a;font-weight:600}
.pseudonyms{background:#f8ecd2;border:1px solid #d6963a;border-radius:4px;padding:8px 12px}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:4px 0;font-size:13px}
.legend svg{width:11px;height:11px;margin-right:5px}
.drawing{display:block;width:100%;height:auto;margin:4px 0}
.drawing text{font-size:11px;fill:#1a2129}.start{text-anchor:start}.middle{text-anchor:middle}.end{text-anchor:end}
${Object.entries(colors)
  .map(([name, color]) => `.c-${name}{fill:${color}}`)
  .join('\n')}
@media (max-width:700px){.sheet{padding:20px 16px}nav ol{columns:1}}
@media print{
html{font-size:9pt;background:#fff}
.sheet{max-width:none;padding:0}
nav ol{font-size:8.5pt}nav a{color:inherit}
.skip,.proof,.all-rows{display:none}
h1{font-size:18pt}h2{font-size:13pt;margin-top:22pt;break-after:avoid}h3,h4,h5,h6,figcaption{break-after:avoid}
table{font-size:6.8pt}th,td{padding:2pt 4pt;min-width:32pt}th,.m,.t{white-space:normal}
.t{min-width:54pt}.few .t{white-space:nowrap}.l{min-width:68pt}.w{min-width:75pt;overflow-wrap:anywhere}
.scroll{overflow:visible}
section:has(figure.wide){page:wide}.wide .t,.wide .l,.wide .w{min-width:32pt;overflow-wrap:anywhere}.wide .n,.wide .ref{white-space:normal}
.wide .proof,.wide th:nth-child(n+17),.wide td:nth-child(n+17){display:none}p.paper{display:block}
thead{display:table-header-group}tr,dl>div,.drawing,li{break-inside:avoid}
.facts dd{font-size:12pt}
pre,code,.hash{font-size:6.8pt}
.appendix{break-before:page}
a{color:inherit;text-decoration:none}
*{print-color-adjust:exact}
}
@page wide{size:A4 landscape}
@page{size:A4;margin:20mm 12mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#4c5865}}
`
