import { afterAll, describe, expect, test } from 'vitest'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, type Record_, run } from './detecting.ts'

/**
 * The semantics, by their numbers (D1 … D18): a detection, and records with whether it matches them. Everything is asked
 * twice: of records as logged, and of the events of a case in one pass. `raw`: where those differ, because a null that is
 * written out counts as missing in a case.
 */
const decisions: readonly {
  readonly name: string
  readonly detection: string
  readonly hits: readonly Record_[]
  readonly misses: readonly Record_[]
  readonly rawHits?: readonly Record_[]
}[] = [
  {
    name: 'D1 unquoted No and yes are text',
    detection: 'sel: {userAgent: [No, yes]}\ncondition: sel',
    hits: [{ userAgent: 'no' }, { userAgent: 'YES' }],
    misses: [{ userAgent: 'false' }],
  },
  {
    name: 'D2 a negation holds where the field is missing',
    detection: 'sel: {eventName: A}\nfilter: {errorCode: AccessDenied}\ncondition: sel and not filter',
    hits: [{ eventName: 'A' }, { eventName: 'A', errorCode: null }, { eventName: 'a', errorCode: 'Other' }],
    misses: [{ eventName: 'A', errorCode: 'accessdenied' }, { eventName: 'B' }, {}],
  },
  {
    name: 'D3 exists asks for the key, whatever the value',
    detection: 'sel: {requestParameters.a|exists: true}\ncondition: sel',
    hits: [null, '', [], {}, 0, false].map((a) => ({ requestParameters: { a } })),
    misses: [{ requestParameters: { b: 1 } }, { requestParameters: null }, { requestParameters: 'a' }, {}],
  },
  {
    name: 'D3 a null that is written out is there as logged',
    detection: 'sel: {errorCode|exists: true}\ncondition: sel',
    hits: [{ errorCode: '' }, { errorCode: 'A' }],
    misses: [{}],
    rawHits: [{ errorCode: null }],
  },
  {
    name: 'D4 null is missing, null, or a list that holds null',
    detection: 'sel: {requestParameters.a: null}\ncondition: sel',
    hits: [
      {},
      { requestParameters: null },
      { requestParameters: { a: null } },
      { requestParameters: { a: [1, null] } },
    ],
    misses: [{ requestParameters: { a: '' } }, { requestParameters: { a: [] } }, { requestParameters: { a: 0 } }],
  },
  {
    name: 'D5 a key may hold dots; names have a case; text is not parsed',
    detection: 'sel: {requestParameters.a.b.c: x}\ncondition: sel',
    hits: [
      { requestParameters: { 'a.b': { c: 'x' } } },
      { requestParameters: { a: { 'b.c': 'x' } } },
      { requestParameters: { 'a.b.c': 'X' } },
    ],
    misses: [{ requestParameters: { a: { B: { c: 'x' } } } }, { requestParameters: '{"a":{"b":{"c":"x"}}}' }],
  },
  {
    name: 'D6 lists are opened at every level',
    detection: 'sel: {requestParameters.items.ports.from: 22}\ncondition: sel',
    hits: [
      { requestParameters: { items: [{ ports: [{ from: 80 }, { from: 22 }] }] } },
      { requestParameters: { items: { ports: { from: [22] } } } },
      { requestParameters: { items: [[{ ports: { from: '22' } }]] } },
    ],
    misses: [{ requestParameters: { items: [{ ports: [] }] } }, { requestParameters: { items: [22] } }],
  },
  {
    name: 'D6 two keys may match in two elements',
    detection: 'sel: {requestParameters.a.x: 1, requestParameters.a.y: 2}\ncondition: sel',
    hits: [{ requestParameters: { a: [{ x: 1 }, { y: 2 }] } }],
    misses: [{ requestParameters: { a: [{ x: 1 }, { y: 3 }] } }],
  },
  {
    name: 'D7 an object is its compact JSON',
    detection: `sel: {requestParameters|contains: '"Status":"Suspended"'}\ncondition: sel`,
    hits: [{ requestParameters: { V: { Status: 'suspended' } } }],
    misses: [{ requestParameters: { V: { Status: 'Enabled' } } }, { requestParameters: null }, {}],
  },
  {
    name: 'D8 quotes inside of text inside of an object count unescaped too',
    detection: `sel: {requestParameters|contains: '"Effect":"Allow"'}\ncondition: sel`,
    hits: [{ requestParameters: { policyDocument: '{"Statement":[{"Effect":"Allow"}]}' } }],
    misses: [{ requestParameters: { policyDocument: '{"Effect": "Allow"}' } }],
  },
  {
    name: 'D9 booleans and numbers have a text, null has none',
    detection: `sel: {requestParameters.a|contains: '*'}\ncondition: sel`,
    hits: ['', false, 0, 'x', { b: 1 }].map((a) => ({ requestParameters: { a } })),
    misses: [{ requestParameters: { a: null } }, { requestParameters: { a: [] } }, {}],
  },
  {
    name: 'D10 text and numbers',
    detection: `a: {requestParameters.a: '22'}\nb: {requestParameters.b: 22}\nc: {requestParameters.c: 'false'}\ncondition: 1 of them`,
    hits: [
      { requestParameters: { a: 22 } },
      { requestParameters: { b: 22.0 } },
      { requestParameters: { b: '22' } },
      { requestParameters: { c: false } },
    ],
    misses: [
      { requestParameters: { a: 222 } },
      { requestParameters: { b: '22.0' } },
      { requestParameters: { b: true } },
    ],
  },
  {
    name: 'D10 comparisons take numbers and nothing that only looks like one',
    detection: 'sel: {requestParameters.a|gte: 22}\ncondition: sel',
    hits: [22, '22', 22.5, [1, 30]].map((a) => ({ requestParameters: { a } })),
    misses: ['1_000', 'inf', ' 22 ', 'x', true, null, [], 21].map((a) => ({ requestParameters: { a } })),
  },
  {
    name: 'D11 neq negates all of it',
    detection: 'sel: {requestParameters.a|contains|all|neq: [x, y]}\ncondition: sel',
    hits: [{}, { requestParameters: { a: 'x' } }, { requestParameters: { a: null } }],
    misses: [{ requestParameters: { a: 'xy' } }, { requestParameters: { a: ['x', 'y'] } }],
  },
  {
    name: 'D12 a regular expression is searched for, with its case',
    detection: `sel: {userAgent|re: 'o.o$'}\nm: {errorMessage|re|m|i: '^b$'}\ns: {requestParameters.t|re|s: 'a.b[.]c'}\ncondition: 1 of them`,
    hits: [{ userAgent: 'xoyo' }, { errorMessage: 'a\nB\nc' }, { requestParameters: { t: 'a\nb.c' } }],
    misses: [
      { userAgent: 'xOyO' },
      { userAgent: 'o\no' },
      { errorMessage: 'abc' },
      { requestParameters: { t: 'a\nbxc' } },
    ],
  },
  {
    name: 'D13 fields are compared as text, missing sides never',
    detection: 'sel: {userIdentity.arn|fieldref|endswith: requestParameters.userName}\ncondition: sel',
    hits: [{ userIdentity: { arn: 'arn:aws:iam::1:user/Eve' }, requestParameters: { userName: 'eve' } }],
    misses: [
      { userIdentity: { arn: 'arn:aws:iam::1:user/eve' } },
      { requestParameters: { userName: 'eve' } },
      { userIdentity: { arn: null }, requestParameters: { userName: null } },
    ],
  },
  {
    name: 'D14 keywords look into values, not into keys',
    detection: "kw: [mimi*tz, '203.0.113.7']\ncondition: kw",
    hits: [
      { userAgent: 'a MIMIKATZ b' },
      { requestParameters: { a: [{ b: 'mimikatz' }] } },
      { sourceIPAddress: '203.0.113.7' },
    ],
    misses: [{ requestParameters: { mimikatz: 1 } }, {}],
  },
  {
    name: 'D15 wildcards and what is none',
    detection: String.raw`sel: {userAgent: ['a*z', 'q?q', '100\*', 'c:\temp\\x_%']}
condition: sel`,
    hits: [{ userAgent: 'A\nz' }, { userAgent: 'qéq' }, { userAgent: '100*' }, { userAgent: String.raw`c:\temp\x_%` }],
    misses: [{ userAgent: 'qq' }, { userAgent: '1000' }, { userAgent: String.raw`c:\temp\xab` }, { userAgent: 'az ' }],
  },
  {
    name: 'D15 a backslash at the end, and no case when asked',
    detection: String.raw`a: {userAgent|contains: ':\temp\'}
b: {errorMessage|contains|cased: Foo}
condition: 1 of them`,
    hits: [{ userAgent: String.raw`C:\Temp\x` }, { errorMessage: 'xFoo' }],
    misses: [{ userAgent: 'c:temp' }, { errorMessage: 'xfoo' }],
  },
  {
    name: 'D16 N of, patterns and names with _',
    detection:
      'a_1: {eventName: A}\na_2: {awsRegion: B}\na_3: {errorCode: C}\n_b: {userAgent: D}\ncondition: 2 OF a_* or 1 of _*',
    hits: [{ eventName: 'A', errorCode: 'C' }, { userAgent: 'D' }],
    misses: [{ eventName: 'A' }, { awsRegion: 'B', userAgent: 'x' }],
  },
  {
    name: 'D18 all values by any elements',
    detection: 'sel: {requestParameters.a|startswith|all: [x, y]}\ncondition: sel',
    hits: [{ requestParameters: { a: ['x1', 'y1'] } }],
    misses: [{ requestParameters: { a: ['x1', 'x2'] } }, { requestParameters: { a: 'x1' } }],
  },
  {
    name: 'networks, also of IPv6, and what is no address',
    detection: "sel: {sourceIPAddress|cidr: [10.0.0.0/8, '2001:db8::/32']}\ncondition: sel",
    hits: [{ sourceIPAddress: '10.255.0.1' }, { sourceIPAddress: '2001:DB8:0::1' }],
    misses: [
      { sourceIPAddress: 'AWS Internal' },
      { sourceIPAddress: '11.0.0.1' },
      { sourceIPAddress: 'ec2.amazonaws.com' },
      {},
    ],
  },
  {
    name: 'parts of a time',
    detection: 'sel: {eventTime|hour|lt: 6}\nday: {eventTime|day: 1}\ncondition: sel and day',
    hits: [{ eventTime: '2024-01-01T05:59:59Z' }],
    misses: [{ eventTime: '2024-01-01T06:00:00Z' }, { eventTime: '2024-01-02T01:00:00Z' }, {}],
  },
  {
    name: 'encodings',
    detection:
      "a: {requestParameters.u|base64offset|contains: 'curl http'}\nb: {requestParameters.v|wide|base64offset|contains: 'http'}\nc: {requestParameters.w|windash|contains: ' -enc'}\ncondition: 1 of them",
    hits: [
      { requestParameters: { u: Buffer.from('#!/bin/sh\ncurl http://x').toString('base64') } },
      { requestParameters: { v: Buffer.from('IEX http://x', 'utf16le').toString('base64') } },
      { requestParameters: { w: 'powershell /ENC x' } },
    ],
    misses: [{ requestParameters: { u: 'curl http', v: 'http', w: 'p-enc' } }],
  },
  {
    name: 'ours: an account is foreign that is not that of the event',
    detection: 'sel: {requestParameters.p|foreign: true}\ncondition: sel',
    hits: [
      '999988887777',
      ['111122223333', '999988887777'],
      'arn:aws:iam::999988887777:root',
      '{"AWS":["111122223333","999988887777"]}',
      { item: [{ AWS: 'arn:aws-cn:iam::999988887777:role/x' }] },
    ].map((p) => ({ recipientAccountId: '111122223333', requestParameters: { p } })),
    misses: [
      ...['111122223333', 'arn:aws:s3:::b', '1999988887777', 'x999988887777', null, { a: 999988887777 }].map((p) => ({
        recipientAccountId: '111122223333',
        requestParameters: { p },
      })),
      {},
    ],
  },
  {
    name: 'an insight tells of a call and is none',
    detection: 'sel: {eventSource: ec2.amazonaws.com, eventName: RunInstances}\ncondition: sel',
    hits: [{ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }],
    misses: [
      { eventCategory: 'Insight', insightDetails: { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' } },
    ],
  },
  {
    name: 'a quote, a dollar and a semicolon in values and names are text',
    detection: `sel: {"requestParameters.a'b": "x'); DROP TABLE event; --$v0"}\ncondition: sel`,
    hits: [{ requestParameters: { "a'b": "x'); drop table event; --$v0" } }],
    misses: [{ requestParameters: { ab: 'x' } }],
  },
]

const text = (detection: string, title: string) =>
  `title: ${JSON.stringify(title)}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n${detection.replace(/^/gm, '  ')}`

afterAll(removeFolders)

describe('of records as logged', () => {
  test.each(decisions)('$name', async ({ name, detection, hits, misses, rawHits = [] }) => {
    const loaded = load(text(detection, name))
    const [rule] = loaded.rules
    if (!rule) throw new Error('no rule')
    const records = [...hits, ...rawHits, ...misses]
    const question = recordsQuestion(rule, loaded.rules, records)
    const rows = await withMemoryDb((db) => db.all<{ n: number }>(question.sql, question.params))
    const found = new Set(rows.map(({ n }) => n))
    const wrong = records.filter((_, place) => found.has(place) !== place < hits.length + rawHits.length)
    expect(wrong).toEqual([])
  })
})

test('the events of a case say the same, all rules in one pass', async () => {
  const records = decisions.flatMap(({ name, hits, misses }) => [
    ...hits.map((record) => ({ name, record, expected: true })),
    ...misses.map((record) => ({ name, record, expected: false })),
  ])
  const file = await caseOf(records.map(({ record }, place) => ({ eventID: `e${place}`, ...record })))
  try {
    await run(file, load(...decisions.map(({ name, detection }) => text(detection, name))))
    const hits = await found(file)
    const wrong = records.filter(({ name, expected }, place) => (hits[name] ?? []).includes(place + 1) !== expected)
    expect(wrong).toEqual([])
  } finally {
    await file.close()
  }
})
