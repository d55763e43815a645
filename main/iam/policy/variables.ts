import type { Facts } from './facts.ts'
import { isLike, literal, literalMark, literalStar } from './wildcard.ts'

/** A pattern with its policy variables filled in: null where one has no value and no default, so that nothing matches. */
export type Filled = string | null | { readonly unknownKey: string }

/**
 * Puts the values of `${aws:username}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}` in. Wildcards inside a value are
 * characters, not wildcards. IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function fill(pattern: string, facts: Facts): Filled {
  if (!pattern.includes('${')) return pattern
  let unknownKey: string | null = null
  let missing = false
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*') return literalStar
    if (inside === '?') return literalMark
    if (inside === '$') return '$'
    const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside) ?? []
    const fact = facts.of(key)
    if (fact === undefined || fact === 'chosen' || (fact !== null && 'maybe' in fact)) {
      unknownKey = key
      return ''
    }
    // A key of several values is no variable.
    const value = fact?.length === 1 ? fact[0] : undefined
    if (value === undefined && fallback === undefined) missing = true
    return literal(value ?? fallback ?? '')
  })
  if (missing) return null
  return unknownKey === null ? filled : { unknownKey }
}

/** Whether a text could be of that pattern if every variable were filled in as somebody likes. */
export function couldBeLike(pattern: string, text: string): boolean {
  return isLike(pattern.replace(/\$\{[^}]*\}/g, '*'), text)
}
