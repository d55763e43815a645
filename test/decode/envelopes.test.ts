import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type EventColumnName, eventColumnNames } from '../../shared/event.ts'
import { decodeBytes, event, linesOf, pick, type Row, records, rowsOf } from './decoding.ts'

const text = JSON.stringify
const one = event({ eventID: 'one' })
const finding = {
  schemaVersion: '2.0',
  accountId: '012345678901',
  region: 'eu-west-1',
  id: 'aa00',
  type: 'Recon:EC2/Portscan',
  resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-1', tags: [{ key: 'a', value: 'B' }] } },
  service: { count: 1, eventFirstSeen: '2025-03-04T05:00:00Z', action: { actionType: 'NETWORK_CONNECTION' } },
  severity: 5.5,
  createdAt: '2025-03-04T05:06:07.000Z',
  updatedAt: '2025-03-04T06:06:07.000Z',
  title: 'A scan',
}
const asff = (Id: string) => ({
  SchemaVersion: '2018-10-08',
  Id,
  ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/inspector',
  UpdatedAt: '2025-03-04T06:06:07.000Z',
  Severity: { Label: 'LOW' },
})
const inBridge = (detail: unknown, type = 'Something', changes: Row = {}) => ({
  version: '0',
  id: 'e1',
  'detail-type': type,
  source: 'aws.x',
  account: '999999999999',
  time: '2025-03-05T00:00:00Z',
  region: 'us-east-2',
  resources: [],
  detail,
  ...changes,
})
const inLogs = (...messages: readonly unknown[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '012345678901',
  logGroup: 'g',
  logStream: 's',
  subscriptionFilters: ['f'],
  logEvents: messages.map((message, i) => ({ id: `${i}`, timestamp: 1741064767000 + i, message })),
})
const inSns = (Message: string) => ({ Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:a:1:t', Message })
const zipped = (value: unknown) => gzipSync(text(value)).toString('base64')
const failed = (data: string | Uint8Array) => ({
  attemptsMade: 4,
  errorCode: 'Lambda.FunctionError',
  rawData: Buffer.from(data).toString('base64'),
})
const capitals = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(capitals)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), capitals(inner)]),
        )
      : value

const content = eventColumnNames.filter((name) => !['object_id', 'ordinal', 'flags'].includes(name))
const rowOf = async (log: string | Uint8Array, format: string, columns: readonly EventColumnName[] = content) =>
  (await rowsOf(await decodeBytes(log), format, columns))[0]

