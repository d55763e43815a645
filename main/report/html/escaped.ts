import { visible } from '../../../shared/visible.ts'

/** Text of a log as it stands in HTML, in an element as in a quoted attribute: nothing of it acts, nothing of it hides. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** The same for text of several lines, such as SQL: its line breaks stay. */
export function escapedLines(text: string): string {
  return text.split('\n').map(escaped).join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** JSON that can stand in a script element, which `</script` and `<!--` would end or confuse; nothing in it hides. */
export function embedded(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join(''),
  )
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
