import { parse, postprocess, preprocess } from 'micromark'
import { gfmTable } from 'micromark-extension-gfm-table'
import { visible } from '../../../shared/visible.ts'

/**
 * A person's CommonMark to stand in a Markdown file: raw HTML becomes text and a picture a link, for whoever shows the
 * file may be less careful than we are; headings begin below those of the report.
 */
export function noteMarkdown(text: string): string {
  const shown = text
    .replaceAll('\t', '    ')
    .split(/\r\n|\r|\n/)
    .map(visible)
    .join('\n')
  const added = new Map<number, string>()
  for (const [enter, { type, start, end }] of postprocess(
    parse({ extensions: [gfmTable()] })
      .document()
      .write(preprocess()(shown, undefined, true)),
  )) {
    if (enter !== 'enter') continue
    if (type === 'htmlFlow' || type === 'htmlText') {
      for (let at = start.offset; at < end.offset; at++) if (shown[at] === '<') added.set(at, '\\')
    } else if (type === 'labelImageMarker') added.set(start.offset, '\\')
    else if (type === 'atxHeadingSequence' && shown[end.offset] !== '\n' && end.offset - start.offset <= 6)
      added.set(start.offset, '#'.repeat(Math.min(2, 6 - (end.offset - start.offset))))
  }
  return [...added]
    .toSorted(([a], [b]) => b - a)
    .reduce((written, [at, more]) => written.slice(0, at) + more + written.slice(at), shown)
}
