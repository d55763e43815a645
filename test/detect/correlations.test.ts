import { afterAll, expect, test } from 'vitest'
import { loadText } from '../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, run } from './detecting.ts'
import { base, bases, events, together } from './short-events.ts'

afterAll(removeFolders)

/** The correlation, events, and the incidents that are in them, each by the places of its events. */
const correlations: readonly (readonly [
  name: string,
  correlation: string,
  line: string,
  incidents: readonly (readonly number[])[],
])[] = [
  [
    'a window that is exactly as long',
    '{type: event_count, rules: [name_A], timespan: 10s, condition: {gte: 3}}',
    'A@0, A@5, A@10',
    [[0, 1, 2]],
  ],
  [
    'a window that is a second too long',
    '{type: event_count, rules: [name_A], timespan: 10s, condition: {gte: 3}}',
    'A@0, A@5, A@11',
    [],
  ],
  [
    'more than',
    '{type: event_count, rules: [name_A], timespan: 10s, condition: {gt: 2}}',
    'A@0, A@1, B@2, A@3',
    [[0, 1, 3]],
  ],
  [
    'between two bounds',
    '{type: event_count, rules: [name_A], timespan: 4s, condition: {gte: 2, lte: 2}}',
    'A@0, A@1, A@20, A@21, A@22',
    [
      [0, 1],
      [3, 4],
    ],
  ],
  [
    'exactly as many',
    '{type: event_count, rules: [name_A], timespan: 4s, condition: {eq: 3}}',
    'A@0, A@1, A@10, A@11, A@12',
    [[2, 3, 4]],
  ],
  [
    'windows that share an event are one incident',
    '{type: event_count, rules: [name_A], timespan: 10s, condition: {gte: 2}}',
    'A@0, A@9, A@18, A@40, A@41',
    [
      [0, 1, 2],
      [3, 4],
    ],
  ],
  [
    'one group each',
    '{type: event_count, rules: [name_A], group-by: [requestParameters.u], timespan: 1m, condition: {gte: 2}}',
    'A@0 u=x, A@1 u=y, A@2 u=x, A@3, A@4',
    [[0, 2]],
  ],
  [
    'two fields of a group, told apart by case',
    '{type: event_count, rules: [name_A], group-by: [requestParameters.u, requestParameters.v], timespan: 1m, condition: {gte: 2}}',
    'A@0 u=x v=1, A@1 u=X v=1, A@2 u=x v=2, A@3 u=x v=1',
    [[0, 3]],
  ],
  [
    'several rules count together',
    '{type: event_count, rules: [id-A, name_B], timespan: 1m, condition: {gte: 3}}',
    'A@0, B@1, C@2, A@3',
    [[0, 1, 3]],
  ],
  ['a rule by its title', '{type: event_count, rules: [Rule A], timespan: 1m, condition: {gte: 1}}', 'B@0, A@1', [[1]]],
  [
    'one rule that is no list',
    '{type: event_count, rules: name_A, group-by: requestParameters.u, timespan: 1h, condition: {gte: 2}}',
    'A@0 u=x, A@3600 u=x',
    [[0, 1]],
  ],
  [
    'distinct values',
    '{type: value_count, rules: [name_A], timespan: 1m, condition: {gte: 2, field: requestParameters.v}}',
    'A@0 v=1, A@1 v=1, A@2, A@3 v=2',
    [[0, 1, 3]],
  ],
  [
    'distinct values by group',
    '{type: value_count, rules: [name_A], group-by: [requestParameters.u], timespan: 1m, condition: {gte: 2, field: requestParameters.v}}',
    'A@0 u=x v=1, A@1 u=y v=2, A@2 u=x v=2',
    [[0, 2]],
  ],
  [
    'values that are told apart by case',
    '{type: value_count, rules: [name_A], timespan: 1m, condition: {gte: 2, field: requestParameters.v}}',
    'A@0 v=q, A@1 v=Q',
    [[0, 1]],
  ],
  ['any order', '{type: temporal, rules: [name_A, name_B], timespan: 10s}', 'B@0, C@1, A@2', [[0, 2]]],
  ['all rules are needed', '{type: temporal, rules: [name_A, name_B, name_C], timespan: 10s}', 'A@0, B@1, B@2', []],
  [
    'some rules are enough',
    '{type: temporal, rules: [name_A, name_B, name_C], timespan: 10s, condition: {gte: 2}}',
    'A@0, C@1',
    [[0, 1]],
  ],
  ['their order', '{type: temporal_ordered, rules: [name_A, name_B], timespan: 10s}', 'B@0, A@1, C@2, B@3', [[1, 3]]],
  [
    'their order, and nothing of another',
    '{type: temporal_ordered, rules: [name_A, name_B], timespan: 10s}',
    'B@0, A@1',
    [],
  ],
  [
    'their order within one second',
    '{type: temporal_ordered, rules: [name_A, name_B, name_C], timespan: 10s}',
    'C@5, B@5, A@5',
    [[0, 1, 2]],
  ],
  [
    'the whole chain within the timespan',
    '{type: temporal_ordered, rules: [name_A, name_B, name_C], timespan: 10s}',
    'A@0, B@6, C@11, A@20, B@25, C@30',
    [[3, 4, 5]],
  ],
  [
    'the same rule twice needs two events',
    '{type: temporal_ordered, rules: [name_A, name_A], timespan: 10s}',
    'A@0, A@30, A@31',
    [[1, 2]],
  ],
  [
    'order by group',
    '{type: temporal_ordered, rules: [name_A, name_B], group-by: [requestParameters.u], timespan: 10s}',
    'A@0 u=x, B@1 u=y, A@2 u=y, B@3 u=x',
    [[0, 3]],
  ],
  [
    'another field of each rule under one name',
    '{type: temporal, rules: [name_A, name_B], group-by: [who], aliases: {who: {name_A: requestParameters.u, name_B: requestParameters.v}}, timespan: 10s}',
    'A@0 u=x v=y, B@1 u=y v=x, B@2 u=x v=z',
    [[0, 1]],
  ],
  [
    'distinct pairs of two fields',
    '{type: value_count, rules: [name_A], timespan: 1m, condition: {gte: 3, field: [requestParameters.u, requestParameters.v]}}',
    'A@0 u=x v=1, A@1 u=x v=1, A@2 u=y v=1, A@3 u=y, A@4 u=x v=2',
    [[0, 1, 2, 4]],
  ],
  [
    'a sum that only the third number reaches',
    '{type: value_sum, rules: [name_A], timespan: 10s, condition: {gte: 100, field: requestParameters.v}}',
    'A@0 v=40, A@5 v=40, A@10 v=20, A@40 v=99',
    [[0, 1, 2]],
  ],
  [
    'a sum by group, of numbers only',
    '{type: value_sum, rules: [name_A], group-by: [requestParameters.u], timespan: 1m, condition: {gt: 9.5, field: requestParameters.v}}',
    'A@0 u=x v=5, A@1 u=y v=5, A@2 u=x v=many, A@3 u=x v=4.75, A@4 u=x, A@5 u=y v=4.5',
    [[0, 3]],
  ],
  [
    'a sum that negative numbers take back',
    '{type: value_sum, rules: [name_A], timespan: 4s, condition: {gte: 10, field: requestParameters.v}}',
    'A@0 v=6, A@1 v=-3, A@2 v=6, A@20 v=6, A@21 v=4',
    [[3, 4]],
  ],
  [
    'an average, which one large number alone is too',
    '{type: value_avg, rules: [name_A], timespan: 4s, condition: {gt: 10, field: requestParameters.v}}',
    'A@0 v=1, A@1 v=20, A@20 v=1, A@21 v=2, A@40 v=10, A@41 v=11',
    [
      [0, 1],
      [4, 5],
    ],
  ],
  [
    'an average below',
    '{type: value_avg, rules: [name_A], group-by: [requestParameters.u], timespan: 1m, condition: {lt: 2, field: requestParameters.v}}',
    'A@0 u=x v=1, A@1 u=x v=2, A@2 u=y v=2, A@3 u=z',
    [[0, 1]],
  ],
  [
    'a median that an outlier does not move',
    '{type: value_median, rules: [name_A], timespan: 1m, condition: {gte: 5, lt: 6, field: requestParameters.v}}',
    'A@0 v=4, A@1 v=5, A@2 v=1000, A@70 v=5, A@71 v=6, A@140 v=5, A@141 v=9',
    [
      [0, 1, 2],
      [3, 4],
    ],
  ],
  [
    'a percentile, between the numbers that stand beside it',
    '{type: value_percentile, rules: [name_A], timespan: 1m, condition: {gte: 9, percentile: 90, field: requestParameters.v}}',
    'A@0 v=0, A@1 v=10, A@100 v=0, A@101 v=0, A@102 v=9',
    [[0, 1], [4]],
  ],
  [
    'one rule without another',
    '{type: temporal, rules: [name_A, name_B], timespan: 10s, condition: name_A and not name_B}',
    'A@0, B@5, A@20, A@22, A@40, B@50, A@61',
    [[2, 3], [6]],
  ],
  [
    'one of two beside a third',
    '{type: temporal, condition: (name_A or name_B) and name_C, timespan: 10s}',
    'A@0, B@1, A@20, C@21, C@41, B@45, C@60',
    [
      [2, 3],
      [4, 5],
    ],
  ],
  [
    'at least two of three by name',
    '{type: temporal, rules: [name_A, name_B, name_C], timespan: 10s, condition: 2 of name_*}',
    'A@0, A@1, A@20, C@21',
    [[2, 3]],
  ],
  [
    'days, and a month of thirty',
    '{type: event_count, rules: [name_A], timespan: 1M, condition: {gte: 2}}',
    'A@0, A@2592000',
    [[0, 1]],
  ],
]

