import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRegex } from '../../shared/search/regex.ts'
import { openEvents } from './events.ts'
import { randomFrom } from './random.ts'

let events: Awaited<ReturnType<typeof openEvents>>
beforeAll(async () => {
  events = await openEvents([])
})
afterAll(() => events.close())

async function compiles(source: string): Promise<boolean> {
  return events.ask(`SELECT regexp_matches('abc', $source), regexp_matches('abc', $source, 'i')`, { source }).then(
    () => true,
    () => false,
  )
}

test.each([
  'a|b',
  '()',
  '|',
  '^$',
  '^*',
  'a$*',
  '\\b+',
  'a*?',
  'a+?',
  'a??',
  'a{2}',
  'a{2,}',
  'a{0,3}?',
  'a{',
  'a{,3}',
  'a{x}',
  '{',
  ']',
  '}',
  '.',
  '(?:a)',
  '(?i)a',
  '(?i:a)',
  '(?-i)a',
  '(?im-i:a)',
  '(?m)^a',
  '(?P<name>a)',
  '[]a]',
  '[^]a]',
  '[a-z-9]',
  '[\\d-z]',
  '[a-]',
  '[-a]',
  '[[:alpha:]]',
  '[[:^digit:]]',
  '[\\]\\-]',
  '[\\x41-\\x{1F600}]',
  '[é-ü]',
  '[[a]',
  '\\d\\D\\s\\S\\w\\W\\b\\B\\A\\z',
  '\\.\\/\\-\\_\\"',
  '\\x41\\x{1F600}\\07\\n\\t',
  '\\pL\\PN',
  '\\p{Lu}\\p{^Greek}[\\p{Han}\\PZ]',
  'é😀',
  'a{1000}',
  '(?:a{10}){100}',
  '(?:\\pL{10}){3}',
])('/%s/ is accepted, and by the database', async (source) => {
  expect([checkRegex(source), await compiles(source)]).toEqual([null, true])
})

test.each<[source: string, at: number, says: string]>([
  ['(?=a)', 0, "'(?=' looks around"],
  ['a(?!b)', 1, "'(?!' looks around"],
  ['(?<=a)b', 0, "'(?<=' looks around"],
  ['(a)\\1', 3, "'\\1' refers back"],
  ['(?P=n)', 0, 'no back-references'],
  ['\\k<n>', 0, "'\\k' refers back"],
  ['(?<n>a)', 0, "write '(' or '(?P<name>'"],
  ['(?>a)', 0, 'begins no group'],
  ['(?s)a', 0, "the flag 's'"],
  ['(?is:a)', 0, "the flag 's'"],
  ['*a', 0, 'nothing here to repeat'],
  ['a|+', 2, 'nothing here to repeat'],
  ['(?i)*', 4, 'nothing here to repeat'],
  ['a**', 2, 'cannot be stacked'],
  ['a{2}{3}', 4, 'cannot be stacked'],
  ['a{1001}', 1, 'more than 1000 times'],
  ['(?:a{100}){11}', 10, 'more than 1000 times'],
  ['a{3,2}', 1, 'ends before it begins'],
  ['(a', 0, "this '(' is never closed"],
  ['a)', 1, "this ')' closes nothing"],
  ['[a', 0, "this '[' is never closed"],
  ['[z-a]', 1, 'this range ends before it begins'],
  ['[a-\\d]', 1, 'this range ends before it begins'],
  ['[[:foo:]]', 1, 'this class name is unknown'],
  ['\\q', 0, "'\\q' means nothing"],
  ['\\x{110000}', 0, 'is no character'],
  ['\\p{Foo}', 0, "'\\p' means nothing"],
  ['a\\', 1, 'cannot end in a backslash'],
  ['\ud800', 0, 'half of a character'],
  ['(?:\\pL{100}){10}', 0, 'too large'],
  ['('.repeat(101), 100, 'nests at most 100'],
  ['a'.repeat(2001), 0, 'at most 2,000 characters'],
])('/%s/ is refused at %i', (source, at, says) => {
  const mistake = checkRegex(source)
  expect([mistake?.at, mistake?.message.includes(says) ? says : mistake?.message]).toEqual([at, says])
})

test('whatever is accepted, the database accepts', async () => {
  const pieces = [
    'a',
    'é',
    '\\',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '*',
    '+',
    '?',
    '|',
    '^',
    '$',
    '.',
    '-',
    ':',
    '2',
    ',',
    '(?:',
    '(?i)',
    '(?P<n>',
    '\\d',
    '\\pL',
    '\\b',
    '\\x',
    '[:alpha:]',
    '[^',
    '{1,3}',
    '{100}',
    '0',
    'Q',
    'z',
    '/',
    '\n',
  ]
  const random = randomFrom(3)
  const accepted = new Set<string>()
  while (accepted.size < 1500) {
    const source = Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)]).join('')
    if (checkRegex(source) === null) accepted.add(source)
  }
  const wrong: string[] = []
  for (const source of accepted) if (!(await compiles(source))) wrong.push(source)
  expect(wrong).toEqual([])
})
