import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lint } from '../../main/detect/lint.ts'
import { loadRules, loadText } from '../../main/detect/load-rules.ts'
import { folder, removeFolders } from '../store/batches.ts'

afterAll(removeFolders)

const rule = (detection: string, more = '') =>
  `title: T\nid: t\nlogsource: {product: aws, service: cloudtrail}\n${more}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`
const sel = (item: string) => rule(`sel: {${item}}\ncondition: sel`)

test.each([
  ['a key twice', 'title: A\ntitle: B', /it is no YAML: Map keys must be unique/],
  ['no rule', 'site_name: docs', /neither detection nor correlation/],
  ['Sigma 1', 'action: global\ntitle: A', /'action: global' belongs to Sigma 1/],
  [
    'logs of others',
    'title: T\nlogsource: {product: windows}\ndetection: {a: {b: c}, condition: a}',
    /product 'windows'\) is not one of AWS/,
  ],
  [
    'a service that is not read',
    rule('a: {b: c}\ncondition: a').replace('cloudtrail', 'lightsail'),
    /not one that Coldtrail reads/,
  ],
  ['no log source', 'title: T\ndetection: {a: {b: c}, condition: a}', /log source \(none\)/],
  ['an unknown level', rule('a: {b: c}\ncondition: a', 'level: severe'), /'severe' is none of informational/],
  ['its own status', rule('a: {b: c}\ncondition: a', 'status: unsupported'), /status is unsupported/],
  ['names of another taxonomy', rule('a: {b: c}\ncondition: a', 'taxonomy: ecs'), /'ecs' gives fields other names/],
  ['a pipe', rule('a: {b: c}\ncondition: a | count() > 5'), /aggregates with '\|'/],
  ['near', rule('a: {b: c}\ncondition: a near b'), /cannot be read from 'near' on/],
  ['no such selection', rule('a: {b: c}\ncondition: a and d'), /asks for 'd'/],
  ['a pattern without selections', rule('a: {b: c}\ncondition: 1 of d*'), /finds no selection/],
  ['more than there are', rule('a: {b: c}\ncondition: 2 of them'), /cannot hold: there are 1/],
  ['an empty selection', rule('a: {}\ncondition: a'), /'a' is empty/],
  ['an empty list', sel('a: []'), /has no values/],
  ['placeholders', sel("a|expand: '%x%'"), /placeholders have no values/],
  ['an unknown modifier', sel('a|foo: x'), /'foo' is no modifier/],
  ['a number in text', sel('a|contains: 5'), /takes text, not '5'/],
  ['text as a number', sel("a|gt: '5'"), /takes a number/],
  ['a look-around', sel("a|re: '(?=x)'"), /looks around/],
  ['an open bracket', sel("a|re: '['"), /never closed/],
  ['re behind another', sel("a|contains|re: 'x'"), /must be the first/],
  ['no network', sel('a|cidr: 10.0.0.0/33'), /is no network/],
  ['bytes that no log holds', sel('a|wide: x'), /bytes that text in a log never holds/],
  ['a first_seen without fields', rule('a: {b: c}\ncondition: a', 'first_seen: {days: 7}'), /fields is a list/],
  ['an example that is no record', rule('a: {b: c}\ncondition: a', 'hits: [1]'), /hits\[0\] is no record/],
])('it refuses %s, with the reason', (_, text, reason) => {
  const { rules, refused } = loadText(text, 'r.yml')
  expect(rules).toEqual([])
  expect(refused.map((each) => each.reason).join()).toMatch(reason)
})

const correlation = (body: string) => `title: C\nid: c\nlevel: high\ncorrelation:\n${body.replace(/^/gm, '  ')}\n`
const base = 'title: Base\nid: b\nname: base\nlogsource: {product: aws}\ndetection: {a: {b: c}, condition: a}\n'

test.each([
  ['a type that is not evaluated', 'type: near\nrules: [base]', /'near' are not evaluated/],
  ['a rule that is not there', 'type: event_count\nrules: [x]\ntimespan: 5m\ncondition: {gte: 2}', /refers to 'x'/],
  [
    'no lower bound',
    'type: event_count\nrules: [base]\ntimespan: 5m\ncondition: {lt: 2}',
    /also holds where nothing happens/,
  ],
  ['no field to count', 'type: value_count\nrules: [base]\ntimespan: 5m\ncondition: {gte: 2}', /needs condition.field/],
  [
    'an order of which not all have to happen',
    'type: temporal_ordered\nrules: [base, base]\ntimespan: 5m\ncondition: {gte: 1}',
    /of 2 rules in an order all have to happen/,
  ],
  ['no timespan', 'type: event_count\nrules: [base]\ntimespan: soon\ncondition: {gte: 2}', /'soon' is none/],
  [
    'a condition over names',
    'type: temporal\nrules: [base]\ntimespan: 5m\ncondition: base and other',
    /asks for 'other', and there is no such/,
  ],
  ['a correlation of itself', 'type: event_count\nrules: [c]\ntimespan: 5m\ncondition: {gte: 2}', /refers to 'c'/],
])('it refuses a correlation with %s', (_, body, reason) => {
  const { rules, refused } = loadText(`${base}---\n${correlation(body)}`, 'r.yml')
  expect(rules.map(({ info }) => info.title)).toEqual(['Base'])
  expect(refused.map((each) => each.reason).join()).toMatch(reason)
})

