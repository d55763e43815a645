import { describe, expect, it, test } from 'vitest'
import { bytes, count, duration, many, sentence, share, time, visible } from '../../renderer/format.ts'

describe('time', () => {
  test.each([
    ['2024-01-15T10:00:00Z', '2024-01-15 10:00:00Z'],
    ['2024-01-15T10:00:00.000Z', '2024-01-15 10:00:00Z'],
    ['2024-01-15T10:00:00.250Z', '2024-01-15 10:00:00.250Z'],
    [null, ''],
    ['', ''],
    ['never', 'never'],
  ])('it shows %s in UTC as %s', (iso, shown) => {
    expect(time(iso, true)).toBe(shown)
  })

  it('shows the same moment in local time with its offset', () => {
    const shown = time('2024-07-15T10:00:00Z', false)
    expect(shown).toMatch(/^2024-07-1[456] \d\d:\d\d:00[+-]\d\d:\d\d$/)
    expect(new Date(shown.replace(' ', 'T')).toISOString()).toBe('2024-07-15T10:00:00.000Z')
  })
})

test.each([
  [0, '0 B'],
  [532, '532 B'],
  [999_999, '1000 kB'],
  [1_234_567, '1.2 MB'],
  [250_000_000, '250 MB'],
  [3_200_000_000, '3.2 GB'],
])('it says %d bytes as %s', (n, shown) => {
  expect(bytes(n)).toBe(shown)
})

test.each([
  [0, '0 ms'],
  [85.4, '85 ms'],
  [1000, '1 s'],
  [3240, '3.2 s'],
  [59_990, '1 min'],
  [250_000, '4 min 10 s'],
  [7_500_000, '2 h 5 min'],
  [4 * 3_600_000 + 3 * 86_400_000, '3 d 4 h'],
])('it says %d ms as %s', (ms, shown) => {
  expect(duration(ms)).toBe(shown)
})

test.each([
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [1, 100_000, '< 0.1 %'],
  [99_999, 100_000, '> 99.9 %'],
  [1, 30, '3.3 %'],
  [1, 2, '50 %'],
])('it says %d of %d as %s', (part, whole, shown) => {
  expect(share(part, whole)).toBe(shown)
})

it('counts in words that fit', () => {
  expect([count(1234567), many(1, 'event'), many(2000, 'event'), many(0, 'entry', 'entries')]).toEqual([
    '1,234,567',
    '1 event',
    '2,000 events',
    '0 entries',
  ])
})

test.each([
  ['plain text, ünïcödé 漢字 😀', 'plain text, ünïcödé 漢字 😀'],
  ['a\u0000b', 'a␀b'],
  ['line\r\nbreak\t', 'line␍␊break␉'],
  ['\u001b[31m', '␛[31m'],
  ['del\u007f', 'del␡'],
  ['c1\u009b', 'c1\\u009b'],
  ['user\u202excod.exe', 'user\\u202excod.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
])('it makes visible what hides in %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test.each([
  ['there is no case', 'There is no case.'],
  ["'123' is no account id", "'123' is no account id."],
  ['eventName is not known', 'eventName is not known.'],
  ['it ended: open it again.', 'It ended: open it again.'],
])('it shows the sentence %j as %j', (text, shown) => {
  expect(sentence(text)).toBe(shown)
})