describe('the same record in any wrapper', () => {
  test.each([
    ['an EventBridge event', text(inBridge(one, 'AWS API Call via CloudTrail'))],
    ['a CloudWatch Logs subscription', text(inLogs(text(one)))],
    ['an EventBridge event inside a CloudWatch Logs subscription', text(inLogs(text(inBridge(one))))],
    ['what Firehose failed to deliver', text(failed(text(inBridge(one))))],
    ['what Firehose failed to deliver, gzipped', text(failed(gzipSync(text(inLogs(text(one))))))],
    ['an SNS notification', text(inSns(text(inBridge(one))))],
    ['a file of a trail that SNS carried', text(inSns(records(one)))],
    ['a message of a queue', text({ Messages: [{ MessageId: 'm', MD5OfBody: 'x', Body: text(inSns(text(one))) }] })],
    [
      'what SQS hands to Lambda',
      text({ Records: [{ messageId: 'm', receiptHandle: 'r', body: text(inBridge(one)) }] }),
    ],
    ['what SNS hands to Lambda', text({ Records: [{ EventSource: 'aws:sns', Sns: inSns(text(one)) }] })],
    [
      'what Kinesis hands to Lambda',
      text({
        Records: [{ eventID: 'shardId-0:1', eventSource: 'aws:kinesis', kinesis: { data: zipped(inLogs(text(one))) } }],
      }),
    ],
    ['what CloudWatch Logs hands to Lambda', text({ awslogs: { data: zipped(inLogs(text(one))) } })],
    ['files put into a list', text([{ Records: [one] }])],
    ['lists put into a list', text([[one]])],
    ['an answer of Splunk', text({ preview: false, messages: [], results: [{ _raw: text(one), host: 'h' }] })],
    ['rows of Splunk', text({ preview: false, fields: ['_time', '_raw'], rows: [['x', records(one)]] })],
    ["an event for Splunk's collector", text({ time: 1, host: 'h', sourcetype: 'aws:cloudtrail', event: one })],
    ['the same as text', text({ time: 1, host: 'h', sourcetype: 'aws:cloudtrail', event: text(one) })],
    [
      'a bulk request of Elasticsearch',
      `${text({ index: { _index: 'a' } })}\n${text({ event: { original: text(one) } })}\n`,
    ],
    ['a document of Elasticsearch that is the event', text({ _index: 'a', _source: one })],
    ['columns of Elasticsearch', text({ columns: [{ name: 'event.original' }], values: [[text(one)]] })],
    ['what Filebeat sent', text({ '@timestamp': 'x', agent: {}, message: text(one) })],
    ['what Fluent Bit sent', text({ date: 1.5, log: text(one) })],
    ['a search in Datadog', text({ data: [{ id: 'a', type: 'log', attributes: { service: 'x', attributes: one } }] })],
    ['an archive of Datadog', text({ _id: 'a', service: 'cloudtrail', message: '', attributes: one })],
    ['a search in Sumo Logic', text({ fields: [], messages: [{ map: { _raw: text(one) } }] })],
    ['an export of Google SecOps', text({ events: [{ rawLog: Buffer.from(text(one)).toString('base64'), udm: {} }] })],
    [
      'lines of Loki',
      text({ status: 'success', data: { resultType: 'streams', result: [{ values: [['1', text(one)]] }] } }),
    ],
    ['a table of Log Analytics', text({ tables: [{ columns: [{ name: 'RawData' }], rows: [[text(one)]] }] })],
    ['a table with the event in a column', `Timestamp,Raw Log\n2025,"${text(one).replaceAll('"', '""')}"\n`],
    [
      'log events behind the streams they were searched in',
      text({ searchedLogStreams: [], events: [{ message: text(one) }] }),
    ],
    ['lookup-events output', text({ Events: [{ EventId: 'one', CloudTrailEvent: text(one) }] })],
  ])('it makes of a CloudTrail record the same event when it comes in %s', async (_what, log) => {
    expect(await rowOf(log, 'cloudtrail')).toEqual(await rowOf(records(one), 'cloudtrail'))
  })

  test.each([
    ['an EventBridge event', text(inBridge(finding, 'GuardDuty Finding'))],
    ['get-findings output', text({ Findings: [capitals(finding)], NextToken: 'x' })],
    ['a pretty-printed list', text([inBridge(finding)], null, 2)],
  ])('it makes of a GuardDuty finding the same event when it comes in %s', async (_what, log) => {
    expect(await rowOf(log, 'guardduty')).toEqual(await rowOf(text(finding), 'guardduty'))
  })

  test.each([
    ['an EventBridge event', text(inBridge({ findings: [asff('a')] }, 'Security Hub Findings - Imported'))],
    ['get-findings output', text({ Findings: [asff('a')] })],
  ])('it makes of a Security Hub finding the same event when it comes in %s', async (_what, log) => {
    expect(await rowOf(log, 'securityhub')).toEqual(await rowOf(text(asff('a')), 'securityhub'))
  })
})

test('it keeps versions of a finding apart by their ids and together by shared_id', async () => {
  const newer = { ...finding, updatedAt: '2025-03-05T06:06:07.000Z', service: { count: 9 } }
  const rows = await rowsOf(await decodeBytes(`${text(finding)}\n${text(newer)}`), 'guardduty')
  expect(pick(rows, 'id', 'shared_id')).toEqual([
    { id: 'aa00@2025-03-04T06:06:07.000Z', shared_id: 'aa00' },
    { id: 'aa00@2025-03-05T06:06:07.000Z', shared_id: 'aa00' },
  ])
})

/** What became of each object: its state and format, and format and ordinal of every line. */
const told = async (log: string) => {
  const result = await decodeBytes(log)
  const [object] = result.objects
  const lines = Object.keys(result.lines).flatMap((id) => linesOf(result, id).map(({ n }) => [n as number, id]))
  return [object?.state, object?.format, ...lines.sort(([a], [b]) => (a as number) - (b as number))]
}

