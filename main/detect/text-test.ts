import type { Bind } from '../../shared/search/text-sql.ts'
import { whole } from '../../shared/search/text-sql.ts'
import type { Pattern } from './node.ts'
import { plainText } from './wildcards.ts'

/**
 * Whether a text (an SQL expression; `folded`: the same in lower case) is any of these patterns. Plain ones are one IN; one run at an end or at both is a
 * function of its own; all others are RE2, as LIKE backtracks: a pattern of many runs can take hours on one value.
 */
export function textTest(
  sql: string,
  patterns: readonly Pattern[],
  cased: boolean,
  bind: Bind,
  folded: string = `lower(${sql})`,
): string {
  const value = cased ? sql : folded
  const given = (text: string) => (cased ? bind(whole(text)) : `lower(${bind(whole(text))})`)
  const plain = patterns.flatMap((pattern) => plainText(pattern) ?? [])
  const wild = patterns.filter((pattern) => plainText(pattern) === null)
  const tests = [
    ...(plain.length > 0 ? [`${value} IN (${[...new Set(plain)].map(given).join(', ')})`] : []),
    ...wild.map((pattern) => wildTest(sql, value, pattern, given)),
  ]
  return tests.length === 1 ? (tests[0] as string) : `(${tests.join(' OR ')})`
}

function wildTest(sql: string, value: string, pattern: Pattern, given: (text: string) => string): string {
  const [first, second, third] = pattern
  if (isAnything(pattern)) return `${sql} IS NOT NULL`
  if (pattern.length === 2 && first?.kind === 'text' && second?.kind === 'run')
    return `starts_with(${value}, ${given(first.text)})`
  if (pattern.length === 2 && first?.kind === 'run' && second?.kind === 'text')
    return `ends_with(${value}, ${given(second.text)})`
  if (pattern.length === 3 && first?.kind === 'run' && second?.kind === 'text' && third?.kind === 'run') {
    return `contains(${value}, ${given(second.text)})`
  }
  return `regexp_full_match(${value}, ${given(regex(pattern))})`
}

/** `*`: there is a text, whatever it says. */
export function isAnything(pattern: Pattern): boolean {
  return pattern.length > 0 && pattern.every(({ kind }) => kind === 'run')
}

/** Without letters of its own, so that it can be folded like text; the flag `s` (`.` is any character) stays itself. */
function regex(pattern: Pattern): string {
  const written = { run: '.*', one: '.' } as const
  const parts = pattern.map((piece) =>
    piece.kind === 'text' ? piece.text.replace(/[!-/:-@[-`{-~]/g, '\\$&') : written[piece.kind],
  )
  return `(?s)${parts.join('')}`
}
