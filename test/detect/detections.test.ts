import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { detectionHandlers } from '../../main/detections.ts'
import { Jobs } from '../../main/jobs.ts'
import type { CaseFile } from '../../main/store/case-file.ts'
import type { Handlers } from '../../shared/api.ts'
import { methods } from '../../shared/api.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, load, run } from './detecting.ts'

const signal = new AbortController().signal
const filter = methods.detections.input.parse({ offset: 0, limit: 10 }).filter
const rules = `
title: User created
id: user-created
level: high
tags: [attack.persistence, attack.t1136.003]
logsource: {product: aws, service: cloudtrail}
detection:
  sel: {eventName: CreateUser, requestParameters.tags.key: [team, owner]}
  condition: sel
---
title: Many lists
id: many-lists
level: low
correlation: {type: event_count, rules: [listing], group-by: [userIdentity.arn], timespan: 5m, condition: {gte: 2}}
---
title: Listing
name: listing
logsource: {product: aws, service: cloudtrail}
detection: {sel: {eventName|startswith: List}, condition: sel}
`
const call = (eventName: string, user: string, minute: number, more = {}) => ({
  eventID: `${eventName}-${user}-${minute}`,
  eventTime: `2024-01-15T10:0${minute}:00Z`,
  eventSource: 'iam.amazonaws.com',
  eventName,
  recipientAccountId: '111111111111',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111111111111:user/${user}` },
  ...more,
})

let file: CaseFile
let ask: Pick<Handlers<'case'>, keyof ReturnType<typeof detectionHandlers>>
beforeEach(async () => {
  const created = { requestParameters: { userName: 'x', tags: [{ key: 'cost' }, { key: 'Team' }] } }
  file = await caseOf([
    call('CreateUser', 'eve', 1, created),
    call('CreateUser', 'bot', 2, created),
    call('ListUsers', 'eve', 3),
    call('ListRoles', 'eve', 4),
  ])
  ask = detectionHandlers(file, new Jobs(() => {}), () => {})
  await run(file, load(rules))
})
afterEach(() => file.close())
afterAll(removeFolders)

test('it lists what was found, the gravest first, and in numbers', async () => {
  const { total, rows } = await ask.detections({ filter, offset: 0, limit: 10 }, signal)
  const summary = await ask.detectionSummary({ filter, buckets: 2 }, signal)
  expect([
    total,
    rows.map(({ title, principal, events, state }) => [title, principal?.split('/')[1], events, state]),
  ]).toEqual([
    3,
    [
      ['User created', 'bot', 1, 'open'],
      ['User created', 'eve', 1, 'open'],
      ['Many lists', 'eve', 2, 'open'],
    ],
  ])
  expect({
    levels: summary.levels.map(({ value, detections, rules, events }) => [value, detections, rules, events]),
    rules: summary.rules.map(({ title }) => title),
    tactics: summary.tactics.map(({ value, detections }) => [value, detections]),
    states: summary.states,
    lanes: summary.lanes,
    isStale: summary.isStale,
  }).toEqual({
    levels: [
      ['high', 2, 1, 2],
      ['low', 1, 1, 2],
    ],
    rules: ['User created', 'Many lists'],
    tactics: [
      ['persistence', 2],
      [null, 1],
    ],
    states: { open: 3, suppressed: 0, dismissed: 0 },
    lanes: [
      { tactic: 'none', counts: [0, 2] },
      { tactic: 'persistence', counts: [2, 0] },
    ],
    isStale: false,
  })
})

test('it filters by level, rule, tactic, principal and state', async () => {
  const count = async (by: object) =>
    (await ask.detections({ filter: { ...filter, ...by }, offset: 0, limit: 1 }, signal)).total
  expect([
    await count({ levels: ['high', 'critical'] }),
    await count({ rule: 'many-lists' }),
    await count({ tactic: 'persistence' }),
    await count({ principal: 'arn:aws:iam::111111111111:user/eve' }),
    await count({ states: ['dismissed'] }),
    await count({ account: '2' }),
  ]).toEqual([2, 1, 2, 2, 0, 0])
})

test('it shows the events of a detection and why each is there', async () => {
  const { rows } = await ask.detections({ filter, offset: 0, limit: 10 }, signal)
  const [, user, lists] = await Promise.all(
    rows.map(({ detection_id }) => ask.detection({ detection_id, offset: 0, limit: 10 }, signal)),
  )
  expect({
    events: user?.rows.rows.map((cells) => cells.slice(0, 3)),
    matched: user?.matched,
    text: user?.info.text.split('\n')[0],
  }).toEqual({
    events: [[1, 0, '2024-01-15T10:01:00Z']],
    matched: [
      [
        { field: 'eventName', test: 'is CreateUser', values: ['CreateUser'] },
        { field: 'requestParameters.tags.key', test: 'is team or owner', values: ['cost', 'Team'] },
      ],
    ],
    text: 'title: User created',
  })
  expect([lists?.shared, lists?.matched]).toEqual([
    [{ field: 'userIdentity.arn', value: 'arn:aws:iam::111111111111:user/eve' }],
    [
      [{ field: 'eventName', test: 'is List*', values: ['ListUsers'] }],
      [{ field: 'eventName', test: 'is List*', values: ['ListRoles'] }],
    ],
  ])
})

test('it dismisses with a note, which stays when rules run again', async () => {
  const { rows } = await ask.detections({ filter, offset: 0, limit: 1 }, signal)
  const id = rows[0]?.detection_id as number
  await ask.decideDetections({ detections: [id], dismissed: true, note: 'known' }, signal)
  await run(file, load(rules.replace('[team, owner]', '[team]')))
  const dismissed = await ask.detections({ filter: { ...filter, states: ['dismissed'] }, offset: 0, limit: 9 }, signal)
  expect(dismissed.rows.map(({ detection_id, note, state, events }) => [detection_id, note, state, events])).toEqual([
    [id, 'known', 'dismissed', 1],
  ])
  await expect(ask.decideDetections({ detections: [999], dismissed: true, note: '' }, signal)).rejects.toThrow(
    /not there any more/,
  )
})

test('it says exactly what a suppression would hide, hides it, and shows it again', async () => {
  const input = { rule: 'user-created', search: 'user:bot' }
  const preview = await ask.previewSuppression({ ...input, limit: 10 }, signal)
  const before = await ask.detections({ filter, offset: 0, limit: 9 }, signal)
  await ask.saveSuppression({ ...input, note: 'our robot' }, signal)
  const after = await ask.detections({ filter, offset: 0, limit: 9 }, signal)
  const [kept] = await ask.suppressions({}, signal)
  await run(file, load(rules.replace('high', 'critical')))
  const later = await ask.detectionSummary({ filter, buckets: 1 }, signal)
  await ask.deleteSuppression({ suppression_id: kept?.suppression_id as number }, signal)
  const again = await ask.detections({ filter, offset: 0, limit: 9 }, signal)
  expect({
    preview: [
      preview.events,
      preview.detections,
      preview.whole,
      preview.rules,
      preview.rows.rows.map((cells) => cells[0]),
    ],
    totals: [before.total, after.total, again.total],
    kept: [kept?.search, kept?.note, kept?.events],
    states: later.states,
  }).toEqual({
    preview: [1, 1, 1, [{ rule: 'user-created', title: 'User created', level: 'high', events: 1, detections: 1 }], [2]],
    totals: [3, 2, 3],
    kept: ['user:bot', 'our robot', 1],
    states: { open: 2, suppressed: 1, dismissed: 0 },
  })
  await expect(ask.saveSuppression({ rule: null, search: ' ', note: 'x' }, signal)).rejects.toThrow(/hide everything/)
  await expect(ask.saveSuppression({ rule: null, search: 'nofield:x', note: 'x' }, signal)).rejects.toThrow(
    /cannot be read/,
  )
})

test('it tries a rule on the case and keeps nothing of it', async () => {
  const text = `title: Lists\nlogsource: {product: aws, service: cloudtrail}\ndetection: {a: {eventName|startswith: List}, condition: a}\nhits: [{eventName: ListUsers}]\nmisses: [{eventName: ListUsers}]\n`
  const tried = await ask.tryRule({ text, limit: 1 }, signal)
  const wrong = await ask.tryRule({ text: 'title: x', limit: 1 }, signal)
  const both = await ask.tryRule({ text: rules, limit: 10 }, signal)
  expect({
    tried: [tried.events, tried.passed, tried.failed.length, tried.first, tried.rows.rows.length],
    wrong: wrong.refused.length,
    both: [both.events, both.incidents],
    total: (await ask.detections({ filter, offset: 0, limit: 1 }, signal)).total,
  }).toEqual({ tried: [2, 1, 1, '2024-01-15T10:03:00Z', 1], wrong: 1, both: [4, 1], total: 3 })
})

test('it keeps rules of the case, and says what each has found', async () => {
  await ask.saveRuleSources({ folders: [], pack: false }, signal)
  const { path } = await ask.saveRule({ name: 'mine.yml', text: rules, folder: null }, signal)
  const listed = await ask.rules({}, signal)
  expect([existsSync(path), readFileSync(path, 'utf8') === rules]).toEqual([true, true])
  expect(listed.loaded.map(({ title, events, detections, dead }) => [title, events, detections, dead])).toEqual([
    ['User created', 2, 2, null],
    ['Many lists', 2, 1, null],
    ['Listing', 0, 0, null],
  ])
  await expect(ask.saveRule({ name: 'x.yml', text: rules, folder: '/etc' }, signal)).rejects.toThrow(
    /none of the folders/,
  )
  await expect(ask.saveRuleSources({ folders: ['rules'], pack: true }, signal)).rejects.toThrow(/no full path/)
})

test('it makes a layer for the ATT&CK Navigator', async () => {
  const { layer } = await ask.navigatorLayer({ filter }, signal)
  const low = await ask.navigatorLayer({ filter: { ...filter, levels: ['low'] } }, signal)
  expect(JSON.parse(layer)).toMatchObject({
    domain: 'enterprise-attack',
    techniques: [{ techniqueID: 'T1136.003', score: 2, comment: 'User created' }],
  })
  expect(JSON.parse(low.layer)).toMatchObject({ techniques: [] })
})
