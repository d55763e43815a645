import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lint } from '../../../main/detect/lint.ts'
import { loadRules, loadText } from '../../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../../main/detect/records-sql.ts'
import { type Dialect, patternOf } from '../../../main/detect/wazuh/dialects.ts'
import { flatHolds } from '../../../main/detect/wazuh/flat.ts'
import { withMemoryDb } from '../../../main/store/memory-db.ts'
import { removeFolders } from '../../store/batches.ts'
import { caseOf, found, run } from '../detecting.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-wazuh-rules-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  removeFolders()
})

const group = (inner: string) => `<group name="amazon,">${inner}</group>`
const rule = (id: number, level: number, inner: string, more = '') =>
  `<rule id="${id}" level="${level}" ${more}>${inner}<description>${id}</description></rule>`
const field = (name: string, pattern: string, more = '') => `<field name="${name}" ${more}>${pattern}</field>`
const top = rule(1, 0, field('integration', 'aws'))
const trail = rule(2, 3, `<if_sid>1</if_sid>${field('aws.source', 'cloudtrail')}`)
const doc = (aws: object, more: object = {}) => ({ integration: 'aws', aws: { source: 'cloudtrail', ...aws }, ...more })

async function endsIn(xml: string, records: readonly object[]): Promise<readonly (readonly string[])[]> {
  const { rules, refused } = loadText(xml, join(folder, 'a.xml'))
  expect(refused).toEqual([])
  const ids: string[][] = records.map(() => [])
  await withMemoryDb(async (db) => {
    for (const each of rules.filter(({ info }) => info.reported)) {
      const { sql, params } = recordsQuestion(each, rules, records as never)
      for (const { n } of await db.all<{ n: number }>(sql, params)) ids[n]?.push(String(each.info.id))
    }
  })
  return ids
}

describe('patterns', () => {
  test.each<[Dialect, string, string, boolean]>([
    ['osregex', 'a.c', 'xA.Cx', true],
    ['osregex', 'a.c', 'abc', false],
    ['osregex', 'a\\.c', 'abc', true],
    ['osregex', '^IAM.\\d+$', 'iam.21', true],
    ['osregex', '^IAM.\\d+$', 'IAM.x', false],
    ['osregex', 'c++', 'c++', true],
    ['osregex', '\\w+@\\w', 'a-b@c', true],
    ['osregex', 'x|^y', 'ay', false],
    ['osregex', '\\$\\(', '$(', true],
    ['osregex', '[a]', 'a', false],
    ['osmatch', '^root|admin$', 'the ADMIN', true],
    ['osmatch', 'a.b', 'axb', false],
    ['osmatch', '!denied', 'granted', true],
    ['osmatch', '!denied', 'Denied', false],
    ['pcre2', 'Abc', 'abc', false],
    ['pcre2', '(?i)Abc', 'abc', true],
    ['pcre2', '^(?!^$|^-$).*', '-', false],
    ['pcre2', '^(?!^$|^-$).*', 'NoSuchKey', true],
    ['pcre2', '^(?:A|B)$', 'B', true],
    ['pcre2', '(?<name>a)b', 'ab', true],
  ])('%s %s of %s is %s', (dialect, pattern, text, holds) => {
    expect(flatHolds(text, { kind: 'flat', asked: patternOf(dialect, pattern), negated: false })).toBe(holds)
  })

  test.each<[Dialect, string, RegExp]>([
    ['pcre2', 'a(?=b)', /looks ahead/],
    ['pcre2', '(?<!a)b', /looks ahead or behind/],
    ['pcre2', 'a++', /possessive/],
    ['pcre2', '(a)\\1', /back/],
    ['pcre2', '(', /cannot be evaluated/],
    ['osregex', '\\q', /does not know/],
    ['osregex', '', /empty/],
  ])('%s %s is refused', (dialect, pattern, reason) => {
    expect(() => patternOf(dialect, pattern)).toThrow(reason)
  })
})

