/** Keys that somebody chose who wants a log to be passed over, taken for another one, or written where it does not belong. */
const known: readonly string[] = [
  ...[
    '..',
    '.',
    '/',
    '//',
    '../../etc/passwd',
    '/leading',
    'trailing/',
    'a//b',
    'a/./b',
    'a/../b',
    'a/..',
    './a',
    '...',
  ],
  ...[
    '%',
    '%2F',
    '%2f',
    'a%2Fb',
    'a/b',
    '%25',
    '%00',
    '%zz',
    'a%20b',
    'a b',
    'a+b',
    'a%2Bb',
    '+',
    ' ',
    ' a',
    'a ',
    '++',
  ],
  ...[
    "*'()!~",
    '*',
    "it's",
    '(a)',
    '!',
    '~',
    '?',
    '#',
    '&',
    '=',
    '?versionId=x',
    'a?b=c&d#e',
    ';',
    ':@,$',
    '[]{}|^`"<>\\',
  ],
  ...[
    'a\nb',
    'a\r\nb',
    'a\tb',
    '\u0001',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u202egz.nosj',
    '\ufffd',
    '\uffff',
  ],
  // The same to look at, and two keys.
  ...['caf\u00e9', 'cafe\u0301', '\u212b', '\u00c5', 'A\u030a', '\ud55c', '\u1112\u1161\u11ab'],
  ...['😀', '𝒜/𝒜', 'ß', 'ẞ', 'ss', 'İ', 'i\u0307'],
  ...[
    'constructor',
    '__proto__',
    'CON',
    'nul.json',
    '-rf',
    '$(id)',
    '`id`',
    '$HOME',
    "'; DROP TABLE event; --",
    '=1+1',
  ],
  ...['x'.repeat(1024), '\u00e9'.repeat(512), `${'d/'.repeat(511)}xx`, '/'.repeat(1024)],
]

const signs = [
  ...'abc/..//%+ *\'()!~?#&=:;@,$"<>\\^`{}[]|\n\r\t\u0001\u00e9\u0301\u4e2d😀\u202e',
  '%2F',
  '%25',
  '../',
  './',
  '//',
]

/** Those, and as many made of the same signs; the same ones every time. */
export function hostileKeys(more: number): readonly string[] {
  const keys = new Set(known)
  let state = 20_260_115
  const dice = (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * sides)
  }
  while (keys.size < known.length + more)
    keys.add(Array.from({ length: 1 + dice(12) }, () => signs[dice(signs.length)]).join(''))
  return [...keys]
}