const text = (name: string, correlation: string) =>
  `title: ${JSON.stringify(name)}\ncorrelation: ${correlation}\nlevel: high`

test.each(correlations)('finds the incidents of %s', async (name, correlation, line, incidents) => {
  const loaded = load(text(name, correlation), bases)
  const rule = loaded.rules.find(({ kind }) => kind === 'correlation')
  if (!rule) throw new Error('no correlation')
  const question = recordsQuestion(rule, loaded.rules, events(line))
  const rows = await withMemoryDb((db) => db.all<{ n: number; incident: number }>(question.sql, question.params))
  expect(together(rows.map(({ n, incident }) => [Number(n), Number(incident)]))).toEqual(incidents)
})

test('finds the same in a case', async () => {
  const [name, correlation, line, incidents] = correlations[5] as (typeof correlations)[number]
  const file = await caseOf(events(line))
  try {
    await run(file, load(text(name, correlation), bases))
    const rows = await file.db.all<{ detection_id: number; object_id: number }>(
      `SELECT detection_id, object_id FROM detection_event JOIN detection USING (detection_id) JOIN rule USING (rule_no) WHERE kind = 'correlation'`,
    )
    expect(together(rows.map(({ object_id, detection_id }) => [object_id - 1, detection_id]))).toEqual(incidents)
  } finally {
    await file.close()
  }
})