describe('one event', () => {
  test('it ends in the deepest rule of the first branch, higher levels first, level 0 before all and silent', async () => {
    const below = (id: number, level: number, name: string, more = '') =>
      rule(id, level, `<if_sid>2</if_sid>${field('aws.eventName', name)}${more}`)
    const xml = group(`${top}${trail}${below(3, 4, 'User')}${below(4, 9, 'DeleteUser')}${below(5, 0, 'GetUser')}`)
    const names = ['DeleteUser', 'CreateUser', 'GetUser', 'RunInstances']
    expect(
      await endsIn(
        xml,
        names.map((eventName) => doc({ eventName })),
      ),
    ).toEqual([['4'], ['3'], [], ['2']])
  })

  test.each<[string, object, boolean]>([
    ['^null$', { x: null }, true],
    ['^true$', { x: true }, true],
    ['^5.300000$', { x: 5.3 }, true],
    ['^7$', { x: 7.0 }, true],
    ['a","b', { x: ['a', 'b'] }, true],
    ['\\.', { x: { y: 1 } }, false],
    ['\\.', {}, false],
  ])('%s of a value as the decoder writes it: %j', async (pattern, aws, holds) => {
    const xml = group(`${top}${rule(9, 5, `<if_sid>1</if_sid>${field('aws.x', pattern)}`)}`)
    expect(await endsIn(xml, [doc(aws)])).toEqual([holds ? ['9'] : []])
  })

  test.each([
    ['osregex', 'security-hub|x/y', false],
    ['osregex', 'cloud|security-hub', true],
    ['pcre2', '^cloud\\-?trail$', true],
    ['pcre2', '^[[:alpha:]]+$', true],
    ['pcre2', '\\Acloudtrail\\z', true],
    ['pcre2', '^(?i:CLOUD)', true],
    ['pcre2', '^trail', false],
  ])(
    'a source that is known before any event is compared as the database would: %s %s',
    async (type, pattern, holds) => {
      const xml = group(`${top}${rule(9, 5, `<if_sid>1</if_sid>${field('aws.source', pattern, `type="${type}"`)}`)}`)
      expect(await endsIn(xml, [doc({})])).toEqual([holds ? ['9'] : []])
    },
  )

  test('an expression that only the database reads is asked of a source that is known', async () => {
    const named = field('aws.source', '^[[:alpha:]]+$', 'type="pcre2"')
    const file = await caseOf([{ eventID: 'e', eventName: 'X' }])
    try {
      await run(file, loadText(group(`${top}${rule(9, 5, `<if_sid>1</if_sid>${named}`)}`), join(folder, 'a.xml')))
      expect(await found(file)).toEqual({ 9: [1] })
    } finally {
      await file.close()
    }
  })

  test('a missing field fails a negated test too', async () => {
    const xml = group(`${top}${rule(9, 5, `<if_sid>1</if_sid>${field('aws.x', 'a', 'negate="yes"')}`)}`)
    expect(await endsIn(xml, [doc({ x: 'b' }), doc({ x: 'a' }), doc({})])).toEqual([['9'], [], []])
  })

  test('if_group stands below every earlier rule of the group, and match looks in all of the document', async () => {
    const xml = group(`${top}${trail}${rule(7, 8, '<if_group>amazon</if_group><match>sts:AssumeRole|x.y</match>')}`)
    expect(await endsIn(xml, [doc({ a: 'STS:assumerole' }), doc({ a: 'xzy' })])).toEqual([['7'], ['2']])
  })

  test('overwrite replaces a rule where it stands', async () => {
    const over = rule(2, 7, field('aws.source', 'guardduty'), 'overwrite="yes"')
    expect(await endsIn(group(top + trail + over), [doc({ source: 'guardduty' }), doc({})])).toEqual([['2'], []])
  })

  test.each([
    ['match_key', [['9'], [], []]],
    ['not_match_key', [[], ['9'], ['9']]],
    ['match_key_value" check_value="^bad', [['9'], [], []]],
    ['address_match_key', [['9'], ['9'], []]],
  ])('a list is asked by %s', async (lookup, expected) => {
    mkdirSync(join(folder, 'lists'), { recursive: true })
    writeFileSync(join(folder, 'lists', 'bad'), '203.0.113.9:bad\n10.1.:good\n')
    const list = `<if_sid>1</if_sid><list field="aws.ip" lookup="${lookup}">etc/lists/bad</list>`
    const records = ['203.0.113.9', '10.1.2.3', '10.2.2.3'].map((ip) => doc({ ip }))
    expect(await endsIn(group(top + rule(9, 5, list)), records)).toEqual(expected)
  })
})

describe('windows', () => {
  const failed = rule(3, 5, `<if_sid>2</if_sid>${field('aws.r', 'Failure')}`)
  const at = (second: number, aws: object = { r: 'Failure' }) =>
    doc(aws, { eventTime: new Date(Date.UTC(2026, 0, 5) + second * 1000).toISOString() })
  const counted = async (inner: string, more: string, records: readonly object[]) =>
    (await endsIn(group(top + trail + failed + rule(4, 10, inner, more)), records)).flatMap((ids, n) =>
      ids.includes('4') ? [n] : [],
    )
  const sid = '<if_matched_sid>3</if_matched_sid>'

  test.each([
    [
      [0, 10, 20],
      [0, 1, 2],
    ],
    [
      [0, 30, 60],
      [0, 1, 2],
    ],
    [[0, 30, 61], []],
    [[0, 10], []],
  ])('the third within 60 s of event time counts, as written: %j', async (seconds, expected) => {
    expect(
      await counted(
        sid,
        'frequency="3" timeframe="60"',
        seconds.map((second) => at(second)),
      ),
    ).toEqual(expected)
  })

  test('same_field counts those of one value, different_field those of another than the last', async () => {
    const records = ['a', 'a', 'a', 'b'].map((ip, n) => at(n, { r: 'Failure', ip }))
    const three = 'frequency="3" timeframe="60"'
    expect(await counted(`${sid}<same_field>aws.ip</same_field>`, three, records)).toEqual([0, 1, 2])
    expect(await counted(`${sid}<different_field>aws.ip</different_field>`, three, records)).toEqual([0, 1, 2, 3])
    expect(await counted(`${sid}<different_field>aws.ip</different_field>`, three, records.slice(0, 3))).toEqual([])
  })

  test('another event completes what was counted: a success after failures', async () => {
    const success = `<if_sid>2</if_sid>${sid}${field('aws.r', 'Success')}`
    const records = [at(0), at(1), at(2, { r: 'Success' }), at(500, { r: 'Success' })]
    expect(await counted(success, 'frequency="3" timeframe="60"', records)).toEqual([0, 1, 2])
  })
})