test.each([
  [
    'several formats one after another',
    [one, inBridge(finding), one, inBridge({ a: 1 }), finding, one].map((each) => text(each)).join(''),
    [
      'stored',
      'mixed',
      [0, 'cloudtrail'],
      [1, 'guardduty'],
      [2, 'cloudtrail'],
      [3, 'eventbridge'],
      [4, 'guardduty'],
      [5, 'cloudtrail'],
    ],
  ],
  [
    'several records in one',
    text(inBridge({ findings: [asff('a'), asff('b')] })) + text(one) + text(inLogs('x', text(one), text({ y: 1 }))),
    [
      'stored',
      'mixed',
      [0, 'securityhub'],
      [1, 'securityhub'],
      [2, 'cloudtrail'],
      [3, 'cloudwatch-logs'],
      [4, 'cloudtrail'],
      [5, 'cloudwatch-logs'],
    ],
  ],
  [
    'bad ones between good ones',
    `${text(inBridge({ findings: [asff('a'), 5] }))}\n${text(failed('no json'))}\n${text({ ...inLogs(), logEvents: 5 })}\n${text(one)}`,
    ['partial', 'mixed', [0, 'securityhub'], [4, 'cloudtrail']],
  ],
  [
    'garbage between records of one line',
    `${text(inBridge(finding))}\0\0garbage<xml/>${text(one)}`,
    ['partial', 'mixed', [0, 'guardduty'], [2, 'cloudtrail']],
  ],
  [
    'control messages beside logs',
    text({ ...inLogs('x'), messageType: 'CONTROL_MESSAGE' }) + text(inLogs()) + text(inLogs('y')),
    ['stored', 'cloudwatch-logs', [2, 'cloudwatch-logs']],
  ],
  ['an event whose detail is no object', text(inBridge('text')), ['stored', 'eventbridge', [0, 'eventbridge']]],
  ['an event without detail', text(inBridge({})), ['stored', 'eventbridge', [0, 'eventbridge']]],
  [
    'a log exported by CloudWatch Logs',
    `2025-03-04T05:06:07.000Z ${text(one)}\n2025-03-04T05:06:08.000Z plain text\n2025-03-04T05:06:09.000Z ${text(one)}\n`,
    ['stored', 'mixed', [0, 'cloudtrail'], [1, 'cloudwatch-logs'], [2, 'cloudtrail']],
  ],
  [
    'results of Splunk',
    `${text({ preview: false, result: { _raw: text(one) } })}\n${text({ preview: false, result: { count: '3' } })}`,
    ['partial', 'cloudtrail', [0, 'cloudtrail']],
  ],
  [
    'documents of Elasticsearch',
    text({
      took: 1,
      hits: {
        hits: [
          { _index: 'a', _source: { event: { original: text(one) } } },
          { _index: 'a', _source: { message: text(finding) } },
        ],
      },
    }),
    ['stored', 'mixed', [0, 'cloudtrail'], [1, 'guardduty']],
  ],
  [
    'a row that holds several records',
    `_raw,host\n"${text({ Records: [one, one] }).replaceAll('"', '""')}",x\n"${text(one).replaceAll('"', '""')}",x\n`,
    ['stored', 'cloudtrail', [0, 'cloudtrail'], [1, 'cloudtrail'], [2, 'cloudtrail']],
  ],
  [
    'what an application logged that tools wrap logs in',
    text(inLogs(text({ Records: [one] }), text({ log: text(one) }), text([[one]]))),
    ['stored', 'cloudwatch-logs', ...[0, 1, 2].map((n) => [n, 'cloudwatch-logs'])],
  ],
  [
    'what an application logged with fields as CloudTrail has them',
    text(inLogs(text({ eventTime: '2025-03-04T05:06:07Z', eventName: 'Paid', by: 'ana' }))),
    ['stored', 'cloudwatch-logs', [0, 'cloudwatch-logs']],
  ],
  ['a notification of no log', text(inSns('{"a":1}')), ['stored', 'sns', [0, 'sns']]],
  [
    'what an application logged that looks like an export',
    `${text(inLogs(text({ message: 'x' }), text({ preview: 1, result: {} })))}\n${text(inLogs(text({ took: 1, hits: 2 })))}`,
    ['stored', 'cloudwatch-logs', [0, 'cloudwatch-logs'], [1, 'cloudwatch-logs'], [2, 'cloudwatch-logs']],
  ],
  [
    'the same in an export of CloudWatch Logs',
    `2025-03-04T05:06:07.000Z ${text({ message: 'x' })}\n2025-03-04T05:06:08.000Z ${text({ preview: 1, result: {} })}\n`,
    ['stored', 'cloudwatch-logs', [0, 'cloudwatch-logs'], [1, 'cloudwatch-logs']],
  ],
  [
    'what an application logged that looks like an answer of AWS',
    `${text(inLogs(text({ Images: [] }), text({ Version: '2012-10-17', Statement: [] })))}\n${text(inBridge({ analyzers: [] }))}`,
    ['stored', 'mixed', [0, 'cloudwatch-logs'], [1, 'cloudwatch-logs'], [2, 'eventbridge']],
  ],
  [
    'the same in an export of CloudWatch Logs, as what was logged,',
    `2025-03-04T05:06:07.000Z ${text({ Images: [] })}\n2025-03-04T05:06:08.000Z x\n`,
    ['stored', 'cloudwatch-logs', [0, 'cloudwatch-logs'], [1, 'cloudwatch-logs']],
  ],
  [
    'a finding of Access Analyzer that came as an event',
    text(inBridge({ id: 'f', resourceOwnerAccount: '1', resourceType: 'AWS::S3::Bucket', status: 'ACTIVE' })),
    ['stored', 'eventbridge', [0, 'eventbridge']],
  ],
  [
    'a finding about something called as a tool is',
    text({
      class_uid: 2004,
      metadata: { product: { name: 'Security Hub', vendor_name: 'AWS' } },
      finding_info: { uid: 'f' },
      resources: [{ uid: 'x', tags: [{ name: 'Prowler' }] }],
    }),
    ['stored', 'ocsf', [0, 'ocsf']],
  ],
  [
    'a saved query of CloudWatch Logs with fields beside the message',
    text([
      one,
      { '@message': one, eventID: 'one', eventName: 'A' },
      { '@message': text(inLogs('x', 'y')), eventID: 'two' },
      one,
    ]),
    [
      'stored',
      'mixed',
      [0, 'cloudtrail'],
      [1, 'cloudtrail'],
      [2, 'cloudwatch-logs'],
      [3, 'cloudwatch-logs'],
      [4, 'cloudtrail'],
    ],
  ],
  ['messages alone', text({ message: text(one) }), ['stored', 'cloudtrail', [0, 'cloudtrail']]],
])('it reads %s', async (_what, log, expected) => {
  expect(await told(log)).toEqual(expected)
})

