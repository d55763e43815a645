import type { Cell } from '../rows.ts'

/**
 * Text as a quoted value of the search language. Whatever cannot be seen, or changes how its neighbours are seen
 * (control and format characters, odd spaces, halves of a pair), is written as an escape: log text is hostile.
 */
export function quoteValue(text: string): string {
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  const written = text
    .replace(/["\\]/g, '\\$&')
    .replace(/(?! )[\p{C}\p{Z}]/gu, (character) => named[character] ?? escapeOf(character.codePointAt(0) as number))
  return `"${written}"`
}

function escapeOf(code: number): string {
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** The value as it stands behind `=`. Numbers and truths need no quotes; in JSON they are compared as text. */
export function writeValue(value: Exclude<Cell, null>): string {
  return typeof value === 'string' ? quoteValue(value) : String(value)
}

/** A place in a JSON column as a field: `request.tags[0]."a key"`. Text is a key, a number a place in a list. */
export function pathField(column: string, path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step) ? `.${step}` : `.${quoteValue(step)}`
  })
  return `${column}${steps.join('')}`
}
