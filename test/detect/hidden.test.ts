import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { detectionHandlers } from '../../main/detections.ts'
import { Jobs } from '../../main/jobs.ts'
import type { CaseFile } from '../../main/store/case-file.ts'
import { count } from '../../main/store/read/count.ts'
import { exportRows } from '../../main/store/read/export.ts'
import { facet } from '../../main/store/read/facet.ts'
import { histogram } from '../../main/store/read/histogram.ts'
import { where } from '../../main/store/read/where.ts'
import { DetectionFilter } from '../../shared/detection.ts'
import { addTerm } from '../../shared/search/edit.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, load, run } from './detecting.ts'

/** What suppressions hide is out of sight wherever open findings are counted, opened or exported, and can be asked for. */
const signal = new AbortController().signal
const rule = (id: string, level: string, tactic: string, eventName: string) => `title: "=${id}"
id: ${id}
level: ${level}
tags: [attack.${tactic}]
logsource: {product: aws, service: cloudtrail}
detection: {sel: {eventName: ${eventName}}, condition: sel}`
const rules = load(
  [
    rule("it's grave", 'high', 'impact', 'DeleteTrail'),
    rule('plain', 'low', 'discovery', '[DeleteTrail, ListUsers]'),
  ].join('\n---\n'),
)
const call = (n: number, eventName: string, awsRegion: string) => ({
  eventID: `e${n}`,
  eventTime: `2024-01-15T10:0${n}:00Z`,
  eventName,
  awsRegion,
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve' },
})
const filterOf = (more: Partial<DetectionFilter> = {}) => ({ ...DetectionFilter.parse({}), ...more })

let file: CaseFile
let ask: ReturnType<typeof detectionHandlers>
beforeEach(async () => {
  file = await caseOf([
    call(1, 'DeleteTrail', 'eu-west-1'),
    call(2, 'DeleteTrail', 'us-east-1'),
    call(3, 'ListUsers', 'eu-west-1'),
  ])
  ask = detectionHandlers(file, new Jobs(() => {}), () => {})
  await run(file, rules)
})
afterEach(() => file.close())
afterAll(removeFolders)

const events = async (search: string) => (await count(file.db, where({ search, from: null, to: null }))).events
const hide = (search: string, key: string | null = null) =>
  ask.saveSuppression({ rule: key, search, note: 'x' }, signal)

test('a search for findings leaves out what is suppressed or dismissed, and suppressed: finds it', async () => {
  await hide('region:us-east-1', 'plain')
  const [grave] = (await ask.detections({ filter: filterOf({ levels: ['high'] }), offset: 0, limit: 1 }, signal)).rows
  const before = [await events('rule:plain'), await events('suppressed:plain'), await events('level:high')]
  await ask.decideDetections({ detections: [grave?.detection_id ?? 0], dismissed: true, note: 'y' }, signal)
  const after = [await events('level:high'), await events('suppressed:high'), await events('suppressed:impact')]
  expect([before, after]).toEqual([
    [2, 1, 2],
    [0, 2, 2],
  ])
})

test('events are counted by what the rules say that found them, once for each, without what is suppressed', async () => {
  await hide('region:us-east-1', 'plain')
  const all = { search: '', from: null, to: null }
  const whole = where(all)
  const [byRule, byLevel, byTactic] = await Promise.all(
    (['rule', 'level', 'tactic'] as const).map((column) => facet(file.db, whole, { column, limit: 10 }, signal)),
  )
  const bars = await histogram(file.db, whole, { filter: all, by: 'rule', buckets: 1 }, signal)
  const within = where({ ...all, search: 'region:us-east-1' })
  const inRegion = await facet(file.db, within, { column: 'rule', limit: 10 }, signal)
  expect([byRule?.values, byLevel?.events, byTactic?.distinct, inRegion.values]).toEqual([
    [
      { value: '=plain', events: 2 },
      { value: "=it's grave", events: 2 },
    ].toSorted((a, b) => (a.value < b.value ? -1 : 1)),
    4,
    2,
    [{ value: "=it's grave", events: 1 }],
  ])
  expect(
    bars.series.map(({ value, counts }) => [value, counts.reduce((sum, each) => sum + each, 0)]).toSorted(),
  ).toEqual([
    ["=it's grave", 2],
    ['=plain', 2],
  ])
  expect(await events(addTerm('region:us-east-1', 'rule', "=it's grave"))).toBe(1)
})

test('lanes and sums of open findings leave out what is suppressed', async () => {
  await hide('region:us-east-1')
  const open = await ask.detectionSummary({ filter: filterOf(), buckets: 1 }, signal)
  const every = await ask.detectionSummary({ filter: filterOf({ states: null }), buckets: 1 }, signal)
  const lanes = ({ lanes: all }: typeof open) =>
    Object.fromEntries(all.map(({ tactic, counts }) => [tactic, counts[0]]))
  expect([
    lanes(open),
    open.levels.map((one) => one.events),
    lanes(every),
    every.levels.map((one) => one.events),
  ]).toEqual([{ discovery: 2, impact: 1 }, [1, 2], { discovery: 3, impact: 2 }, [2, 3]])
})

test('a preview says exactly what is hidden afterwards, whatever else is hidden, also by a search for findings', async () => {
  await hide('region:us-east-1', 'plain')
  const preview = await ask.previewSuppression({ rule: 'plain', search: 'rule:plain', limit: 10 }, signal)
  await hide('rule:plain', 'plain')
  const hidden = await file.db.all<{ n: number }>(
    'SELECT count(DISTINCT (object_id, ordinal)) AS n FROM suppressed_event JOIN suppression USING (suppression_id) WHERE search = $s',
    { s: 'rule:plain' },
  )
  expect([preview.events, preview.rows.rows.length, hidden]).toEqual([3, 3, [{ n: 3 }]])
})

test.each([
  ['of all open findings', {}, [2, 5]],
  ['of one rule, whose name has a quote', { rule: "it's grave" }, [1, 2]],
  ['of one tactic', { tactic: 'discovery' }, [1, 3]],
  ['of one level and state', { levels: ['low'], states: ['suppressed'] }, [0, 0]],
  ['of a rule whose name is SQL', { rule: "x' OR true --" }, [0, 0]],
] as const)('an export %s', async (_, more, expected) => {
  const found = filterOf(more as Partial<DetectionFilter>)
  const rows = [
    await exportRows(file.db, { kind: 'findings', found }, 'csv', join(file.tmp, 'findings.csv'), signal),
    await exportRows(file.db, { kind: 'hits', found }, 'csv', join(file.tmp, 'hits.csv'), signal),
  ]
  expect(rows).toEqual(expected)
})

test('an export has the columns that other tools read, no formulas, and nothing suppressed', async () => {
  await hide('region:us-east-1')
  const path = join(file.tmp, 'hits.csv')
  const rows = await exportRows(file.db, { kind: 'hits', found: filterOf() }, 'csv', path, signal)
  const [heading = '', first = ''] = readFileSync(path, 'utf8').split('\n')
  expect([rows, heading.split(',').slice(0, 4), first.split(',').slice(1, 4)]).toEqual([
    3,
    ['Timestamp', 'RuleTitle', 'Level', 'EventName'],
    ["'=it's grave", 'high', 'DeleteTrail'],
  ])
})