test.each([
  [[{ Images: [] }, one, { Images: [] }], 2, [0, 2]],
  [[one, { Version: '2012-10-17', Statement: [] }, 5, one], 2, [1, 2]],
])('it says that records among events are none (%#)', async (log, badCount, ordinals) => {
  const { objects } = await decodeBytes(text(log))
  expect(objects).toMatchObject([{ state: 'partial', records: log.length - badCount, badCount }])
  expect(objects[0]?.bad.map(({ ordinal }) => ordinal)).toEqual(ordinals)
})

test('it says how far it looked for a log it knows', async () => {
  const log = `${'{"a":1}\n'.repeat(100)}${text(one)}`
  expect((await decodeBytes(log)).objects).toMatchObject([
    { state: 'rejected', reason: expect.stringMatching(/first 100 records were looked at/) },
  ])
})

test.each([
  [{ 'count(*)': '3' }, 'stored', 1],
  [{ größe: '3', 'a "b", c': '4' }, 'stored', 1],
])('it reads rows of a query whatever their columns are called (%j)', async (more, state, records) => {
  const row = [{ eventID: 'one' }, { eventTime: '2025-03-04 05:06:07.000' }, { awsRegion: null }, more]
  const log = text({
    QueryStatus: 'FINISHED',
    QueryResultRows: [row.flatMap((each) => Object.entries(each)).map(([name, value]) => ({ [name]: value }))],
  })
  const result = await decodeBytes(log)
  expect(result.objects).toMatchObject([{ state, format: 'cloudtrail-lake', records }])
  expect(pick(await rowsOf(result, 'cloudtrail-lake'), 'id', 'region')).toEqual([{ id: 'one', region: null }])
})

