import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, cleanUp, coldtrail, json, numbers, record, trail } from './coldtrail.ts'

const rule = (title: string, level: string, eventName: string, more = '') => `title: ${title}
id: ${title.toLowerCase()}
level: ${level}
logsource: {product: aws, service: cloudtrail}
detection: {sel: {eventName: ${eventName}}, condition: sel}
${more}`

beforeAll(async () => {
  mkdirSync(at('rules'))
  mkdirSync(at('logs'))
  writeFileSync(
    at('rules', 'good.yml'),
    rule(
      'Lists',
      'low',
      'ListUsers',
      'hits: [{eventName: ListUsers}, {eventName: listusers}]\nmisses: [{eventName: GetUser}, {}]',
    ),
  )
  writeFileSync(at('rules', 'grave.yml'), rule('Deletes', 'high', 'DeleteTrail'))
  writeFileSync(
    at('wrong.yml'),
    `${rule('Wrong', 'low', 'A', 'hits: [{eventName: B}]')}\n---\n${rule('Odd', 'odd', 'A')}`,
  )
  trail(at('logs', 'a.json'), [
    ...numbers(0, 3).map((number) => record(number)),
    record(9, { eventName: 'DeleteTrail', userAgent: '\x1b[2J' }),
  ])
  await json('import', 'logs', '--case', 'one.coldtrail', '--json')
})
afterAll(cleanUp)

const detect = (...more: string[]) =>
  coldtrail('detect', '--case', 'one.coldtrail', '--no-pack', '--rules', 'rules', ...more)

test('rules test prints what the contract says and ends with 1 when an example fails or a rule is refused', async () => {
  expect(await json('rules', 'test', 'rules', '--json')).toEqual({ passed: 4, failed: [], refused: [] })
  const { code, out } = await coldtrail('rules', 'test', 'wrong.yml', '--json')
  expect([code, JSON.parse(out)]).toEqual([
    1,
    {
      passed: 0,
      failed: [{ file: at('wrong.yml'), rule: 'Wrong', example: 'hits[0]', expected: 'hit', got: 'miss' }],
      refused: [
        {
          file: at('wrong.yml'),
          line: expect.any(Number),
          id: 'odd',
          title: 'Odd',
          reason: expect.stringMatching(/'odd' is none of/),
        },
      ],
    },
  ])
})

test('rules list and lint say what there is and what is wrong with it', async () => {
  const { rules } = (await json('rules', 'list', 'rules', '--json')) as { rules: { title: string }[] }
  const lint = await coldtrail('rules', 'lint', 'wrong.yml')
  const nowhere = await coldtrail('rules', 'list', 'nowhere')
  expect([rules.map(({ title }) => title), lint.code, /refused:.*Odd/.test(lint.err), nowhere.code]).toEqual([
    ['Lists', 'Deletes'],
    1,
    true,
    2,
  ])
})

test('detect prints what the contract says, the gravest first, and the same again', async () => {
  const first = await json('detect', '--case', 'one.coldtrail', '--no-pack', '--rules', 'rules', '--json')
  expect(first).toMatchObject({
    rules: { loaded: 2, refused: [], dead: [] },
    findings: [
      { rule: 'deletes', title: 'Deletes', level: 'high', events: 1, incidents: 0, first: '2024-01-15T10:00:09Z' },
      { rule: 'lists', title: 'Lists', level: 'low', events: 3, last: '2024-01-15T10:00:02Z' },
    ],
    looked: 4,
  })
  const again = await json('detect', '--case', 'one.coldtrail', '--no-pack', '--rules', 'rules', '--json')
  expect(again).toMatchObject({ findings: (first as { findings: unknown }).findings, looked: 0 })
})

test('detect ends with 10 when something is as grave as --fail-on says', async () => {
  const high = await detect('--fail-on', 'high')
  const critical = await detect('--fail-on', 'critical')
  expect([high.code, critical.code]).toEqual([10, 0])
})

