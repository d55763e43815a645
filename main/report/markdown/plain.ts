import { parse, postprocess, preprocess } from 'micromark'
import { gfmTable } from 'micromark-extension-gfm-table'

/**
 * A person's CommonMark as lines that are no Markdown, for cells: without what only marks words up, and with the signs that
 * backslashes and references stand for. Links keep their address, lists and tables their signs.
 */
export function plainLines(text: string): readonly string[] {
  const shown = text.replaceAll('\t', '    ').replace(/\r\n|\r/g, '\n')
  const instead = new Map<number, { readonly end: number; readonly text: string }>()
  for (const [enter, { type, start, end }] of postprocess(
    parse({ extensions: [gfmTable()] })
      .document()
      .write(preprocess()(shown, undefined, true)),
  )) {
    if (enter !== 'enter') continue
    const said = shown.slice(start.offset, end.offset)
    if (marks.has(type)) instead.set(start.offset, { end: end.offset, text: '' })
    else if (type === 'atxHeadingSequence')
      instead.set(start.offset, { end: end.offset + (shown[end.offset] === ' ' ? 1 : 0), text: '' })
    else if (type === 'characterReference') instead.set(start.offset, { end: end.offset, text: signOf(said) })
  }
  let plain = ''
  let at = 0
  for (const [start, { end, text: put }] of [...instead].toSorted(([a], [b]) => a - b)) {
    plain += shown.slice(at, start) + put
    at = Math.max(at, end)
  }
  return (plain + shown.slice(at)).split('\n').filter((line) => line.trim() !== '')
}

/** What CommonMark's own reader calls the signs that mark something up. */
const marks: ReadonlySet<string> = new Set([
  ...['escapeMarker', 'emphasisSequence', 'strongSequence', 'codeTextSequence', 'codeFencedFence', 'hardBreakEscape'],
  'setextHeadingLineSequence',
])

function signOf(reference: string): string {
  const [, hex, decimal] = /^&#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference) ?? []
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
  if (Number.isNaN(code)) return named[reference] ?? reference
  return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
}

const named: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
}
