import { afterAll, expect, test } from 'vitest'
import { loadText } from '../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, load, run } from './detecting.ts'
import { bases, events, together } from './short-events.ts'

afterAll(removeFolders)

const correlation = (name: string, text: string) => `title: ${name}\nname: ${name}\ncorrelation: ${text}\nlevel: high`
/** Three A within ten seconds, for each u. */
const many = correlation(
  'many',
  '{type: event_count, rules: [name_A], group-by: [requestParameters.u], timespan: 10s, condition: {gte: 3}}',
)

/** What refers to `many`, events, and the incidents that are in them, each by the places of its events. */
const chains: readonly (readonly [
  name: string,
  outer: string,
  line: string,
  incidents: readonly (readonly number[])[],
])[] = [
  [
    'many, then one of another',
    '{type: temporal_ordered, rules: [many, name_B], timespan: 60s}',
    'A@0, A@1, A@2, B@30',
    [],
  ],
  [
    'many by who they are, then one of another',
    '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 60s}',
    'A@0 u=x, A@1 u=x, A@2 u=x, B@30 u=x, B@31 u=y',
    [[0, 1, 2, 3]],
  ],
  [
    'not yet many when the other comes',
    '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 60s}',
    'A@0 u=x, A@1 u=x, B@2 u=x, A@3 u=x',
    [],
  ],
  [
    'many that go on after the other has come',
    '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 60s}',
    'A@0 u=x, A@1 u=x, A@2 u=x, B@3 u=x, A@4 u=x',
    [[0, 1, 2, 3, 4]],
  ],
  [
    'many for longer than the timespan of what refers to them',
    '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 5s}',
    'A@0 u=x, A@4 u=x, A@8 u=x, A@12 u=x, A@16 u=x, B@20 u=x',
    [[0, 1, 2, 3, 4, 5]],
  ],
  [
    'the other too late after the last that made them many',
    '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 5s}',
    'A@0 u=x, A@1 u=x, A@2 u=x, B@8 u=x',
    [],
  ],
  [
    'as many incidents, however many events they have',
    '{type: event_count, rules: [many], timespan: 1h, condition: {gte: 2}}',
    'A@0 u=x, A@1 u=x, A@2 u=x, A@3 u=x, A@4 u=x, A@5 u=x',
    [],
  ],
  [
    'two incidents of many',
    '{type: event_count, rules: [many], timespan: 1h, condition: {gte: 2}}',
    'A@0 u=x, A@1 u=x, A@2 u=x, A@100 u=y, A@101 u=y, A@102 u=y, A@103 u=z',
    [[0, 1, 2, 3, 4, 5]],
  ],
  [
    'how many different ones were many',
    '{type: value_count, rules: [many], timespan: 1h, condition: {gte: 2, field: requestParameters.u}}',
    'A@0 u=x, A@1 u=x, A@2 u=x, A@100 u=y, A@101 u=y, A@102 u=y, A@103 u=z',
    [[0, 1, 2, 3, 4, 5]],
  ],
  [
    'other values than those that made them many',
    '{type: temporal, rules: [many, name_B], group-by: [requestParameters.v], timespan: 60s}',
    'A@0 u=x v=1, A@1 u=x v=2, A@2 u=x v=3, B@30 v=3, B@31 v=1',
    [[0, 1, 2, 3]],
  ],
  [
    'another field of an incident under one name',
    '{type: temporal, rules: [many, name_B], group-by: [who], aliases: {who: {many: requestParameters.u, name_B: requestParameters.v}}, timespan: 60s}',
    'A@0 u=x, A@1 u=x, A@2 u=x, B@30 v=x u=y',
    [[0, 1, 2, 3]],
  ],
  [
    'many, and not the other',
    '{type: temporal, rules: [many, name_B], group-by: [requestParameters.u], timespan: 60s, condition: many and not name_B}',
    'A@0 u=x, A@1 u=x, A@2 u=x, B@30 u=x, A@0 u=y, A@1 u=y, A@2 u=y',
    [[4, 5, 6]],
  ],
]

