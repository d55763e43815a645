import { expect, test } from 'vitest'
import { parseSearch } from '../../shared/search/parse.ts'
import type { Tree } from '../../shared/search/tree.ts'
import { randomFrom } from './random.ts'

/** The tree in few characters, with the place of every node. */
function drawn(tree: Tree): string {
  const at = `${tree.from}-${tree.to}`
  if (tree.kind === 'everything') return `all ${at}`
  if (tree.kind === 'not') return `not ${at} [${drawn(tree.part)}]`
  if (tree.kind === 'term') return `${tree.field.name}${tree.operator}${JSON.stringify(tree.value)} ${at}`
  return `${tree.kind} ${at} [${tree.parts.map(drawn).join(', ')}]`
}

test.each([
  ['', 'all 0-0'],
  ['alice', 'text:{"kind":"text","text":"alice"} 0-5'],
  ['a b', 'and 0-3 [text:{"kind":"text","text":"a"} 0-1, text:{"kind":"text","text":"b"} 2-3]'],
  ['a AND  b', 'and 0-8 [text:{"kind":"text","text":"a"} 0-1, text:{"kind":"text","text":"b"} 7-8]'],
  ['and', 'text:{"kind":"text","text":"and"} 0-3'],
  ['ANDROID', 'text:{"kind":"text","text":"ANDROID"} 0-7'],
  ['us-east-1', 'text:{"kind":"text","text":"us-east-1"} 0-9'],
  ['-x', 'not 0-2 [text:{"kind":"text","text":"x"} 1-2]'],
  ['NOT -x', 'text:{"kind":"text","text":"x"} 5-6'],
  ['NOT(x)', 'not 0-6 [text:{"kind":"text","text":"x"} 3-6]'],
  ['"a \\"b\\" \\\\ \\n \\u00e9 \\u{1f600}"', 'text:{"kind":"text","text":"a \\"b\\" \\\\ \\n é 😀"} 0-32'],
  [
    'a*b?',
    'text:{"kind":"pattern","pieces":[{"kind":"text","text":"a"},{"kind":"run"},{"kind":"text","text":"b"},{"kind":"one"}]} 0-4',
  ],
  ['a\\*\\ \\(\\b', 'text:{"kind":"text","text":"a* (\\\\b"} 0-9'],
  ['/a b\\/c/i', 'text:{"kind":"regex","source":"a b\\\\/c","ignoreCase":true} 0-9'],
  ['USER:Alice', 'user:{"kind":"text","text":"Alice"} 0-10'],
  ['user!=a', 'not 0-7 [user={"kind":"text","text":"a"} 0-7]'],
  [
    'user:(a OR -b)',
    'or 0-14 [user:{"kind":"text","text":"a"} 6-7, not 11-13 [user:{"kind":"text","text":"b"} 12-13]]',
  ],
  ['error:*', 'error:{"kind":"exists"} 0-7'],
  ['error:none', 'error:{"kind":"missing"} 0-10'],
  ['arn:aws:iam::1:user/a', 'text:{"kind":"text","text":"arn:aws:iam::1:user/a"} 0-21'],
  [
    'https://x.test/?q',
    'text:{"kind":"pattern","pieces":[{"kind":"text","text":"https://x.test/"},{"kind":"one"},{"kind":"text","text":"q"}]} 0-17',
  ],
  ['fe80::1', 'text:{"kind":"text","text":"fe80::1"} 0-7'],
  ['10:30', 'text:{"kind":"text","text":"10:30"} 0-5'],
  ['request."a.b"[0][*]:x', 'request:{"kind":"text","text":"x"} 0-21'],
  ['😀 user:a', 'and 0-9 [text:{"kind":"text","text":"😀"} 0-2, user:{"kind":"text","text":"a"} 3-9]'],
])('%s is read', (search, expected) => {
  const parsed = parseSearch(search)
  expect(parsed.ok ? drawn(parsed.tree) : parsed.errors).toEqual(expected)
})

