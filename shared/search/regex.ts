/**
 * Checks a regular expression before the database sees it, so that a mistake is underlined instead of failing a query.
 * The dialect is RE2 (linear time: an expression cannot hang the program). What passes here compiles there; a few
 * rarities of RE2 are refused (`\C`, `\Q…\E`, `(?U)`), and so is `(?s)`: DuckDB turns such an expression into LIKE, which
 * can take hours on one long value. Answers the first mistake: its place in the source and a sentence.
 */
export function checkRegex(source: string): { readonly at: number; readonly message: string } | null {
  const reader: Reader = { source, at: 0, depth: 0 }
  try {
    if (source.length > 2000) fail('a regular expression has at most 2,000 characters')
    const { cost } = alternation(reader)
    if (reader.at < source.length) fail("this ')' closes nothing: write '\\)' for the character")
    reader.at = 0
    if (cost > mostCost) fail('this regular expression is too large: repeat less')
    return null
  } catch (mistake) {
    if (mistake instanceof Mistake) return { at: reader.at, message: mistake.message }
    throw mistake
  }
}

/** RE2 gives up at about 690,000 instructions; costs below are rounded up. */
const mostCost = 100_000
const mostRepeats = 1000
const mostDepth = 100

interface Reader {
  readonly source: string
  at: number
  depth: number
}

/** How large it becomes when compiled, and how often its counted repetitions multiply (RE2 allows 1,000). */
interface Size {
  readonly cost: number
  readonly repeats: number
}

class Mistake extends Error {}

function fail(message: string): never {
  throw new Mistake(message)
}

function alternation(reader: Reader): Size {
  if (++reader.depth > mostDepth) fail(`a regular expression nests at most ${mostDepth} groups`)
  let size = sequence(reader)
  while (reader.source[reader.at] === '|') {
    reader.at++
    size = both(size, sequence(reader))
  }
  reader.depth--
  return size
}

function sequence(reader: Reader): Size {
  let size: Size = { cost: 1, repeats: 1 }
  while (reader.at < reader.source.length && reader.source[reader.at] !== '|' && reader.source[reader.at] !== ')') {
    size = both(size, repeated(reader))
  }
  return size
}

function both(a: Size, b: Size): Size {
  return { cost: a.cost + b.cost, repeats: Math.max(a.repeats, b.repeats) }
}

const repetition = /[*+?]|\{(\d{1,9})(?:(,)(\d{0,9}))?\}/y

function repeated(reader: Reader): Size {
  if (matchAt(repetition, reader)) fail('there is nothing here to repeat: escape the character with a backslash')
  const size = atom(reader)
  const operator = size && matchAt(repetition, reader)
  if (!operator) return size ?? { cost: 1, repeats: 1 }
  const [text, least, comma, most] = operator
  const counted = least !== undefined
  const times = counted ? Math.max(Number(least), Number(most || 0)) : 1
  const repeats = counted ? size.repeats * Math.max(times, 1) : size.repeats
  if (times > mostRepeats || repeats > mostRepeats) fail(`'${text}' repeats more than ${mostRepeats} times in all`)
  if (comma && most && Number(most) < Number(least)) fail(`'${text}' ends before it begins`)
  reader.at += text.length
  if (reader.source[reader.at] === '?') reader.at++
  if (matchAt(repetition, reader)) fail('repetitions cannot be stacked: RE2 has no possessive repetition')
  return { cost: (size.cost + 2) * Math.max(times, 1), repeats }
}

/** One thing that can be repeated; null for flags, which cannot. */
function atom(reader: Reader): Size | null {
  const character = reader.source[reader.at]
  if (character === '(') return group(reader)
  if (character === '[') return { cost: characterClass(reader), repeats: 1 }
  if (character === '\\') return { cost: escaped(reader, false).cost, repeats: 1 }
  if (character === '.') {
    reader.at++
    return { cost: 20, repeats: 1 }
  }
  return { cost: literal(reader) > 127 ? 12 : 5, repeats: 1 }
}

const groupStart = /\((?:\?(?:P<[A-Za-z_]\w*>|:|[im]+(?:-[im]+)?[:)]|-[im]+[:)]))?/y

function group(reader: Reader): Size | null {
  const open = reader.at
  const start = matchAt(groupStart, reader)?.[0] as string
  if (start === '(' && reader.source[open + 1] === '?') fail(groupMistake(reader.source.slice(open)))
  reader.at += start.length
  if (start.endsWith(')')) return null
  const size = alternation(reader)
  if (reader.source[reader.at] !== ')') {
    reader.at = open
    fail("this '(' is never closed: write '\\(' for the character")
  }
  reader.at++
  return { cost: size.cost + 2, repeats: size.repeats }
}