test.each(chains)('finds the incidents of %s', async (_, outer, line, incidents) => {
  const loaded = load(correlation('outer', outer), many, bases)
  const rule = loaded.rules.find(({ info }) => info.name === 'outer')
  if (!rule) throw new Error('no rule')
  const question = recordsQuestion(rule, loaded.rules, events(line))
  const rows = await withMemoryDb((db) => db.all<{ n: number; incident: number }>(question.sql, question.params))
  expect(together(rows.map(({ n, incident }) => [Number(n), Number(incident)]))).toEqual(incidents)
})

const middle = correlation(
  'middle',
  '{type: temporal_ordered, rules: [many, name_B], group-by: [requestParameters.u], timespan: 60s}',
)
const outermost = correlation(
  'outermost',
  '{type: temporal, rules: [middle, name_C], group-by: [requestParameters.u], timespan: 5m}',
)

test('finds a chain of three in a case, and reports nothing but its outermost', async () => {
  const file = await caseOf(
    events('A@0 u=x, A@1 u=x, A@2 u=x, B@30 u=x, C@200 u=x, A@3 u=y, A@4 u=y, A@5 u=y, B@31 u=y'),
  )
  try {
    await run(file, load(outermost, middle, many, bases))
    const rows = await file.db.all<{ title: string; detection_id: number; object_id: number }>(
      `SELECT title, detection_id, object_id FROM detection_event JOIN detection USING (detection_id) JOIN rule USING (rule_no)`,
    )
    expect(new Set(rows.map(({ title }) => title))).toEqual(new Set(['outermost']))
    expect(together(rows.map((row) => [row.object_id - 1, row.detection_id]))).toEqual([[0, 1, 2, 3, 4]])
  } finally {
    await file.close()
  }
})

test('finds the same incident again when the chain goes on', async () => {
  const file = await caseOf(events('A@0 u=x, A@1 u=x, A@2 u=x, B@30 u=x'))
  const found = () =>
    file.db.all<{ title: string; detection_id: number; events: number }>(
      `SELECT title, detection_id, count(*)::INTEGER AS events FROM detection_event JOIN detection USING (detection_id) JOIN rule USING (rule_no) GROUP BY ALL ORDER BY title`,
    )
  try {
    const rules = load(middle.replace('timespan', 'generate: true, timespan'), many, bases)
    await run(file, rules)
    const before = await found()
    expect(before.map(({ title, events }) => [title, events])).toEqual([
      ['Rule B', 1],
      ['many', 3],
      ['middle', 4],
    ])
    await run(file, rules)
    expect(await found()).toEqual(before)
  } finally {
    await file.close()
  }
})

test.each([
  [
    '{type: value_sum, rules: [many], timespan: 5m, condition: {gte: 2, field: requestParameters.v}}',
    /takes the sum of/,
  ],
  ['{type: temporal_ordered, rules: [many, many], timespan: 5m}', /refers twice to 'many'/],
])('refuses %s', (outer, reason) => {
  const { refused } = loadText([correlation('outer', outer), many, bases].join('\n---\n'), 'rules.yml')
  expect(refused.map((each) => each.reason)).toEqual([expect.stringMatching(reason)])
})

test.each([
  [
    'itself',
    [
      correlation('a', '{type: temporal, rules: [b, name_A], timespan: 5m}'),
      correlation('b', '{type: temporal, rules: [a, name_B], timespan: 5m}'),
    ],
    ['a', 'b'],
    /itself/,
  ],
  [
    'what is refused',
    [
      correlation('a', '{type: temporal, rules: [b, name_A], timespan: 5m}'),
      correlation('b', '{type: temporal, rules: [nobody], timespan: 5m}'),
    ],
    ['a', 'b'],
    /'nobody'/,
  ],
])('refuses a chain that leads to %s', (_, texts, titles, reason) => {
  const { refused } = loadText([...texts, bases].join('\n---\n'), 'rules.yml')
  expect(refused.map(({ title }) => title)).toEqual(titles)
  for (const each of refused) expect(each.reason).toMatch(reason)
})