test('sixty rules are told apart, and in an order are planned at once', async () => {
  const names = Array.from({ length: 60 }, (_, place) => `E${place}`)
  const rules = names.map((name) => `name_${name}`)
  const last = `{type: temporal, timespan: 5m, condition: name_E59 and (${rules.slice(0, -1).join(' or ')})}`
  const all = `{type: temporal_ordered, rules: [${rules.join(', ')}], timespan: 5m}`
  const loaded = load(text('last', last), text('all', all), names.map(base).join('\n---\n'))
  const file = await caseOf(events('E0@0, E1@1, E2@2'))
  try {
    await run(file, loaded)
    expect(await found(file)).toEqual({})
  } finally {
    await file.close()
  }
})

test.each([
  ['{type: event_count, rules: [name_A], timespan: 5m}', /needs a condition/],
  ['{type: event_count, rules: [name_A], timespan: 5 minutes, condition: {gte: 2}}', /timespan/],
  ['{type: event_count, rules: [name_A], timespan: 0s, condition: {gte: 2}}', /timespan/],
  ['{type: event_count, rules: [name_A], timespan: 5m, condition: {gte: many}}', /whole number/],
  ['{type: event_count, rules: [name_A], timespan: 5m, condition: {lt: 3}}', /nothing happens/],
  ['{type: event_count, rules: [nobody], timespan: 5m, condition: {gte: 2}}', /'nobody'/],
  ['{type: event_count, rules: [], timespan: 5m, condition: {gte: 2}}', /no rule/],
  ['{type: value_count, rules: [name_A], timespan: 5m, condition: {gte: 2}}', /field/],
  ['{type: value_count, rules: [name_A], timespan: 5m, condition: {gte: 1.5, field: x}}', /whole number/],
  ['{type: value_sum, rules: [name_A], timespan: 5m, condition: {gte: 2}}', /field/],
  ['{type: value_sum, rules: [name_A], timespan: 5m, condition: {gte: 2, field: [x, y]}}', /one field/],
  ['{type: value_sum, rules: [name_A], timespan: 5m, condition: {lt: 2, field: x}}', /nothing happens/],
  [
    '{type: value_avg, rules: [name_A], timespan: 5m, condition: {gte: 2, percentile: 5, field: x}}',
    /percentile belongs/,
  ],
  ['{type: value_percentile, rules: [name_A], timespan: 5m, condition: {lte: 1, field: x}}', /percentile, above 0/],
  [
    '{type: value_percentile, rules: [name_A], timespan: 5m, condition: {gte: 1, percentile: 101, field: x}}',
    /up to 100/,
  ],
  [
    '{type: value_mode, rules: [name_A], timespan: 5m, condition: {gte: 1, field: x}}',
    /'value_mode' are not evaluated/,
  ],
  ['{type: temporal, rules: [name_A, name_B], timespan: 5m, condition: {gte: 3}}', /more rules/],
  ['{type: temporal, rules: [name_A, name_B], timespan: 5m, condition: name_A}', /does not ask for 'name_B'/],
  ['{type: temporal, rules: [name_A], timespan: 5m, condition: name_A and name_B}', /asks for 'name_B'/],
  ['{type: temporal, timespan: 5m, condition: name_A and nobody}', /refers to 'nobody'/],
  ['{type: temporal, timespan: 5m, condition: not name_A}', /nothing happens/],
  ['{type: event_count, rules: [name_A], timespan: 5m, condition: name_A}', /only temporal/],
  ['{type: temporal_ordered, rules: [name_A, name_B], timespan: 5m, condition: {gte: 1}}', /leave the condition out/],
])('refuses %s', (correlation, reason) => {
  const { refused } = loadText(`${text('refused', correlation)}\n---\n${bases}`, 'rules.yml')
  expect(refused.map((each) => each.reason)).toEqual([expect.stringMatching(reason)])
})