test.each<[search: string, errors: readonly [from: number, to: number, says: string][]]>([
  ['usr:x', [[0, 3, "no field 'usr'; did you mean user"]]],
  ['ok evnt:x', [[3, 7, 'did you mean event']]],
  ['qqqqqqqq:x', [[0, 8, "no field 'qqqqqqqq'. Put the text in quotes"]]],
  [
    '😀 usr:x zzz:y',
    [
      [3, 6, "'usr'"],
      [9, 12, "'zzz'"],
    ],
  ],
  ['reqest.a.b:x', [[0, 10, "no field 'reqest.a.b'; did you mean request"]]],
  ['constructor:x', [[0, 11, 'no field']]],
  ['__proto__.x:x', [[0, 11, 'no field']]],
  ['request."\\q":x', [[0, 12, 'is no path']]],
  ['user:', [[0, 5, 'needs a value right behind it']]],
  ['user: alice', [[0, 5, 'needs a value right behind it']]],
  ['(user:)', [[1, 6, 'needs a value right behind it']]],
  ['time > 2026-05-01', [[5, 6, "write the field right before '>'"]]],
  [':x', [[0, 1, "write the field right before ':'"]]],
  ['"open', [[0, 5, 'this quote is never closed']]],
  ['user:"open', [[5, 10, 'this quote is never closed']]],
  ['"a\\qb"', [[2, 4, "'\\q' means nothing in quotes"]]],
  ['"\\u{110000}"', [[1, 11, 'means nothing in quotes']]],
  ['"a"b', [[3, 4, 'put the whole value in quotes']]],
  ['al"ice"', [[2, 7, 'put the whole value in quotes']]],
  ['al"ice', [[2, 6, 'put the whole value in quotes']]],
  ['agent:Boto(x)', [[10, 11, "put a space before '('"]]],
  ['(a', [[0, 1, "this '(' is never closed"]]],
  ['((a)', [[0, 1, "this '(' is never closed"]]],
  ['a)', [[1, 2, "this ')' closes nothing"]]],
  [
    'a ) b )',
    [
      [2, 3, "this ')' closes nothing"],
      [6, 7, "this ')' closes nothing"],
    ],
  ],
  ['()', [[0, 2, 'there is nothing between']]],
  ['user:()', [[5, 7, 'there is nothing between']]],
  ['a AND', [[2, 5, 'AND needs a term behind it']]],
  ['AND a', [[0, 3, 'AND needs a term before it']]],
  ['a AND AND b', [[6, 9, 'AND needs a term before it']]],
  ['a OR', [[2, 4, 'OR needs a term behind it']]],
  ['OR a', [[0, 2, 'OR needs a term before it']]],
  ['a OR OR b', [[5, 7, 'OR needs a term before it']]],
  ['(a OR)', [[3, 5, 'OR needs a term behind it']]],
  ['NOT', [[0, 3, 'NOT needs a term behind it']]],
  ['NOT OR a', [[0, 3, 'NOT needs a term behind it']]],
  ['a - b', [[2, 3, "'-' excludes the term right behind it"]]],
  ['-', [[0, 1, "'-' excludes the term right behind it"]]],
  ['user:(a b)', [[8, 9, 'write OR between the values of a list']]],
  [
    'user:(a, b)',
    [
      [6, 8, 'not a comma'],
      [9, 10, 'write OR between the values of a list'],
    ],
  ],
  ['time>(2026 OR 2027)', [[0, 5, "'>' takes one value, not a list"]]],
  ['time>yesterday', [[5, 14, "'yesterday' is relative"]]],
  ['time>-24h', [[5, 9, "'-24h' is relative"]]],
  ['time:2026-02-30', [[5, 15, "'2026-02-30' is no date of the calendar"]]],
  ['time:2026-13', [[5, 12, 'no date of the calendar']]],
  ['time:0000', [[5, 9, 'no date of the calendar']]],
  ['time:2026-05-01T24:00', [[5, 21, 'is no time of the day']]],
  ['time:2026-05-01T10:00+99:00', [[5, 27, 'has no valid offset']]],
  ['time:05/01/2026', [[5, 15, 'is no time']]],
  ['time:1714521600', [[5, 15, 'is no time']]],
  ['time:2026-05-02..2026-05-01', [[5, 27, 'ends before it begins']]],
  ['time:2026..2027..2028', [[5, 21, 'is no range of time']]],
  ['time:..', [[5, 7, 'is no range of time']]],
  ['time:2026-05-*', [[5, 14, 'time takes no wildcard']]],
  ['time:/2026/', [[5, 11, 'time takes no regular expression']]],
  ['mfa:maybe', [[4, 9, "mfa is true, false or none, not 'maybe'"]]],
  ['mfa>true', [[4, 8, 'mfa has no order']]],
  ['ordinal:x', [[8, 9, 'ordinal is a whole number']]],
  ['ordinal:-1', [[8, 10, 'ordinal is a whole number']]],
  ['ordinal:9..1', [[8, 12, 'ends before it begins']]],
  ['severity>huge', [[9, 13, 'severity is critical, high']]],
  ['event=Create*', [[6, 13, "'=' takes no wildcard: write event:"]]],
  ['event=/x/', [[6, 9, "'=' takes no regular expression"]]],
  ['text=x', [[5, 6, 'text is all text of an event']]],
  ['ip:300.1.1.1', [[3, 12, 'is no IP address or network']]],
  ['ip:10.0.0.0/33', [[3, 14, 'an IPv4 network ends in /0 to /32']]],
  ['ip:10.0.0.0/', [[3, 12, 'an IPv4 network ends in /0 to /32']]],
  ['ip:2001:db8::/129', [[3, 17, 'an IPv6 network ends in /0 to /128']]],
  ['ip:2001:db8::1::2', [[3, 17, 'is no IP address or network']]],
  ['/(?=a)b/', [[1, 8, "'(?=' looks around"]]],
  ['/x(?<!a)b/', [[2, 10, "'(?<!' looks around"]]],
  ['user:/(a)\\1/', [[9, 12, "'\\1' refers back"]]],
  ['//', [[0, 2, 'this regular expression is empty']]],
  ['/abc', [[0, 4, 'this regular expression is never closed']]],
  ['/aws/lambda', [[5, 11, 'the regular expression ends before this']]],
  [`${'*a'.repeat(200)}`, [[0, 400, 'a value has at most 100 wildcards']]],
  [
    `user:usr:x usr:"y`,
    [
      [11, 14, "no field 'usr'"],
      [15, 17, 'this quote is never closed'],
    ],
  ],
])('%s is refused with %j', (search, errors) => {
  const parsed = parseSearch(search)
  const found = parsed.ok ? [] : parsed.errors
  const says = found.map((error, index) => {
    const wanted = errors[index]?.[2] ?? ''
    return [error.from, error.to, error.message.includes(wanted) ? wanted : error.message]
  })
  expect(says).toEqual(errors)
})