test.each([
  [text({ ...inLogs('x'), messageType: 'CONTROL_MESSAGE' }), 'skipped', /control message/],
  [text(inLogs()), 'skipped', /holds no log events/],
  [text(failed('no json')), 'rejected', /failed to deliver \(Lambda.FunctionError\): its rawData is not JSON/],
  [text({ ...failed(''), rawData: 5 }), 'rejected', /its rawData is no text/],
  [text(failed(gzipSync('x').subarray(0, 15))), 'rejected', /damaged or far too large gzip/],
])('it says why %j gives nothing', async (log, state, reason) => {
  expect((await decodeBytes(log)).objects).toMatchObject([{ state, reason: expect.stringMatching(reason), records: 0 }])
})

test('it does not open envelopes without end', async () => {
  expect((await decodeBytes(text({ ...inLogs(), logEvents: Array(100_001).fill(0) }))).objects).toMatchObject([
    { state: 'rejected', reason: expect.stringMatching(/more than 100000 records inside one/) },
  ])
  let log = text(one)
  for (let i = 0; i < 6; i++) log = text(failed(log))
  expect((await decodeBytes(`${log}\n${text(one)}`)).objects).toMatchObject([
    { state: 'partial', records: 1, reason: expect.stringMatching(/more than 4 envelopes/) },
  ])
})

test.each([
  ['Macie', 'macie-like', '"lat":0038.9', '"0038.9"'],
  ['negative', 'x', '"lat":-007', '"-007"'],
])('it keeps a number that JSON forbids as text and flags it (%s)', async (_what, type, bad, good) => {
  const log = text(inBridge({ lat: 1, s: '"lat":0012' }, type)).replace('"lat":1', bad)
  const [row] = await rowsOf(await decodeBytes(log), 'eventbridge')
  expect(pick([row as Row], 'flags', 'request')).toEqual([
    { flags: 'damaged-number', request: `{"lat":${good},"s":"\\"lat\\":0012"}` },
  ])
})

test('it replaces bytes that are no UTF-8 around a record as well', async () => {
  const log = Buffer.from(text({ ...inLogs('x', text({ a: 1 })), logGroup: 'caf_' }))
  log[log.indexOf('caf_') + 3] = 0xe9
  const rows = await rowsOf(await decodeBytes(log), 'cloudwatch-logs')
  expect(pick(rows, 'target', 'flags')).toEqual([
    { target: 'caf\ufffd', flags: 'damaged-text' },
    { target: 'caf\ufffd', flags: 'damaged-text' },
  ])
})

test('it mends numbers in EventBridge events only', async () => {
  const log = `${text(one).replace('"readOnly":true', '"readOnly":007')}\n${text(one)}`
  expect((await decodeBytes(log)).objects).toMatchObject([{ state: 'partial', records: 1, badCount: 1 }])
})

test('it keeps the last of doubled fields around and inside an envelope', async () => {
  const detail = text({ a: 1 }).replace('}', ',"a":2}')
  const log = text(inBridge(0)).replace('"detail":0', `"detail":{"b":1},"detail":${detail}`)
  const [row] = await rowsOf(await decodeBytes(log), 'eventbridge')
  expect(pick([row as Row], 'flags', 'request')).toEqual([{ flags: 'duplicate-keys', request: '{"a":1,"a":2}' }])
})

test('it tells the choice of a person from the finding that it was made for', async () => {
  const log = text(inBridge({ actionName: 'Ask', findings: [asff('a')] })) + text(inBridge({ findings: [asff('a')] }))
  const rows = await rowsOf(await decodeBytes(log), 'securityhub')
  expect(pick(rows, 'id', 'shared_id')).toEqual([
    { id: 'a@2025-03-04T06:06:07.000Z@e1', shared_id: 'a' },
    { id: 'a@2025-03-04T06:06:07.000Z', shared_id: 'a' },
  ])
  expect(rows.map(({ extra }) => JSON.parse(extra as string)['@envelope']?.detail)).toEqual([
    { actionName: 'Ask' },
    undefined,
  ])
})

test.each([
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [4, 'medium'],
  [1, 'low'],
  [0, 'informational'],
  ['8', 'high'],
  ['much', null],
  [null, null],
])('it calls a GuardDuty severity of %j %s', async (severity, word) => {
  expect(await rowOf(text({ ...finding, severity }), 'guardduty', ['severity'])).toEqual({ severity: word })
})
