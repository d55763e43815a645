import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readRecord } from '../../main/decode/read-record.ts'
import { event, inFolder, records } from './decoding.ts'
import { zipFile } from './zip-file.ts'

const one = JSON.stringify(event({ eventID: 'one' }), null, 1)
const two = JSON.stringify(event({ eventID: 'two' })).replace('"readOnly":true', '"readOnly" : true,"n":1.10')
const list = `{"Records":[${one}, 5 ,${two}]}`

const finding = { SchemaVersion: '2018-10-08', Id: 'a' }
const bridge = JSON.stringify({
  'detail-type': 'x',
  source: 'aws.securityhub',
  detail: { findings: [finding, finding] },
})
const logs = JSON.stringify({
  messageType: 'DATA_MESSAGE',
  logGroup: 'g',
  logStream: 's',
  logEvents: ['text', two, bridge].map((message) => ({ message })),
})
const broken = '{"detail-type":"x","source":"aws.macie","detail":{"lat":0038.9}}'

const quoted = (text: string) => text.replaceAll('"', '""')
const compact = JSON.stringify(event({ eventID: 'one' }))
const table = `_raw,host\n"${quoted(`${compact}\n${two}`)}",x\n"${quoted(two)}",x\n`
const notification = JSON.stringify({
  Type: 'Notification',
  MessageId: 'm',
  TopicArn: 't',
  Message: `{"Records":[${compact},${two}]}`,
})

const read = (bytes: Uint8Array | string, ordinal: number, entry: number | null = null) =>
  inFolder(async (folder) => {
    const path = join(folder, 'evidence')
    writeFileSync(path, bytes)
    return (await readRecord(path, entry, ordinal))?.toString() ?? null
  })

test.each([
  ['a list', list, 2, null, two],
  ['a list, pretty-printed', list, 0, null, one],
  ['gzip', gzipSync(list), 2, null, two],
  ['lines', `${two}\nbroken\n${two}`, 2, null, two],
  ['UTF-16', Buffer.from(`\ufeff${list}`, 'utf16le'), 2, null, two],
  ['lookup-events output', JSON.stringify({ Events: [{}, { CloudTrailEvent: two }] }), 1, null, two],
  [
    'an entry of a zip archive',
    zipFile({ name: 'a/', bytes: '' }, { name: 'x', bytes: 'y' }, { name: 'l.json.gz', bytes: gzipSync(list) }),
    2,
    2,
    two,
  ],
  ['a list of findings in one event', bridge + two + bridge, 1, null, bridge],
  ['behind a list of findings', bridge + two + bridge, 2, null, two],
  ['a list of findings behind another', bridge + two + bridge, 4, null, bridge],
  ['a CloudWatch Logs message', logs, 1, null, two],
  ['a CloudWatch Logs message that holds an event', logs, 3, null, bridge],
  ['a CloudWatch Logs event whose message is no record', logs, 0, null, 'text'],
  [
    'behind messages that a query saved beside their fields',
    `[${two},{"eventID":"1","@message":${JSON.stringify(logs)}},${one}]`,
    5,
    null,
    one,
  ],
  ['an event with a number that JSON forbids', `${two}\n${broken}\n${two}`, 1, null, broken],
  ['behind an event with a number that JSON forbids', `${two}\n${broken}\n${two}`, 2, null, two],
  [
    'a log export',
    `2025-03-04T05:06:07.000Z ${one.replaceAll('\n', '')}\n2025-03-04T05:06:07.000Z ${two}`,
    1,
    null,
    two,
  ],
  ['one of several records in a row of a table', table, 1, null, two],
  ['the row of a table behind several records', table, 2, null, `"${quoted(two)}",x`],
  ['a list of lists', `[[${two}],[${one},${two}]]`, 1, null, one],
  ['a trail file in a notification', notification, 1, null, two],
  ['a cut gzip stream', gzipSync(records(event(), event())).subarray(0, -6), 1, null, JSON.stringify(event())],
])('it reads a record back from %s as it was logged', async (_what, bytes, ordinal, entry, expected) => {
  expect(await read(bytes, ordinal, entry)).toBe(expected)
})

test.each([
  ['a bad record', list, 1, null],
  ['a number beyond the last', list, 3, null],
  ['an entry that is not there', zipFile({ name: 'x', bytes: list }), 0, 7],
])('it has nothing for %s', async (_what, bytes, ordinal, entry) => {
  expect(await read(bytes, ordinal, entry)).toBeNull()
})

test('it says why evidence cannot be read any more', async () => {
  const broken = gzipSync(list)
  broken[broken.length - 6] = (broken[broken.length - 6] as number) ^ 1
  await expect(read(broken, 0)).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringMatching(/evidence cannot be read: the checksum/),
  })
})
