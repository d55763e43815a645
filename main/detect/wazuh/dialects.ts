import { refuse, shown } from '../refusal.ts'
import { regexSource } from '../regex-source.ts'

/** A pattern as expressions of RE2 that have to be found, or must not be. */
export type Asked = readonly { readonly source: string; readonly found: boolean }[]

export const dialects = ['osregex', 'osmatch', 'pcre2'] as const
export type Dialect = (typeof dialects)[number]

/** A pattern in one of the three dialects of Wazuh, for RE2. Refused, with the reason, where RE2 cannot say the same. */
export function patternOf(dialect: Dialect, pattern: string): Asked {
  if (pattern === '') return refuse('a pattern is empty')
  if (dialect === 'pcre2') return pcre2(pattern)
  if (dialect === 'osmatch') return osmatch(pattern)
  return [{ source: checked(`(?i)${osregex(pattern)}`, pattern), found: true }]
}

function checked(source: string, pattern: string): string {
  try {
    return regexSource(source, '')
  } catch (error) {
    return refuse(`the pattern ${shown(pattern)} cannot be evaluated: ${(error as Error).message.replace(/^re: /, '')}`)
  }
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** What stands after a backslash: https://documentation.wazuh.com/current/user-manual/ruleset/ruleset-xml-syntax/regex.html */
const classes: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9@_-]',
  W: '[^A-Za-z0-9@_-]',
  d: '[0-9]',
  D: '[^0-9]',
  s: ' ',
  S: '[^ ]',
  p: `[()*+,\\-.:;<=>?\\[\\]!"'#$%&|{}]`,
  t: '\\t',
  '.': '[\\s\\S]',
}

/** OS_Regex: a dot is a dot, `\.` is any character, + and * count only what a backslash begins. */
function osregex(pattern: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] as string
    if (sign === '\\') {
      const next = pattern[++at]
      if (next === undefined) return refuse(`the pattern ${shown(pattern)} ends in a backslash`)
      const meaning = Object.hasOwn(classes, next) ? classes[next] : /[$()\\|<^*+]/.test(next) ? literal(next) : null
      if (meaning == null) return refuse(`the pattern ${shown(pattern)} says \\${next}, which OS_Regex does not know`)
      const many = pattern[at + 1]
      if (many === '+' || many === '*') at++
      out += many === '+' || many === '*' ? `${meaning}${many}` : meaning
    } else if (sign === '^' || sign === '$' || sign === '|' || sign === '(' || sign === ')') out += sign
    else out += literal(sign)
  }
  return out
}

/** OS_Match: words, | between them, ^ and $ at their ends, ! before all of it. */
function osmatch(pattern: string): Asked {
  const isNegated = pattern.startsWith('!')
  const words = (isNegated ? pattern.slice(1) : pattern).split('|').map((word) => {
    const from = word.startsWith('^') ? '^' : ''
    const to = word.endsWith('$') && word.length > from.length ? '$' : ''
    return `${from}${literal(word.slice(from.length, word.length - to.length))}${to}`
  })
  return [{ source: checked(`(?i)${words.join('|')}`, pattern), found: !isNegated }]
}

/** PCRE2: what RE2 knows too, and looks ahead from the very beginning, which are questions of their own. */
function pcre2(pattern: string): Asked {
  const ahead: { source: string; found: boolean }[] = []
  let rest = pattern
  if (/^\^\(\?[!=]/.test(pattern) && !topLevelBar(pattern)) {
    rest = pattern.slice(1)
    while (/^\(\?[!=]/.test(rest)) {
      const end = closing(rest)
      if (end < 0) return refuse(`the pattern ${shown(pattern)} has a bracket without an end`)
      ahead.push({ source: checked(`^(?:${rest.slice(3, end)})`, pattern), found: rest[2] === '=' })
      rest = rest.slice(end + 1)
    }
    rest = `^(?:${rest})`
  }
  if (/\(\?<?[!=]/.test(rest.replace(/\\./g, '')))
    return refuse(
      `the pattern ${shown(pattern)} looks ahead or behind, which RE2 cannot; only ^(?!…) at its start is read`,
    )
  if (/[*+?}]\+/.test(rest.replace(/\\./g, '')))
    return refuse(`the pattern ${shown(pattern)} has a possessive quantifier, which RE2 cannot`)
  return [...ahead, { source: checked(rest.replace(/\(\?P?<[A-Za-z_]\w*>/g, '(?:'), pattern), found: true }]
}

/** Where the bracket that opens a text is closed. */
function closing(text: string): number {
  return scan(text, (depth, sign) => depth === 0 && sign === ')')
}

function topLevelBar(text: string): boolean {
  return scan(text, (depth, sign) => depth === 0 && sign === '|') >= 0
}

function scan(text: string, isIt: (depth: number, sign: string) => boolean): number {
  let depth = 0
  let inClass = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (sign === '\\') at++
    else if (inClass) inClass = sign !== ']'
    else {
      if (sign === '[') inClass = true
      if (sign === '(') depth++
      if (sign === ')') depth--
      if (isIt(depth, sign)) return at
    }
  }
  return -1
}
