import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneAddress } from '../../main/report/share/one-address.ts'
import { tellManualEvent } from '../../main/store/marks/write.ts'
import { type ReportFormat, reportFiles, reportFormats } from '../../shared/report/formats.ts'
import { everything, writings } from './every-writing.ts'
import { hostileRecord, never, type Reporting, reportingOn, userCreated } from './reporting.ts'

/** Names that no column has: each stands only inside something else, as the record below has it. */
const nested = [
  'ghost-principal',
  'inner.operator',
  'buried_steward',
  'veiledwarden',
  'umbra-host',
  'quill-archive',
  'zelda',
  'orchidcorp',
  'grönlund',
  'öztekin',
  '张伟',
  '欧阳娜娜',
  '김철수',
  '999988887777',
  '888877776666',
  'i-0f1e2d3c4b5a69788',
  'eni-0aa11bb22cc33dd44',
  'vpc-1a2b3c4d',
  'sg-0123abcd4567ef890',
  '3f2a9c1e-77aa-4b0c-9d11-0c0ffee01234',
  'ASIAQNESTEDKEY234567',
  'AROAQNESTEDROLE23456',
  '198.51.100.77',
  '2001:db8:aa::bb',
]
const policy = {
  Statement: [{ Principal: { AWS: 'arn:aws:iam::999988887777:user/team/ghost-principal' } }],
  Note: JSON.stringify({ by: JSON.stringify({ who: 'inner.operator', id: 'AROAQNESTEDROLE23456' }) }),
}
const record = hostileRecord(0, {
  userAgent: 'aws-cli/2.1 (umbra-host; 198.51.100.77) exec/ASIAQNESTEDKEY234567',
  requestParameters: {
    policyDocument: JSON.stringify(policy),
    payload: Buffer.from('{"owner":"buried_steward","account":"888877776666"}').toString('base64'),
    state: encodeURIComponent('next=/veiledwarden/&from=2001:db8:aa::bb'),
    things: 'i-0f1e2d3c4b5a69788 eni-0aa11bb22cc33dd44 vpc-1a2b3c4d sg-0123abcd4567ef890',
    Host: 'quill-archive.s3.us-east-1.amazonaws.com',
    mail: '"Zelda" <zelda@orchidcorp.example>',
    text: 'gr\\u00f6nlund Grönlund (Öztekin)',
    people: ['由张伟登录', '\\\\u6b27\\\\u9633娜娜', encodeURIComponent('김철수')],
    key: 'alias:3f2a9c1e-77aa-4b0c-9d11-0c0ffee01234',
  },
})
/** An event that an application brought itself. */
const foreign = hostileRecord(2, {
  userIdentity: { type: 'IAMUser', userName: 'qv', arn: 'arn:aws:iam::111122223333:user/qv' },
  eventSource: 'vault.orchidcorp.example',
  awsRegion: 'zelda-land-1',
})
const note = `The user Ghost-Principal of 9999-8888-7777 (9999 8888 7777, 888877776666) met inner\\.operator and **buried\\_steward**,
then veiledwarden at umbra-host (198[.]51[.]100[.]77, 198-51-100-77, 2001:DB8:AA:0:0:0:0:BB, 2001:db8:aa::bb) wrote to zelda@orchidcorp.example, that is Zelda of Orchidcorp, and Grönlund and Öztekin;
后来张伟和欧阳娜娜看到了, 김철수가 왔다, qv called (198(dot)51{.}100[dot]77, 2001[:]db8[:]aa[::]bb);
i-0f1e2d3c4b5a69788, eni-0aa11bb22cc33dd44 in vpc-1a2b3c4d behind sg-0123abcd4567ef890 read https://quill-archive.s3.amazonaws.com/x, quill-archive and 3f2a9c1e-77aa-4b0c-9d11-0c0ffee01234 with ASIAQNESTEDKEY234567 as AROAQNESTEDROLE23456.
Kept in /home/thornbury/cases/one.json and C:\\Users\\thornbury\\one.json.`

