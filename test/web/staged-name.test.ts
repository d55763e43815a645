import { describe, expect, test } from 'vitest'
import { stagedName } from '../../main/web/staged-name.ts'

describe('the staged name of a dropped file', () => {
  test.each([
    ['trail.json.gz', ['trail.json.gz']],
    ['AWSLogs/111122223333/CloudTrail/a_b-c=d.json.gz', ['AWSLogs', '111122223333', 'CloudTrail', 'a_b-c=d.json.gz']],
    ['/AWSLogs/a.json', ['AWSLogs', 'a.json']],
    ['my logs (2)+[x]~@,.json', ['my logs (2)+[x]~@,.json']],
    ['protokoll-für-日本.json', ['protokoll-für-日本.json']],
    ['cafe\u0301.json', ['caf\u00e9.json']],
  ])('keeps %j as it is', (name, staged) => {
    expect(stagedName(encodeURIComponent(name))).toEqual(staged)
    expect(stagedName(name.split('/').map(encodeURIComponent).join('/'))).toEqual(staged)
  })

  test.each([
    ['a\\..\\b.json', ['a%5C..%5Cb.json']],
    ['C:\\b.json', ['C%3A%5Cb.json']],
    ['a\0b', ['a%00b']],
    ['a\nb\x1b[2Jc', ['a%0Ab%1B[2Jc']],
    ['100%2f.json', ['100%252f.json']],
    ['a?b*c"d<e>f|g', ['a%3Fb%2Ac%22d%3Ce%3Ef%7Cg']],
    ['\u202egnp.json', ['%E2%80%AEgnp.json']],
    ['.hidden', ['%2Ehidden']],
    ['...', ['%2E.%2E']],
    ['-rf', ['%2Drf']],
    ['a. ', ['a.%20']],
    ['b.', ['b%2E']],
    ['con/NUL.json/com1', ['%63on', '%4EUL.json', '%63om1']],
    ['~/x', ['~', 'x']],
  ])('encodes what could harm in %j', (name, staged) => {
    expect(stagedName(encodeURIComponent(name))).toEqual(staged)
  })

  test.each([
    '..',
    '../a',
    'a/../b',
    'a/./b',
    'a//b',
    'a/',
    '/',
    '//a',
    '%',
    '%2',
    '%c0%ae',
    '%2e%2e%2fa',
    'a%2f..%2fb',
    `${'a/'.repeat(64)}a`,
  ])('refuses %j', (name) => {
    expect(() => stagedName(name)).toThrow(/is no relative name of a file/)
  })

  test('keeps long names apart and within what file systems hold', () => {
    const long = ['日'.repeat(200), `${'日'.repeat(200)}月`].map(
      (name) => stagedName(encodeURIComponent(`${name}.json.gz`))[0] ?? '',
    )
    expect(new Set(long).size).toBe(2)
    for (const name of long) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240)
      expect(name).toMatch(/^日+~[0-9a-f]{12}\.json\.gz$/)
    }
  })
})
