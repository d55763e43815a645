import { expect, test } from 'vitest'
import { decodeBytes, event, linesOf, records } from './decoding.ts'

const one = event({ eventID: 'one' })
const two = event({ eventID: 'two' })
const pretty = JSON.stringify(one, null, 2)
const lookup = (time: unknown) => ({
  EventId: 'one',
  EventName: 'ListUsers',
  EventTime: time,
  CloudTrailEvent: JSON.stringify(one),
})

const ids = (text: string | Uint8Array, name?: string) =>
  decodeBytes(text, name).then((result) => ({
    state: result.objects[0]?.state,
    ids: linesOf(result).map((line) => (line.r as { eventID: string }).eventID),
  }))

test.each([
  ['the list of a trail', records(one, two), ['one', 'two']],
  [
    'a list behind other fields',
    JSON.stringify({ a: { Records: [3] }, b: '"Records":[', Records: [one, two] }),
    ['one', 'two'],
  ],
  ['a list before other fields', JSON.stringify({ Records: [one], more: [1, { x: 2 }] }), ['one']],
  [
    'two lists in one object',
    `{"Records":[${JSON.stringify(one)}],"n":1,"Records":[${JSON.stringify(two)}]}`,
    ['one', 'two'],
  ],
  ['objects with lists one after another', records(one) + records(two), ['one', 'two']],
  ['a bare list', JSON.stringify([one, two]), ['one', 'two']],
  ['an empty list', '{"Records":[]}', []],
  ['one event', JSON.stringify(one), ['one']],
  ['one event over many lines', pretty, ['one']],
  ['events over many lines', `${pretty}\n${pretty}\n`, ['one', 'one']],
  ['a line each', `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`, ['one', 'two']],
  [
    'a line each as Windows writes it',
    `\ufeff${JSON.stringify(one)}\r\n\r\n${JSON.stringify(two)}\r\n`,
    ['one', 'two'],
  ],
  ['one after another without anything between', JSON.stringify(one) + JSON.stringify(two), ['one', 'two']],
  ['a line with a list each', `${records(one)}\n${records(two)}`, ['one', 'two']],
  ['lookup-events of CLI version 1', JSON.stringify({ Events: [lookup(1741064767.0)], NextToken: 'x' }), ['one']],
  [
    'lookup-events of CLI version 2',
    JSON.stringify({ Events: [lookup('2025-03-04T05:06:07+00:00')] }, null, 4),
    ['one'],
  ],
  ['white space everywhere', ` \n{ "Records" :\t[\r\n ${pretty} ,\n ${JSON.stringify(two)} ] } \n`, ['one', 'two']],
])('it reads %s', async (_shape, text, expected) => {
  expect(await ids(text)).toEqual({ state: 'stored', ids: expected })
})

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()
test.each([
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${records(one)}`)],
  ['UTF-16 LE with a byte order mark', Buffer.from(`\ufeff${records(one)}`, 'utf16le')],
  ['UTF-16 BE with a byte order mark', swapped(`\ufeff${records(one)}`)],
  ['UTF-16 LE without one', Buffer.from(records(one), 'utf16le')],
  ['UTF-16 BE without one', swapped(records(one))],
])('it reads %s', async (_encoding, bytes) => {
  expect(await ids(bytes)).toEqual({ state: 'stored', ids: ['one'] })
})

test('it puts every record on one line, whatever line breaks stood in it', async () => {
  const result = await decodeBytes(pretty)
  expect(result.lines.cloudtrail?.toString().split('\n').length).toBe(2)
  expect(linesOf(result)[0]?.r).toEqual(one)
})

test('it copies ordinary records byte for byte: numbers that JavaScript cannot hold survive', async () => {
  const record = JSON.stringify(one).replace(
    '"requestParameters":null',
    '"requestParameters":{"a":9007199254740993,"b":1e400,"c":-0,"d":123456789012345678901234567890,"e":1.10}',
  )
  const result = await decodeBytes(`{"Records":[${record}]}`)
  expect(result.lines.cloudtrail?.toString()).toBe(`{"o":0,"n":0,"r":${record}}\n`)
})

test('it counts records from 0 over all lists, bad ones too', async () => {
  const result = await decodeBytes(`${records(one, 5, two)}${records(one)}`)
  expect(linesOf(result).map((line) => line.n)).toEqual([0, 2, 3])
})

test.each([
  [records(one, null, 'x', 7, [], {}, two), ['one', 'two'], [1, 2, 3, 4, 5]],
  [`{"Records":[${JSON.stringify(one)},{"eventName":NaN},${JSON.stringify(two)}]}`, ['one', 'two'], [1]],
  [`{"Records":[${JSON.stringify(one)},]}`, ['one'], [1]],
  [`{"Records":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},${JSON.stringify(two)}]}`, ['two'], [0]],
  [`${JSON.stringify(one)}\n{"eventName":"cut off\n${JSON.stringify(two)}\n`, ['one', 'two'], [1]],
  [`${JSON.stringify(one)}\nnot json at all\n${JSON.stringify(two)}\n`, ['one', 'two'], [1]],
  [`# exported by a tool\n${JSON.stringify(one)}\n`, ['one'], [0]],
  [`${JSON.stringify(one)}\n{"eventName":"never ends`, ['one'], [1]],
  [JSON.stringify({ Events: [lookup(1), { EventId: 'x' }] }), ['one'], [1]],
  [JSON.stringify({ Events: [lookup(1), { CloudTrailEvent: 'no json' }] }), ['one'], [1]],
])('it keeps the good records around bad ones and says which are bad (%#)', async (text, good, bad) => {
  const result = await decodeBytes(text)
  const [object] = result.objects
  expect({
    state: object?.state,
    good: linesOf(result).map((line) => (line.r as { eventID: string }).eventID),
    bad: object?.bad.map((each) => each.ordinal),
    badCount: object?.badCount,
  }).toEqual({ state: 'partial', good, bad, badCount: bad.length })
})

