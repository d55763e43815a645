/** Stand for a `*` and a `?` that mean themselves: they came out of a policy variable. */
export const literalStar = '\u0001'
export const literalMark = '\u0002'

/**
 * Whether the text is what the pattern says: `*` is any run of characters, `?` exactly one. Never worse than the product
 * of both lengths, because patterns are written by whoever could write a policy.
 */
export function isLike(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star === pattern.length - 1 && star >= 0 && plain(pattern)) return text.startsWith(pattern.slice(0, star))
  if (star < 0 && plain(pattern)) return pattern === text
  let [p, t, back, from] = [0, 0, -1, 0]
  while (t < text.length) {
    const c = pattern[p]
    if (c === '*') {
      back = ++p
      from = t
    } else if (c !== undefined && (c === '?' || meaning(c) === text[t])) {
      p++
      t++
    } else if (back >= 0) {
      p = back
      t = ++from
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/**
 * Whether a pattern for ARNs fits: its first five colons divide it as they divide the ARN, and no wildcard reaches over
 * one. A pattern with fewer parts that ends in `*` leaves the rest open, as `*` itself does.
 */
export function isArnLike(pattern: string, arn: string): boolean {
  if (pattern === '*') return true
  const parts = arnParts(pattern)
  const given = arnParts(arn)
  const open = parts.length < 6
  if (open && !pattern.endsWith('*'))
    return parts.length === given.length && parts.every((each, i) => isLike(each, given[i] ?? ''))
  if (given.length < parts.length) return false
  return parts.every((each, i) => isLike(each, given[i] ?? ''))
}

/** The six parts of an ARN; the last keeps its colons. Fewer where the text has fewer. */
export function arnParts(arn: string): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < 5; i++) {
    const colon = arn.indexOf(':', from)
    if (colon < 0) break
    parts.push(arn.slice(from, colon))
    from = colon + 1
  }
  parts.push(arn.slice(from))
  return parts
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?')
}

/** Takes the wildcards out of a text that is to mean itself. */
export function literal(text: string): string {
  return text.replaceAll('*', literalStar).replaceAll('?', literalMark)
}

function plain(pattern: string): boolean {
  return !pattern.includes('?') && !pattern.includes(literalStar) && !pattern.includes(literalMark)
}

function meaning(c: string): string {
  return c === literalStar ? '*' : c === literalMark ? '?' : c
}