test('detect shows only what --level asks for', async () => {
  const { code, out } = await detect('--level', 'high')
  expect([code, out.includes('Deletes'), out.includes('Lists')]).toEqual([0, true, false])
})

test('detect ends with 2 for a folder that is not there', async () => {
  const { code, err } = await coldtrail('detect', '--case', 'one.coldtrail', '--rules', 'nowhere')
  expect([code, err]).toEqual([2, expect.stringMatching(/there is no rule file or folder/)])
})

test('what rules found can be asked for in SQL and by search', async () => {
  const rows = await json(
    'sql',
    '--case',
    'one.coldtrail',
    'SELECT title, events FROM detection JOIN rule USING (rule_no) ORDER BY ALL',
    '--format',
    'json',
  )
  expect(rows).toEqual([
    { title: 'Deletes', events: 1 },
    { title: 'Lists', events: 3 },
  ])
  const found = await coldtrail(
    'export',
    'events',
    '--case',
    'one.coldtrail',
    '--search',
    'rule:deletes',
    '-o',
    'found.jsonl',
  )
  expect(found.code).toBe(0)
})

test('rules of Wazuh stand beside those of Sigma, and each that is refused says where and why', async () => {
  mkdirSync(at('mixed', 'wazuh'), { recursive: true })
  writeFileSync(at('mixed', 'sigma.yml'), rule('Lists', 'low', 'ListUsers'))
  writeFileSync(
    at('mixed', 'wazuh', 'aws.xml'),
    `<group name="amazon,aws,">
      <rule id="80200" level="0"><field name="integration">aws</field><description>AWS alert.</description></rule>
      <rule id="80202" level="3"><if_sid>80200</if_sid><field name="aws.source">cloudtrail</field>
        <description>$(aws.eventSource) - $(aws.eventName).</description></rule>
      <rule id="80300" level="3"><if_sid>5716</if_sid><description>Elsewhere</description></rule>
    </group>`,
  )
  const { code, out } = await coldtrail('detect', '--case', 'one.coldtrail', '--no-pack', '--rules', 'mixed', '--json')
  expect([code, JSON.parse(out)]).toMatchObject([
    1,
    {
      rules: {
        loaded: 3,
        refused: [
          {
            file: at('mixed', 'wazuh', 'aws.xml'),
            id: '80300',
            title: 'Elsewhere',
            reason: expect.stringMatching(/5716/),
          },
        ],
      },
      findings: [
        { rule: '80202', title: '$(aws.eventSource) - $(aws.eventName).', level: 'informational', events: 4 },
        { rule: 'lists', events: 3 },
      ].toReversed(),
    },
  ])
  const csv = await coldtrail('export', 'findings', '--case', 'one.coldtrail', '-o', 'findings.csv')
  expect([csv.code, readFileSync(at('findings.csv'), 'utf8')]).toEqual([
    0,
    expect.stringMatching(/amazonaws.com - DeleteTrail/),
  ])
})

test('every refusal arrives, however many: those of one reason in one line', async () => {
  const odd = numbers(0, 900).map((number) => rule(`${'A long title '.repeat(9)}${number}`, `level-${number}`, 'A'))
  const foreign = numbers(0, 9).map((number) =>
    rule(`Windows ${number}`, 'low', 'A').replace(/logsource: .*/, 'logsource: {product: windows}'),
  )
  writeFileSync(at('many.yml'), [...odd, ...foreign].join('\n---\n'))
  const { err } = await coldtrail('rules', 'list', 'many.yml')
  const lines = err.trim().split('\n')
  expect([lines.length, lines.filter((line) => /'level-\d+' is none of/.test(line)).length]).toEqual([901, 900])
  expect(lines.at(-1)).toMatch(/^refused: 9 rules, such as .*many\.yml:\d+: its log source \(product 'windows'\)/)
})