test.each([
  ['it ends inside a record', records(one, two).slice(0, -100), /ends inside record 1; 1 record kept/],
  ['it ends inside the list', records(one).slice(0, -2), /ends inside the list/],
  ['it ends inside the object around the list', records(one).slice(0, -1), /broken or ends too early/],
  ['there are bytes behind it', `${records(one)}\0\0`, /after the end of the list stands byte 0x00/],
  ['records are not separated', records(one).replace(']}', '{}]}'), /stands "\{" instead of a comma/],
])('it is partial when %s', async (_what, text, reason) => {
  const [object] = (await decodeBytes(text)).objects
  expect(object).toMatchObject({ state: 'partial', records: 1, reason: expect.stringMatching(reason) })
})

test('it lists the first 100 bad records and counts the rest', async () => {
  const [object] = (await decodeBytes(records(one, ...Array(250).fill(0)))).objects
  expect([object?.bad.length, object?.badCount, object?.records]).toEqual([100, 250, 1])
})

test('it recognises the format behind records that are none, and calls those bad', async () => {
  const [object] = (await decodeBytes(records({ hello: 'world' }, one))).objects
  expect(object).toMatchObject({ state: 'partial', format: 'cloudtrail', records: 1, badCount: 1 })
})

test('it does not read what was appended to an object that CloudTrail delivered', async () => {
  const name =
    'AWSLogs/123456789012/CloudTrail/us-east-1/2024/01/15/123456789012_CloudTrail_us-east-1_20240115T1020Z_bVQmvSwoMu4xo4UO.json.gz'
  const [object] = (await decodeBytes(records(one) + records(two), name)).objects
  expect(object).toMatchObject({
    state: 'partial',
    records: 1,
    reason: expect.stringMatching(/^something was appended/),
  })
})
