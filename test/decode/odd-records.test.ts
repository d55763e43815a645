import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeBytes, event, linesOf, pick, records, rowsOf } from './decoding.ts'

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const only = async (record: string | Uint8Array) => {
  const text = typeof record === 'string' ? Buffer.from(record) : record
  const result = await decodeBytes(Buffer.concat([Buffer.from('{"Records":['), text, Buffer.from(']}')]))
  return {
    result,
    line: linesOf(result)[0] as Record<string, unknown>,
    row: (await rowsOf(result))[0] as Record<string, unknown>,
  }
}

test('it keeps fields that CloudTrail does not know under their own names, and counts them', async () => {
  const { result, line, row } = await only(JSON.stringify(event({ shiny: { deep: [1, 2] }, eventname: 'x' })))
  expect(line).toMatchObject({ x: { shiny: { deep: [1, 2] }, eventname: 'x' }, r: event() })
  expect(result.objects[0]?.unmapped).toEqual({ shiny: 1, eventname: 1 })
  expect(JSON.parse(row.extra as string)).toEqual({
    eventVersion: '1.11',
    requestID: event().requestID,
    managementEvent: true,
    shiny: { deep: [1, 2] },
    eventname: 'x',
  })
})

test('it reads the last of doubled fields, as JSON.parse does, and keeps the earlier ones', async () => {
  const text = JSON.stringify(event()).replace(
    '"eventName":',
    '"eventName":"DeleteTrail","event\\u004eame":"StopLogging","eventName":',
  )
  const { row } = await only(text)
  expect(pick([row], 'action', 'flags')).toEqual([{ action: 'ListUsers', flags: 'duplicate-keys' }])
  expect(JSON.parse(row.extra as string)).toMatchObject({
    'duplicate keys': { eventName: ['DeleteTrail', 'StopLogging'] },
  })
})

test('it replaces surrogates without a partner and leaves pairs alone', async () => {
  const text = JSON.stringify(event()).replace(
    'aws-cli/2.20.0',
    '\\ud800 \\uD83D\\uDE00 \\udfff \\\\ud800 \\ud800\\u0041',
  )
  expect(pick([(await only(text)).row], 'user_agent', 'flags')).toEqual([
    { user_agent: '\ufffd \u{1f600} \ufffd \\ud800 \ufffdA', flags: 'lone-surrogates' },
  ])
})

test('it escapes control characters inside strings, so that nothing is lost', async () => {
  const text = JSON.stringify(event()).replace('aws-cli/2.20.0', 'a\0b\tc\nd')
  expect(pick([(await only(text)).row], 'user_agent', 'flags')).toEqual([
    { user_agent: 'a\0b\tc\nd', flags: 'damaged-text' },
  ])
})

test('it replaces bytes that are no UTF-8', async () => {
  const bytes = Buffer.from(JSON.stringify(event({ userAgent: 'caf_' })))
  bytes[bytes.indexOf('caf_') + 3] = 0xe9
  expect(pick([(await only(bytes)).row], 'user_agent', 'flags')).toEqual([
    { user_agent: 'caf\ufffd', flags: 'damaged-text' },
  ])
})

test.each([undefined, null, ''])('it names a record whose eventID is %j by the hash of its bytes', async (eventID) => {
  const record = event({ eventID })
  expect((await only(JSON.stringify(record))).row.id).toBe(sha256(JSON.stringify(record)))
})

test('it names a record by its hash when the last of doubled eventIDs says nothing', async () => {
  const text = JSON.stringify(event()).replace('"readOnly"', '"eventID":null,"readOnly"')
  expect((await only(text)).row.id).toBe(sha256(text))
})

test('it gives a record the same hash however it is laid out', async () => {
  const record = event({ eventID: undefined, userAgent: 'with "quotes" and  spaces' })
  const ids = await Promise.all(
    [JSON.stringify(record), JSON.stringify(record, null, 2)].map(async (text) => (await only(text)).row.id),
  )
  expect(ids[0]).toBe(ids[1])
})

test('it does not count more than 1,000 different unknown fields', async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]))
  const { result, line } = await only(JSON.stringify(event(many)))
  expect(Object.keys(result.objects[0]?.unmapped ?? {}).length).toBe(1001)
  expect(result.objects[0]?.unmapped['…']).toBe(4000)
  expect(Object.keys(line.x as object).length).toBe(5000)
})

test('it finds every field of a record again, promoted or under its own name in extra', async () => {
  const rare = {
    apiVersion: '2010-05-08',
    serviceEventDetails: { a: 1 },
    vpcEndpointAccountId: '1',
    addendum: { reason: 'UPDATED_DATA' },
    sessionCredentialFromConsole: 'true',
    edgeDeviceDetails: {},
    tlsDetails: { tlsVersion: 'TLSv1.3' },
    eventContext: { a: 2 },
    additionalEventData: { b: [null] },
  }
  const { row } = await only(JSON.stringify(event(rare)))
  expect(JSON.parse(row.extra as string)).toEqual({
    eventVersion: '1.11',
    requestID: event().requestID,
    managementEvent: true,
    ...rare,
  })
})

test('it keeps the original of a promoted field where the column does not say it all', async () => {
  const changed = { eventTime: 'yesterday', eventSource: 'custom', eventCategory: 'Odd"One', readOnly: 'perhaps' }
  const { row } = await only(JSON.stringify(event(changed)))
  expect(JSON.parse(row.extra as string)).toMatchObject(changed)
  expect(pick([row], 'time', 'service', 'category', 'read_only', 'flags')).toEqual([
    { time: null, service: 'custom', category: 'odd"one', read_only: null, flags: 'bad-time' },
  ])
})

test('it survives every wrong type', async () => {
  const wrong: readonly unknown[] = [5, true, null, 'text', [], {}, [[1]], { a: 1 }]
  const all = Object.keys(event()).flatMap((name) =>
    wrong.map((value, i) => event({ eventID: `${name}${i}`, [name]: value })),
  )
  const rows = await rowsOf(await decodeBytes(records(...all)))
  expect(rows.length).toBe(all.length)
})
