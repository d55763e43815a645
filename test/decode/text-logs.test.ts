import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { keyContext } from '../../main/decode/key-context.ts'
import { readRecord } from '../../main/decode/read-record.ts'
import { decodeBytes, event, inFolder, linesOf, pick, rowsOf } from './decoding.ts'

const flow = (n: number) => `2 123456789012 eni-1 203.0.113.66 10.0.1.5 ${n} 22 6 1 40 1741064700 1741064760 REJECT OK`
const alb = (path: string) =>
  `https 2025-03-04T05:06:07.186641Z app/a/50dc6c495c0c9188 203.0.113.66:1 10.0.0.1:80 0 0 0 200 200 0 57 "GET https://x:443/${path} HTTP/1.1" "curl" - - - "Root=1"`
const viewer = '2025-03-04\t05:06:07\tFRA56-P1\t1\t192.0.2.1\tGET\tx.example\t/\t200\t-\t-\t-\t-\tHit\tid=='
const csv = 'eventID,eventName,userAgent\r\n1,A,"two\r\nlines"\r\n2,B,"broken\r\n3,C,x\r\n4,D,"a ""b"""\r\n'

const time = '2025-03-04T05:06:07.123Z'

const read = (bytes: Uint8Array | string, ordinal: number) =>
  inFolder(async (folder) => {
    const path = join(folder, 'evidence')
    writeFileSync(path, bytes)
    return (await readRecord(path, null, ordinal))?.toString() ?? null
  })

describe('a record of text is read back as the line that was logged', () => {
  const lines = `version srcaddr dstaddr start end\n\n5 1.1.1.1 2.2.2.2 1 2\r\nbad\n5 1.1.1.2 2.2.2.2 1 2`
  test.each([
    ['behind a heading and a blank line', lines, 0, '5 1.1.1.1 2.2.2.2 1 2'],
    ['behind a bad one', lines, 2, '5 1.1.1.2 2.2.2.2 1 2'],
    ['in gzip', gzipSync(`${flow(1)}\n${flow(2)}\n`), 1, flow(2)],
    ['of a load balancer', `${alb('a')}\n${alb('b')}\n`, 1, alb('b')],
    ['with line ends inside', csv, 0, '1,A,"two\r\nlines"'],
    ['behind a row whose quote is never closed', csv, 2, '3,C,x'],
    ['of no log that is known', 'one\ntwo\nthree\n', 1, 'two'],
    ['of an export of CloudWatch Logs, behind JSON', `${time} {"a":1}\n${time} START\r\n  at line 1\n`, 1, 'START'],
    ['that goes on in the next line', `${time} {"a":1}\n${time} START\r\n  at line 1\n`, 2, 'at line 1'],
    ['that is not there', `${flow(1)}\n`, 1, null],
  ])('%s', async (_what, bytes, ordinal, expected) => {
    expect(await read(bytes, ordinal)).toBe(expected)
  })
})

test('it reads lines of other logs that somebody put into the same file', async () => {
  const audit = '20250304 05:06:07,db-1,app,198.51.100.9,12,0,CONNECT,shop,,0'
  const flow = '2 012345678901 eni-1 192.0.2.1 192.0.2.2 443 50000 6 1 40 1741064767 1741064768 ACCEPT OK'
  const result = await decodeBytes(`${flow}\n${audit}\nsomething else\n${flow}\n`, 'all.log')
  expect(result.objects).toMatchObject([{ state: 'partial', format: 'mixed', records: 3, badCount: 1 }])
  expect(linesOf(result, 'mysql-audit').map(({ n }) => n)).toEqual([1])
})