test.each(['{gte: 2}', '{eq: 2}', '{gt: 1, lte: 2}'])(
  'it takes the condition %s of two rules in an order',
  (condition) => {
    const body = `type: temporal_ordered\nrules: [base, b]\ntimespan: 5m\ncondition: ${condition}`
    expect(loadText(`${base}---\n${correlation(body)}`, 'r.yml').refused).toEqual([])
  },
)

test('a correlation of a rule that is refused says why that is', () => {
  const odd = base.replace('{b: c}', '{b|odd: c}')
  const body = 'type: event_count\nrules: [b]\ntimespan: 5m\ncondition: {gte: 2}'
  const [, { reason } = {}] = loadText(`${odd}---\n${correlation(body)}`, 'r.yml').refused
  expect(reason).toMatch(/refers to 'b', which is refused: 'odd' is no modifier/)
})

test('it reads folders, all documents of a file, and one of equal rules', async () => {
  const path = folder()
  mkdirSync(join(path, 'aws', '.git'), { recursive: true })
  writeFileSync(join(path, 'aws', 'a.yml'), `${base}---\n${sel('x: y')}`)
  writeFileSync(join(path, 'aws', 'again.yaml'), base)
  writeFileSync(join(path, 'aws', 'other.yml'), base.replace('b: c', 'b: d'))
  writeFileSync(join(path, 'aws', '.git', 'hidden.yml'), sel('y: z'))
  writeFileSync(join(path, 'README.md'), 'no rule')
  const { rules, refused } = await loadRules([path])
  expect(rules.map(({ info }) => [info.title, info.id, info.file.slice(path.length)])).toEqual([
    ['Base', 'b', '/aws/a.yml'],
    ['T', 't', '/aws/a.yml'],
  ])
  expect(refused).toEqual([
    {
      file: join(path, 'aws', 'other.yml'),
      line: 1,
      id: 'b',
      title: 'Base',
      reason: `its id b is also that of another rule, in ${join(path, 'aws', 'a.yml')}, which is evaluated`,
    },
  ])
})

const fine = sel('x: y')

test.each([
  ['the field of a selection', `${fine}---\n${rule('sel:\n  ok: x\n  no|foo: y\ncondition: sel')}`, 16],
  ['a map of a list', rule("sel:\n  - a: x\n  - b|re: '['\ncondition: sel"), 8],
  ['the condition', rule('sel: {a: b}\ncondition: sel and other'), 7],
  ['its log source', `\n# mine\n${fine.replace('aws', 'gcp')}`, 5],
  ['its level', rule('sel: {a: b}\ncondition: sel', '\nlevel: severe'), 5],
  ['a key that stands there twice', `${fine}---\ntitle: A\nid: a\ntitle: B`, 11],
  ['a document without a rule', `${fine}---\n\nname: x\n`, 10],
  [
    'a timespan',
    `${fine}---\ntitle: C\ncorrelation:\n  type: event_count\n  rules: [t]\n  timespan: soon\n  condition: {gte: 2}`,
    13,
  ],
  [
    'a correlation without its rules',
    `${fine}---\ntitle: C\ncorrelation: {type: temporal, rules: [no], timespan: 5m}`,
    9,
  ],
  ['a rule of Wazuh', '<group name="a,">\n  <rule id="1" level="3">\n    <noalert>1</noalert>\n  </rule>\n</group>', 2],
])('it says on which line stands %s that is refused', (_, text, line) => {
  expect(loadText(text, 'r.yml').refused.map((each) => each.line)).toEqual([line])
})

