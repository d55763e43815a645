import { afterAll, expect, test } from 'vitest'
import { loadText } from '../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, run } from './detecting.ts'
import { forms } from './forms.ts'

afterAll(removeFolders)

const text = (title: string, detection: string) =>
  `title: ${JSON.stringify(title)}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n${detection.replace(/^/gm, '  ')}`

test('records as logged match what the specification says', async () => {
  const wrong = await withMemoryDb(async (db) => {
    const all: unknown[] = []
    for (const [name, detection, hits, misses] of forms) {
      const loaded = load(text(name, detection))
      const records = [...hits, ...misses]
      const question = recordsQuestion(loaded.rules[0] as never, loaded.rules, records)
      const rows = await db.all<{ n: number }>(question.sql, question.params)
      const matched = new Set(rows.map(({ n }) => Number(n)))
      for (const [place, record] of records.entries())
        if (matched.has(place) !== place < hits.length) all.push([name, record])
    }
    return all
  })
  expect(wrong).toEqual([])
})

test('events of a case match what the specification says', async () => {
  const records = forms.flatMap(([name, , hits, misses]) => [
    ...hits.map((record) => ({ name, record, expected: true })),
    ...misses.map((record) => ({ name, record, expected: false })),
  ])
  const file = await caseOf(records.map(({ record }, place) => ({ eventID: `e${place}`, ...record })))
  try {
    await run(file, load(...forms.map(([name, detection]) => text(name, detection))))
    const hits = await found(file)
    const wrong = records.filter(({ name, expected }, place) => (hits[name] ?? []).includes(place + 1) !== expected)
    expect(wrong.map(({ name, record }) => [name, record])).toEqual([])
  } finally {
    await file.close()
  }
})

test.each([
  ['s: {eventName|startswith|endswith: x}\ncondition: s', /placed already/],
  ['s: {eventName|regex: x}\ncondition: s', /'regex' is no modifier/],
  ["s: {eventName|re: 'a(?=b)'}\ncondition: s", /cannot be evaluated/],
  ["s: {eventName|re: '(a)\\1'}\ncondition: s", /cannot be evaluated/],
  ["s: {eventName|contains|expand: '%admins%'}\ncondition: s", /placeholders/],
  ['s: {eventName|exists: maybe}\ncondition: s', /takes true or false/],
  ['s: {eventName|gt: many}\ncondition: s', /takes a number/],
  ['s: {eventName|cidr: 10.0.0.0/33}\ncondition: s', /cidr/],
  ['s: {eventName: {a: b}}\ncondition: s', /a value is a text/],
  ['s: {eventName: []}\ncondition: s', /no values/],
  ['s: {eventName: x}\ncondition: s | count() > 5', /correlation/],
  ['s: {eventName: x}\ncondition: t', /no such selection/],
  ['s: {eventName: x}\ncondition: 1 of t_*', /finds no selection/],
  ['s: {eventName: x}\ncondition: 2 of s*', /cannot hold/],
  ['s: {eventName: x}\ncondition: (s', /never closed/],
  ['s: {eventName: x}\ncondition: s s', /cannot be read/],
  ['s: {eventName: x}\ncondition: s and', /ends where/],
  ['s: {eventName: x}', /needs a condition/],
  ['s: {eventName: x, eventName: y}\ncondition: s', /no YAML/],
])('refuses %s', (detection, reason) => {
  const { rules, refused } = loadText(text('refused', detection), 'rules.yml')
  expect([rules.length, refused[0]?.reason]).toEqual([0, expect.stringMatching(reason)])
})
