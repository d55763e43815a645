import { afterAll, afterEach, expect, test } from 'vitest'
import type { CaseFile } from '../../main/store/case-file.ts'
import { count } from '../../main/store/read/count.ts'
import { where } from '../../main/store/read/where.ts'
import { everything } from '../../shared/filter.ts'
import { removeFolders } from '../store/batches.ts'
import { add, caseOf, found, load, type Record_, run } from './detecting.ts'

let file: CaseFile | undefined
afterEach(async () => file?.close())
afterAll(removeFolders)

let ids = 0
const call = (eventName: string, more: Record_ = {}): Record_ => ({
  eventVersion: '1.08',
  eventID: `id-${ids++}`,
  eventTime: '2024-01-15T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName,
  eventType: 'AwsApiCall',
  recipientAccountId: '111111111111',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111111111111:user/eve', accountId: '111111111111' },
  ...more,
})
const at = (minute: number) => ({ eventTime: `2024-01-15T10:${String(minute).padStart(2, '0')}:00Z` })
const rule = (title: string, detection: string, more = '') => `
title: ${title}
id: ${title.toLowerCase().replaceAll(' ', '-')}
level: high
tags: [attack.persistence, attack.t1136.003]
logsource: {product: aws, service: cloudtrail}
detection:
${detection.replace(/^/gm, '  ')}
${more}`
const users = rule(
  'User created',
  'sel: {eventSource: iam.amazonaws.com, eventName: CreateUser}\nfail: {errorCode|exists: true}\ncondition: sel and not fail',
)

test('it keeps what a rule found, one detection for each principal, and never doubles it', async () => {
  file = await caseOf([
    call('CreateUser'),
    call('CreateUser', { errorCode: 'AccessDenied' }),
    call('CreateUser', { userIdentity: { type: 'Root', arn: 'arn:aws:iam::111111111111:root' } }),
    call('ListUsers'),
  ])
  const first = await run(file, load(users))
  const again = await run(file, load(users))
  expect({ found: await found(file), looked: [first.looked, again.looked], same: again.findings }).toEqual({
    found: { 'User created': [1, 3] },
    looked: [4, 0],
    same: first.findings,
  })
  expect(first.findings).toEqual([
    {
      rule: 'user-created',
      title: 'User created',
      level: 'high',
      events: 2,
      hidden: 0,
      incidents: 0,
      detections: 2,
      open: 2,
      first: '2024-01-15T10:00:00Z',
      last: '2024-01-15T10:00:00Z',
    },
  ])
})

test('it looks at new events only, and at all of them when a rule has changed', async () => {
  file = await caseOf([call('CreateUser')])
  await run(file, load(users))
  await add(file, [call('CreateUser'), call('DeleteUser')])
  const second = await run(file, load(users))
  const changed = await run(file, load(users.replace('eventName: CreateUser', 'eventName: [CreateUser, DeleteUser]')))
  expect([second.looked, second.findings[0]?.events, changed.looked, changed.findings[0]?.events]).toEqual([2, 2, 3, 3])
})

test('it finds everything anew when an object that it looked at was read again', async () => {
  file = await caseOf([call('CreateUser'), call('CreateUser')])
  await run(file, load(users))
  await file.db.write(async (tx) => {
    await tx.run('DELETE FROM event WHERE object_id = 1')
  })
  const again = await run(file, load(users))
  expect([again.looked, again.findings[0]?.events, await found(file)]).toEqual([1, 1, { 'User created': [2] }])
})

const denied = rule('Denied', 'sel: {errorCode: AccessDenied}\ncondition: sel', 'name: denied')
const many = `
title: Many denied
id: many-denied
level: high
correlation:
  type: event_count
  rules: [denied]
  group-by: [userIdentity.arn]
  timespan: 5m
  condition: {gte: 3}`