test.each([
  ['10,000 parentheses', '('.repeat(10_000), 100],
  ['10,000 closed parentheses', `${'('.repeat(10_000)}a${')'.repeat(10_000)}`, 100],
  ['10,000 negated parentheses', '-('.repeat(10_000), 201],
  ['a list in 10,000 parentheses', `user:${'('.repeat(10_000)}`, 105],
])('%s are one error, not a stack overflow', (_, search, from) => {
  const parsed = parseSearch(search)
  expect(parsed).toEqual({
    ok: false,
    errors: [{ from, to: from + 1, message: 'a search nests at most 100 parentheses' }],
  })
})

test('1,001 terms are one error', () => {
  const parsed = parseSearch('a '.repeat(3000))
  expect(parsed).toEqual({ ok: false, errors: [{ from: 2000, to: 2001, message: 'a search has at most 1000 terms' }] })
})

test('it never throws and points into the text, whatever is typed', () => {
  const pieces = [
    'user:',
    'time>',
    '(',
    ')',
    '"',
    '\\',
    '/',
    '-',
    ' ',
    'AND',
    'OR',
    'NOT',
    '*',
    '?',
    'a',
    '2026',
    '..',
    '[',
    ']',
    '.',
    '=',
    '!',
    '\ud800',
    '😀',
    '\n',
    '{',
    '^',
    '::',
    'request.a',
    'ip:',
  ]
  const random = randomFrom(7)
  for (let round = 0; round < 20_000; round++) {
    const search = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('')
    const parsed = parseSearch(search)
    const wrong = parsed.ok
      ? []
      : parsed.errors.filter(({ from, to }) => from < 0 || to < from || to > search.length || from > search.length)
    expect({ search, wrong, silent: !parsed.ok && parsed.errors.length === 0 }).toEqual({
      search,
      wrong: [],
      silent: false,
    })
  }
})
