import { visible } from '../../../shared/visible.ts'

/** So many characters fit in a cell of a workbook. */
const mostCharacters = 32_767
const cut = ' … (cut: a cell holds no more)'

/** Text as it stands in the XML of a workbook: nothing of it acts or hides, and no _x0041_ becomes a letter. `hasLines`: its line breaks stay. */
export function xmlText(text: string, hasLines = false): string {
  const whole = hasLines ? text.split('\n').map(visible).join('\n') : visible(text)
  const fits = whole.length > mostCharacters ? whole.slice(0, mostCharacters - cut.length) + cut : whole
  return fits
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