let here: Reporting
beforeAll(async () => {
  here = await reportingOn([record, foreign], userCreated)
  const { api } = here
  await api.nameReport({ title: 'What ghost-principal did to orchidcorp', author: 'Ada Thornbury' }, never)
  await here.file.writeMarks((tx) =>
    tellManualEvent(tx, { id: null, event: { time: '2026-03-01T10:00:00Z', title: 'Zelda called', text: note } }),
  )
  const put = (title: string, content: object) =>
    api.putBlock({ id: null, before: null, title, note, content } as never, never)
  await put('Of quill-archive and veiledwarden', { kind: 'text' })
  await put('', { kind: 'timeline' })
  await put('', { kind: 'indicators' })
  await put('', { kind: 'event', object_id: 1, ordinal: 0 })
  await put('', { kind: 'event', object_id: 2, ordinal: 0 })
  await put('A query of buried_steward', {
    kind: 'query',
    sql: `SELECT {'ghost-principal': 1} AS s, json_extract_string(request, '$.Host') AS h, 888877776666.0::DECIMAL(18,2) AS d,
      111122223333::DOUBLE AS bytes, 'x'::ENUM('x', 'inner.operator') AS e FROM event ORDER BY object_id, ordinal`,
  })
  await put('Turned', {
    kind: 'query',
    sql: "PIVOT (SELECT json_extract_string(request, '$.Host') AS h FROM event) ON h USING count(*)",
  })
})
afterAll(() => here.close())

const shared = (format: ReportFormat) => here.write(`shared.${reportFiles[format].extension}`, { format, share: true })

// A PDF is printed of the HTML, and share.test.ts prints one.
test.each(reportFormats.filter((format) => format !== 'pdf'))(
  '%s names nobody who is named inside something else',
  async (format) => {
    const text = everything(readFileSync(await shared(format))).toLowerCase()
    const secrets = [
      ...nested,
      ' qv ',
      '2001[:]db8',
      'thornbury',
      '9999-8888-7777',
      '9999 8888 7777',
      '198[.]51[.]100[.]77',
      '2001:db8:aa:0',
    ]
    expect(secrets.flatMap((secret) => writings(secret).filter((each) => text.includes(each.toLowerCase())))).toEqual(
      [],
    )
  },
)

test('the sentences around names stay as they were', async () => {
  const text = readFileSync(await shared('markdown'), 'utf8').replaceAll('\\', '')
  expect(text).toMatch(/The user (name-\d+) of (account-\d+) \((account-\d+), (account-\d+)\) met/)
})

test('without pseudonyms every one of them is there', async () => {
  const text = everything(readFileSync(await here.write('open.json', { format: 'json' })))
  expect(nested.filter((each) => !text.toLowerCase().includes(each.toLowerCase()))).toEqual([])
})

test('the same thing has one pseudonym, wherever it stands', async () => {
  const text = readFileSync(await shared('json'), 'utf8')
  const [row] = await here.file.db.all<{ pseudonym: string }>(
    "SELECT pseudonym FROM pseudonym WHERE original = 'ghost-principal'",
  )
  expect(text).toContain(`"title":"What ${row?.pseudonym} did to name-`)
  expect(text).toContain(`The user ${row?.pseudonym} of account-`)
  expect(text).toMatch(/\((address-\d+), \1, (address-\d+), \2\) wrote.* called \(\1, \2\)/)
})

test.each([
  ['2001:DB8:AA:0:0:0:0:BB', '2001:db8:aa::bb'],
  ['2001:0db8:0000::1', '2001:db8::1'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:cb00:7109', '203.0.113.9'],
  ['203[.]0(dot)113{.}9', '203.0.113.9'],
  ['203-0-113_9', '203.0.113.9'],
  ['2001[:]db8[::]1', '2001:db8::1'],
  ['203-0-113-999', '203-0-113-999'],
  ['203.0.113.9', '203.0.113.9'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['no address', 'no address'],
])('%s is the address %s', (text, address) => {
  expect(oneAddress(text)).toBe(address)
})