describe('what is not evaluated', () => {
  test.each([
    [rule(9, 3, '<if_sid>404</if_sid>'), /stands below 404/],
    [rule(9, 3, '<if_group>none</if_group>'), /which no earlier rule has/],
    [rule(9, 3, '<if_matched_sid>1</if_matched_sid>', 'frequency="3"'), /level 0/],
    [rule(9, 3, '<same_srcip />'), /srcip/],
    [rule(9, 3, '<time>1-2</time>'), /<time> is not evaluated/],
    [rule(9, 3, '<decoded_as>sshd</decoded_as>'), /sshd/],
    [rule(9, 3, '<field name="status">a</field>'), /static/],
    [rule(9, 3, '<match>^a</match>'), /anchored/],
    [rule(9, 3, '<list field="aws.a">etc/lists/none</list>'), /is not there/],
    [rule(9, 3, '<list field="aws.a">../secret</list>'), /no path below/],
    [rule(9, 99, ''), /level is a number/],
    ['<rule id="9" level="3"></rule>', /no description/],
  ])('%s is refused with its reason', (xml, reason) => {
    const { rules, refused } = loadText(group(top + xml), join(folder, 'a.xml'))
    expect(refused).toEqual([expect.objectContaining({ id: '9', reason: expect.stringMatching(reason) })])
    expect(rules.map(({ info }) => info.id)).toEqual(['1'])
  })

  test.each([
    ['<!DOCTYPE a [<!ENTITY b "c">]><group name="a"></group>', /doctype/],
    ['<group name="a"><rule></group>', /no XML/],
  ])('%s', (xml, reason) => {
    expect(loadText(xml, 'a.xml').refused[0]?.reason).toMatch(reason)
  })

  test('a stray comma, a bare ampersand, an old comment and several roots are read', () => {
    const xml = `<!-- a -- b --><var name="S">cloudtrail</var>${group(top)}${group(`${rule(2, 3, `<if_sid>1</if_sid>${field('aws.a', '$S&\\<')}`)},`)}`
    expect(loadText(xml, 'a.xml')).toMatchObject({ refused: [], rules: [{ info: { id: '1' } }, { info: { id: '2' } }] })
  })

  test('lint tells what never finds anything, and what differs', () => {
    writeFileSync(join(folder, 'names'), 'CreateUser\n')
    const list = '<if_sid>2</if_sid><list field="aws.eventName">names</list>'
    const xml = `${top}${trail}${rule(3, 4, list + field('aws.eventName', 'DeleteObjects'))}${rule(4, 4, `<if_sid>2</if_sid>${field('data.aws.a', 'b')}`, 'ignore="60"')}`
    const { rules } = loadText(group(xml), join(folder, 'a.xml'))
    expect(lint(rules, new Map()).map(({ id, remark }) => `${id} ${remark}`)).toEqual([
      expect.stringMatching(/^3 it never finds anything: .*list/),
      expect.stringMatching(/^4 ignore="60"/),
      expect.stringMatching(/^4 no document has the field 'data.aws.a'/),
    ])
  })
})

test('a folder of rule files finds the same in a case', async () => {
  const login = `<if_sid>2</if_sid>${field('aws.eventName', 'ConsoleLogin')}${field('aws.responseElements.ConsoleLogin', 'Failure')}`
  const burst = rule(
    4,
    10,
    '<if_matched_sid>3</if_matched_sid><same_field>aws.sourceIPAddress</same_field>',
    'frequency="3" timeframe="60"',
  )
  const path = join(folder, 'case.xml')
  writeFileSync(path, group(top + trail + rule(3, 5, login) + burst))
  const record = (n: number, result: string) => ({
    eventID: `e${n}`,
    eventTime: `2026-01-05T00:00:0${n}Z`,
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    sourceIPAddress: '203.0.113.9',
    responseElements: { ConsoleLogin: result },
  })
  const file = await caseOf([...[0, 1, 2].map((n) => record(n, 'Failure')), record(3, 'Success')])
  try {
    const loaded = await loadRules([path])
    const { rules } = await run(file, loaded)
    expect(rules.refused).toEqual([])
    expect(await found(file)).toEqual({ '2': [4], '3': [1, 2, 3], '4': [1, 2, 3] })
    const [, , third] = loaded.rules
    expect(loadText(third?.info.text ?? '', path).rules.map(({ info }) => info.id)).toEqual(['1', '2', '3'])
  } finally {
    await file.close()
  }
})