test.each([
  ['elastic.toml', '[metadata]\nmaturity = "production"\n[rule]\nlanguage = "kuery"\n', /rule of Elastic/],
  ['kibana.ndjson', '{"rule_id":"1","risk_score":47,"language":"kuery"}\n', /rule of Elastic/],
  ['panther.py', 'from x import y\ndef rule(event):\n  return True\n', /rule of Panther/],
  ['panther.yml', 'AnalysisType: rule\nRuleID: "A.B"\n', /rule of Panther/],
  ['escu.yml', 'name: A\nsearch: "`cloudtrail` eventName=A"\nhow_to_implement: x\n', /rule of Splunk/],
  ['sentinel.yaml', 'id: 1\nqueryFrequency: 1d\nquery: |\n  AWSCloudTrail\n', /Microsoft Sentinel/],
  ['falco.yaml', '- rule: A\n  desc: b\n  condition: aws.eventName="A"\n', /rules of Falco/],
  ['datadog.json', '{"queries": [], "cases": []}', /rule of Datadog/],
  ['ecs.yml', 'name: p\ntransformations:\n  - id: a\n', /processing pipeline/],
])('it refuses %s of a folder, and says what it is', async (name, text, reason) => {
  const path = folder()
  writeFileSync(join(path, name), text)
  writeFileSync(join(path, 'r.yml'), fine)
  writeFileSync(join(path, 'data.json'), '{"Records": []}')
  const { rules, refused } = await loadRules([path])
  expect([rules.length, refused]).toEqual([
    1,
    [{ file: join(path, name), id: null, title: null, reason: expect.stringMatching(reason) }],
  ])
})

test('it says that a folder holds no rules', async () => {
  const path = folder()
  writeFileSync(join(path, 'README.md'), 'no rule')
  expect((await loadRules([path])).refused).toEqual([
    { file: path, id: null, title: null, reason: expect.stringMatching(/a folder without rules/) },
  ])
})

test.each(['vpc-flow', 'vpc_flow', 'VPCFlow', 'vpcflowlogs'])('it knows the log source %s', (service) => {
  const [one] = loadText(sel('x: y').replace('cloudtrail', service), 'r.yml').rules
  expect(one?.info.formats).toEqual(['vpc-flow'])
})

test('it keeps what a rule says about itself', () => {
  const more =
    'level: high\nauthor: Somebody\nlicense: DRL-1.1\ntags: [attack.defense_evasion, attack.t1562.008, cve.2024-1]\nwazuh: [80254]\nnext: [who else?]\nfalsepositives: [none]\ngroups: [mine]'
  const [one] = loadText(rule('a: {b: c}\ncondition: a', more), 'r.yml').rules
  expect(one?.info).toMatchObject({
    level: 'high',
    author: 'Somebody',
    license: 'DRL-1.1',
    tactics: ['defense-evasion'],
    techniques: ['T1562.008'],
    wazuh: ['80254'],
    next: ['who else?'],
    falsePositives: ['none'],
    groups: ['amazon', 'aws', 'aws_cloudtrail', 'mine'],
    reported: true,
  })
})

test('it finds what is referred to by id, name or title, in its own file first', () => {
  for (const reference of ['b', 'base', 'Base']) {
    const { refused } = loadText(
      `${base}---\n${correlation(`type: event_count\nrules: [${reference}]\ntimespan: 5m\ncondition: {gte: 2}`)}`,
      'r.yml',
    )
    expect(refused).toEqual([])
  }
})

test.each([
  ['status: success', "no CloudTrail record has the field 'status', which it needs"],
  ['eventSource: iam', "eventSource is never 'iam': it ends in .amazonaws.com"],
  [
    'userIdentity.arn|contains: responseElements.accessKey.userName',
    "'responseElements.accessKey.userName' is compared as text; fieldref compares with the field of that name",
  ],
  [
    'userIdentity.arn|fieldref: requestParameters.userName',
    'userIdentity.arn is an ARN and requestParameters.userName a name: they are never equal; endswith is meant',
  ],
])('it remarks on %s', (item, remark) => {
  const actions = new Map([['iam', new Set<string>()]])
  expect(lint(loadText(sel(item), 'r.yml').rules, actions).map((each) => each.remark)).toContain(remark)
})

test('it remarks on what excludes itself, and on what another rule detects', () => {
  const both = rule('a: {eventName: A}\nb: {eventName: B}\ncondition: a and b')
  const again = sel('eventName: x').replace('id: t', 'id: u')
  const remarks = lint(
    loadText(`${both.replace('id: t', 'id: v')}---\n${sel('eventName: x')}---\n${again}`, 'r.yml').rules,
    new Map(),
  )
  expect(remarks.map(({ remark }) => remark)).toEqual(
    expect.arrayContaining([
      'it asks for two values of eventName at once, which no record has',
      "it detects the same as 'T'",
    ]),
  )
})
