import { isPlainWord } from './public.ts'

/**
 * Words of a text, and words joined by dots and dashes, that may be a name, in lower case: all but those that everybody
 * uses, numbers and days. Whether the case has them somewhere is for the case to say.
 */
export function candidates(texts: readonly string[], ordinary: ReadonlySet<string>): readonly string[] {
  const text = texts.join('\n').replaceAll('\\', '').toLowerCase()
  const found = [...text.matchAll(joined), ...text.matchAll(single)].map(([word]) => word)
  return [...new Set(found)].filter(
    (word) => word.length <= 300 && !ordinary.has(word) && !isPlainWord(word) && !numbers.test(word),
  )
}

const single = /[\p{L}\p{M}\p{N}]{3,}/gu
const joined = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[._+@'-]+[\p{L}\p{M}\p{N}]+)+/gu
/** Also times and days as they are written in logs. */
const numbers = /^(?:\d{1,4}|[\d.]{1,7}|\d{4}-\d\d-\d\d(?:t\d\d)?|\d\dz?)$/