function groupMistake(text: string): string {
  if (/^\(\?<?[=!]/.test(text))
    return `'${text.slice(0, /^\(\?</.test(text) ? 4 : 3)}' looks around: regular expressions here are RE2, which has no look-around; combine two terms with AND and NOT instead`
  if (/^\(\?(?:P=|P>|&|\d|R)/.test(text)) return 'RE2 has no back-references and no recursion'
  if (/^\(\?<[A-Za-z_]/.test(text)) return "write '(' or '(?P<name>' for a group"
  if (/^\(\?[im-]*s/.test(text))
    return "the flag 's' is not known here: write '[\\s\\S]' where '.' should match a line break too"
  return `'${text.slice(0, 3)}' begins no group that RE2 knows`
}

const classNames = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y

function characterClass(reader: Reader): number {
  const open = reader.at
  reader.at++
  const negated = reader.source[reader.at] === '^'
  if (negated) reader.at++
  let cost = negated ? 20 : 1
  for (let first = true; first || reader.source[reader.at] !== ']'; first = false) {
    if (reader.at >= reader.source.length) {
      reader.at = open
      fail("this '[' is never closed: write '\\[' for the character")
    }
    cost += classItem(reader)
  }
  reader.at++
  return cost
}

function classItem(reader: Reader): number {
  const named = matchAt(classNames, reader)
  if (named) {
    reader.at += named[0].length
    return 20
  }
  if (reader.source.startsWith('[:', reader.at)) fail("this class name is unknown: write '\\[' for the character")
  const start = reader.at
  const low = classCharacter(reader)
  const range = reader.source[reader.at] === '-' && ![']', undefined].includes(reader.source[reader.at + 1])
  if (low.code === null || !range) return low.cost
  reader.at++
  const high = classCharacter(reader)
  if (high.code !== null && high.code >= low.code) return high.code > 127 ? 60 : 6
  reader.at = start
  return fail('this range ends before it begins')
}

function classCharacter(reader: Reader): { readonly cost: number; readonly code: number | null } {
  if (reader.source[reader.at] === '\\') return escaped(reader, true)
  const code = literal(reader)
  return { cost: code > 127 ? 12 : 5, code }
}

const escapes: readonly {
  readonly form: RegExp
  readonly cost: number
  readonly code: (text: string) => number | null
}[] = [
  { form: /\\[dsw]/y, cost: 6, code: () => null },
  { form: /\\[DSW]/y, cost: 20, code: () => null },
  {
    form: /\\[pP](?:[CLMNPSZ]|\{\^?(?:C[cfo]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)\})/y,
    cost: 3000,
    code: () => null,
  },
  {
    form: /\\[pP]\{\^?(?:Latin|Greek|Cyrillic|Han|Hiragana|Katakana|Hangul|Arabic|Hebrew|Thai|Devanagari|Common)\}/y,
    cost: 3000,
    code: () => null,
  },
  { form: /\\x[0-9a-fA-F]{2}/y, cost: 12, code: (text) => Number.parseInt(text.slice(2), 16) },
  { form: /\\x\{[0-9a-fA-F]{1,6}\}/y, cost: 12, code: (text) => Number.parseInt(text.slice(3, -1), 16) },
  { form: /\\0[0-7]{0,2}/y, cost: 5, code: (text) => Number.parseInt(text.slice(1), 8) },
  { form: /\\[afnrtv]/y, cost: 5, code: (text) => ({ a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 })[text[1] as 'a'] },
  { form: /\\[!-/:-@[-`{-~]/y, cost: 5, code: (text) => text.charCodeAt(1) },
]
const outsideClass = /\\[bBAz]/y

function escaped(reader: Reader, inClass: boolean): { readonly cost: number; readonly code: number | null } {
  if (!inClass && matchAt(outsideClass, reader)) {
    reader.at += 2
    return { cost: 1, code: null }
  }
  for (const { form, cost, code } of escapes) {
    const text = matchAt(form, reader)?.[0]
    if (text === undefined) continue
    const value = code(text)
    if (value !== null && (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))) fail(`'${text}' is no character`)
    reader.at += text.length
    return { cost, code: value }
  }
  const text = reader.source.slice(reader.at, reader.at + 2)
  if (text === '\\') fail("a regular expression cannot end in a backslash: write '\\\\' for the character")
  if (/\\[1-9kg]/.test(text))
    fail(`'${text}' refers back: regular expressions here are RE2, which has no back-references`)
  return fail(`'${text}' means nothing in a regular expression: write '\\\\' for a backslash`)
}

function literal(reader: Reader): number {
  const code = reader.source.codePointAt(reader.at) as number
  if (code >= 0xd800 && code <= 0xdfff) fail('half of a character stands here')
  reader.at += code > 0xffff ? 2 : 1
  return code
}

function matchAt(form: RegExp, reader: Reader): RegExpExecArray | null {
  form.lastIndex = reader.at
  return form.exec(reader.source)
}
