import { checkRegex } from '../../shared/search/regex.ts'
import { refuse, shown } from './refusal.ts'

/**
 * A regular expression of a rule for RE2, checked. Flags go in front (DuckDB's option m gives no multi-line ^ and $).
 * The flag s is written out, `.` as any character: DuckDB turns an expression with (?s) into LIKE, which can take hours
 * on one value.
 */
export function regexSource(value: unknown, flags: string): string {
  if (typeof value !== 'string') return refuse(`re: takes text, not ${shown(value)}`)
  const inline = /^\(\?([ims]+)\)/.exec(value)
  const wanted = new Set([...flags, ...(inline?.[1] ?? '')])
  const body = inline ? value.slice(inline[0].length) : value
  const source = wanted.has('s') ? dotsForAll(body) : body
  const front = [...wanted].filter((flag) => flag !== 's').join('')
  const regex = front === '' ? source : `(?${front})${source}`
  const mistake = checkRegex(regex)
  if (mistake) refuse(`re: ${shown(value)} cannot be evaluated: ${mistake.message}`)
  return regex
}

/** `.` outside of classes becomes a class of every character. */
function dotsForAll(source: string): string {
  let inClass = false
  return source.replace(/\\.|[[\].]/gs, (token, at: number) => {
    if (token === '[' && !inClass) inClass = true
    else if (token === ']' && inClass && !/\[\^?$/.test(source.slice(Math.max(0, at - 2), at))) inClass = false
    else if (token === '.' && !inClass) return '[\\s\\S]'
    return token
  })
}