test('it keeps the incidents of a correlation, also when later events make one longer', async () => {
  const burst = [1, 2, 3].map((minute) => call('GetUser', { errorCode: 'AccessDenied', ...at(minute) }))
  file = await caseOf([...burst, call('GetUser', { errorCode: 'AccessDenied', ...at(40) })])
  const first = await run(file, load(denied, many))
  const [before] = await file.db.all('SELECT detection_id, shared, principal, events FROM detection')
  await file.db.run("UPDATE detection SET dismissed = true, note = $note, decided_at = TIMESTAMP '2024-01-01'", {
    note: 'a test',
  })
  await add(file, [call('GetUser', { errorCode: 'AccessDenied', ...at(5) })])
  const second = await run(file, load(denied, many))
  const [after] = await file.db.all('SELECT detection_id, note, events FROM detection')
  expect({
    before,
    after,
    incidents: [first, second].map(({ findings }) =>
      findings.map(({ title, incidents, events }) => [title, incidents, events]),
    ),
  }).toEqual({
    before: {
      detection_id: 1,
      shared: '[{"field":"userIdentity.arn","value":"arn:aws:iam::111111111111:user/eve"}]',
      principal: 'arn:aws:iam::111111111111:user/eve',
      events: 3,
    },
    after: { detection_id: 1, note: 'a test', events: 4 },
    incidents: [[['Many denied', 1, 3]], [['Many denied', 1, 4]]],
  })
})

test('it reports the rules of a correlation too when that says so', async () => {
  file = await caseOf([call('GetUser', { errorCode: 'AccessDenied' })])
  const silent = await run(file, load(denied, many))
  const loud = await run(file, load(denied, many.replace('type:', 'generate: true\n  type:')))
  expect([silent.findings.length, loud.findings.map(({ title }) => title)]).toEqual([0, ['Denied']])
})

test('it reports only what was not seen in the days before', async () => {
  const seen = rule(
    'New region',
    'sel: {eventName: RunInstances}\ncondition: sel',
    'first_seen: {fields: [awsRegion], days: 7}',
  )
  const start = (awsRegion: string, day: number) =>
    call('RunInstances', { awsRegion, eventTime: `2024-01-${String(day).padStart(2, '0')}T00:00:00Z` })
  file = await caseOf([start('us-east-1', 1), start('us-east-1', 5), start('eu-west-1', 6), start('us-east-1', 20)])
  await run(file, load(seen))
  const first = await found(file)
  await add(file, [start('eu-west-1', 7), start('ap-south-1', 8)])
  await run(file, load(seen))
  expect([first, await found(file)]).toEqual([{ 'New region': [1, 3, 4] }, { 'New region': [1, 3, 4, 6] }])
})

test('it finds events by what found them', async () => {
  file = await caseOf([call('CreateUser'), call('ListUsers')])
  await run(file, load(users))
  const counts: Record<string, number> = {}
  for (const search of [
    'rule:user-created',
    'rule:"User created"',
    'rule:User*',
    'group:aws_cloudtrail',
    'group:attack.persistence',
    'level:high',
    'tactic:T1136.003',
    'rule:nothing',
    '-rule:user-created',
    'rule:*',
    'rule:none',
  ]) {
    counts[search] = (await count(file.db, where({ ...everything, search }))).events
  }
  expect(counts).toEqual({
    'rule:user-created': 1,
    'rule:"User created"': 1,
    'rule:User*': 1,
    'group:aws_cloudtrail': 1,
    'group:attack.persistence': 1,
    'level:high': 1,
    'tactic:T1136.003': 1,
    'rule:nothing': 0,
    '-rule:user-created': 1,
    'rule:*': 1,
    'rule:none': 1,
  })
})

test('it asks the others when the database cannot ask one rule, and refuses that', async () => {
  file = await caseOf([call('CreateUser')])
  const loaded = load(users, rule('Broken', "sel: {userAgent|re: 'x'}\ncondition: sel"))
  const rules = loaded.rules.map((each) =>
    each.info.title === 'Broken' && each.kind === 'event'
      ? { ...each, detection: { kind: 'leaf', field: 'userAgent', test: { kind: 'regex', source: '(' } } as const }
      : each,
  )
  const result = await run(file, { ...loaded, rules })
  expect([
    result.rules.loaded,
    result.rules.refused.map(({ title, reason }) => [title, reason.slice(0, 26)]),
    await found(file),
  ]).toEqual([1, [['Broken', 'the database cannot ask it']], { 'User created': [1] }])
})