describe('which log a text is of', () => {
  test.each([
    ['flow logs, whatever the name', `${flow(1)}\n`, 'x.json.gz', 'vpc-flow', 1],
    ['flow logs behind lines that are damaged', `garb\nage\n${flow(1)}\n${flow(2)}\n`, 'x.log', 'vpc-flow', 2],
    ['flow logs in UTF-16', Buffer.from(`\ufeff${flow(1)}\r\n`, 'utf16le'), 'x.log', 'vpc-flow', 1],
    ['flow logs with a byte order mark', `\ufeff${flow(1)}\n`, 'x.log', 'vpc-flow', 1],
    [
      'flow logs of members with a heading each',
      Buffer.concat([
        gzipSync('srcaddr dstaddr start end\n1.1.1.1 2.2.2.2 1 2\n'),
        gzipSync('end start srcaddr dstaddr\n2 1 1.1.1.1 2.2.2.2\n'),
      ]),
      'x',
      'vpc-flow',
      2,
    ],
    ['a query result behind a blank line', '\r\neventID,eventName\r\n1,A\r\n', 'x.csv', 'cloudtrail-lake', 1],
    ['a heading without flows', 'version account-id interface-id srcaddr\n', 'x.log.gz', 'vpc-flow', 0],
    [
      'flows that `aws logs tail` prints',
      `2025-03-04T05:06:07.123000+00:00 eni-1-all ${flow(1)}\n`,
      'x',
      'vpc-flow',
      1,
    ],
    [
      'messages that `aws logs tail` prints',
      '2025-03-04T05:06:07.123000+00:00 a/[$LATEST]b START\n  on\n',
      'x',
      'cloudwatch-logs',
      2,
    ],
    ['a query log of a zone', `1.0 ${time} Z1 x.example A NOERROR UDP FRA6 192.0.2.1 -\n`, 'x', 'route53-public', 1],
    ['CloudFront without its headings', `${viewer}\n`, 'x', 'cloudfront', 1],
    [
      'an export of Splunk with fields beside',
      `"_raw","eventID","eventName"\n"${JSON.stringify(event()).replaceAll('"', '""')}",1,A\n`,
      'x.csv',
      'cloudtrail',
      1,
    ],
    [
      'a query result with a column of any name',
      '"eventID","eventName","max(größe)"\n1,A,2\n',
      'x.csv',
      'cloudtrail-lake',
      1,
    ],
    ['a CSV of flows', 'srcaddr,dstaddr,start,end\n1.1.1.1,2.2.2.2,1,2\n', 'x.csv', 'vpc-flow', 1],
    ['flows with fields more than the default', `${flow(1)} vpc-1 subnet-1\n`, 'x', 'vpc-flow', 1],
    ['a load balancer in a folder of CloudTrail', alb('a'), 'AWSLogs/123456789012/CloudTrail/x.json.gz', 'alb', 1],
  ])('it reads %s', async (_what, bytes, name, format, records) => {
    const { objects } = await decodeBytes(bytes, name)
    expect(objects).toMatchObject([{ format, records }])
  })

  test.each([
    [
      'notes that quote a line',
      `Dear all,\nsee this:\nwhat do you think?\n${flow(1)}\nand so on\n`,
      'mail.txt',
      'skipped',
      /looks like text/,
    ],
    [
      'an error page',
      '<!DOCTYPE html><html><body>2 123456789012 eni-1</body></html>',
      'x.log.gz',
      'rejected',
      /an HTML page/,
    ],
    ['a text of no known log', 'hello\nworld\n', 'AWSLogs/1/elasticloadbalancing/x.log', 'rejected', /looks like text/],
    [
      'a log of PostgreSQL',
      '2024-03-01 06:39:40 UTC:10.0.0.1(57123):app@shop:[12]:LOG:  statement: x\n',
      'postgresql.log',
      'skipped',
      /PostgreSQL: not read/,
    ],
    [
      'a log of Redshift',
      'authenticated |Fri, 01 Mar 2024 06:39:40:263|::ffff:10.0.0.1 |5 |12|dev |u |password |0|\n',
      'x.log',
      'skipped',
      /Redshift: not read/,
    ],
    ['a log of Kafka', '[2024-03-01 06:39:40,263] INFO x (kafka.server.KafkaServer)\n', 'x.log', 'skipped', /Kafka/],
    ['what an inventory lists', '{"sourceBucket":"b","fileSchema":"x"}', 'manifest.json', 'skipped', /inventory/],
    [
      'rows of a search that name nothing known',
      '{"message":"{\\"a\\":1}"}',
      'x.json',
      'rejected',
      /its fields are "message"/,
    ],
    ['a CSV of something else', 'name,age\nana,7\n', 'people.csv', 'rejected', /looks like text/],
    [
      'a CSV row whose records are none',
      `@timestamp,@message\n${time},"${JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: 'g', logEvents: [{}, {}] }).replaceAll('"', '""')}"\n`,
      'x.csv',
      'rejected',
      /its fields are "@timestamp", "@message"/,
    ],
    [
      'the note of a write test',
      'Permission Check Successful',
      'exportedlogs/aws-logs-write-test',
      'skipped',
      /write test/,
    ],
    [
      'a forced format that fits no line',
      'hello\nworld\n',
      'x.txt',
      'rejected',
      /no record could be read: it has 1 fields/,
    ],
  ])('it is not taken in by %s', async (what, bytes, name, state, reason) => {
    const { objects } = await decodeBytes(bytes, name, what.includes('forced') ? 'vpc-flow' : null)
    expect(objects).toMatchObject([{ state, reason: expect.stringMatching(reason), records: 0 }])
  })
})

test('a flow log that is cut keeps what is whole, and says so', async () => {
  const packed = gzipSync(Array.from({ length: 3000 }, (_, i) => flow(i)).join('\n'))
  const { objects, lines } = await decodeBytes(packed.subarray(0, -40), 'x.log.gz')
  const [object] = objects
  expect(object).toMatchObject({
    state: 'partial',
    reason: expect.stringMatching(/ends early; 1 record could not be read/),
  })
  expect(object?.bad).toEqual([{ ordinal: object?.records, reason: 'ends before it is complete' }])
  expect(lines['vpc-flow']?.includes('"f":"damaged"')).toBe(true)
})

test('every line is a record, bad, a heading or blank', async () => {
  const lines = [
    'srcaddr dstaddr start end',
    '1.1.1.1 2.2.2.2 1 2',
    '',
    '  ',
    '# comment',
    'end start srcaddr dstaddr',
    '2 1 3.3.3.3 4.4.4.4',
    '- - - -',
  ]
  const { objects } = await decodeBytes(lines.join('\n'), 'x.log')
  expect(objects).toMatchObject([
    { records: 2, badCount: 2, bad: [{ ordinal: 1 }, { ordinal: 3, reason: 'all its fields are empty' }] },
  ])
})

test('account and region that a record lacks come from the name of its object', async () => {
  const name =
    'AWSLogs/012345678901/elasticloadbalancing/eu-west-1/2025/03/04/conn_log.012345678901_elasticloadbalancing_eu-west-1_app.my-alb.0123456789abcdef_20250304T0505Z_192.0.2.5_S7wB4GaX.log.gz'
  const line = '2025-03-04T05:06:07.186641Z 203.0.113.66 36280 443 TLSv1.2 X 4.036 "-" "-" "-" - TID_1\n'
  const rows = await rowsOf(await decodeBytes(line, name), 'alb-connection')
  expect(pick(rows, 'account', 'region', 'target')).toEqual([
    { account: '012345678901', region: 'eu-west-1', target: 'app/my-alb/0123456789abcdef' },
  ])
})

test.each([
  [
    '012345678901_network-firewall_alert_us-gov-west-1_edge_202503040500_1b2c3d4e.log.gz',
    '012345678901',
    'us-gov-west-1',
    null,
  ],
  [
    'AWSLogs/012345678901/BedrockModelInvocationLogs/eusc-de-east-1/2025/03/04/05/x.json.gz',
    '012345678901',
    'eusc-de-east-1',
    null,
  ],
  ['cdn/E2EXAMPLE1ABCD.2025-03-04-05.1b2c3d4e.gz', null, null, 'E2EXAMPLE1ABCD'],
  ['AWSLogs/012345678901/CloudFront/E2EXAMPLE1ABCD.2025-03-04-05.1b2c3d4e.gz', '012345678901', null, 'E2EXAMPLE1ABCD'],
  [
    'AWSLogs/aws-account-id=012345678901/CloudFront/E2EXAMPLE1ABCD/2025/03/04/x.parquet',
    '012345678901',
    null,
    'E2EXAMPLE1ABCD',
  ],
  ['EVIDENCE2025/2025-03-04.log', null, null, null],
])('the name %s says whose log it is', (uri, account, region, distribution) => {
  expect(keyContext(`s3://bucket/${uri}`)).toEqual({ account, region, distribution, loadBalancer: null })
})

test('a record of JSON takes from the name of its object only what its format has a place for', async () => {
  const name = 'AWSLogs/012345678901/network-firewall/flow/eu-west-1/CloudFront/E2EXAMPLE1ABCD/x.json'
  const result = await decodeBytes('{"firewall_name":"a","availability_zone":"us-east-1a","event":{"sni":"x"}}', name)
  expect(linesOf(result, 'network-firewall')[0]?.r).toMatchObject({ '@account': '012345678901' })
  expect(result.objects).toMatchObject([{ unmapped: {} }])
})

test('the same flow in the same place has the same id, another one another', async () => {
  const result = await decodeBytes([flow(1), flow(1), flow(2)].join('\n'), 'x.log')
  const ids = linesOf(result, 'vpc-flow').map(({ h }) => h)
  expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false])
})

test.each([
  ['open quotes', `eventID,eventName\n${'1,"x\n'.repeat(100_000)}`, 99_999],
  ['words where a flow has fields', `${flow(1)}\n5 TransitGateway 012345678901 tgw-x ${'A '.repeat(100_000)} a`, 1],
])('a text of a hundred thousand %s is read in a moment', async (_what, bytes, bad) => {
  const started = process.cpuUsage().user
  const { objects } = await decodeBytes(bytes, 'result_1.csv')
  expect(objects[0]?.badCount).toBeGreaterThanOrEqual(bad)
  expect(process.cpuUsage().user - started).toBeLessThan(8e6)
})
