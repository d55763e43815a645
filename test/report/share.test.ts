import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportVerified } from '../../shared/job.ts'
import { reportFiles, reportFormats } from '../../shared/report/formats.ts'
import { everything, writings } from './every-writing.ts'
import { hostileRecord, never, type Reporting, reportingOn, userCreated } from './reporting.ts'

/** Everything that could name somebody, as it stands in the logs of the case. */
const secrets = [
  '111122223333',
  '444455556666',
  '203.0.113.9',
  '2001:db8:77::1f',
  'mallory-the-guest',
  'payroll-runner',
  'nightly_session',
  'AKIAIOSFODNN7EXAMPLE',
  'AIDAMALLORYEXAMPLE12',
  'acme-payroll-bucket',
  'chancellor.bob',
  'wiredrawn',
  'tower-hostname',
]
const user = 'arn:aws:iam::111122223333:user/mallory-the-guest'

let here: Reporting
beforeAll(async () => {
  here = await reportingOn(
    [
      hostileRecord(0),
      hostileRecord(2, {
        sourceIPAddress: '2001:db8:77::1f',
        userAgent: 'wiredrawn/1.0 (tower-hostname)',
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AIDAMALLORYEXAMPLE12:nightly_session',
          arn: 'arn:aws:sts::444455556666:assumed-role/payroll-runner/nightly_session',
          accountId: '444455556666',
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              arn: 'arn:aws:iam::444455556666:role/payroll-runner',
              userName: 'payroll-runner',
            },
          },
        },
        requestParameters: {
          userName: 'chancellor.bob',
          note: Buffer.from(`by ${user} on 203.0.113.9`).toString('base64'),
          link: encodeURIComponent(user),
        },
        resources: [{ ARN: 'arn:aws:s3:::acme-payroll-bucket', type: 'AWS::S3::Bucket' }],
      }),
      hostileRecord(3),
    ],
    userCreated,
  )
  await here.api.draftReport({}, never)
  await here.api.nameReport({ title: 'What mallory-the-guest did', author: 'chancellor.bob' }, never)
  const put = (block: object) =>
    here.api.putBlock({ id: null, before: null, title: '', note: '', ...block } as never, never)
  await put({
    content: { kind: 'text' },
    title: 'Of acme-payroll-bucket',
    note: `**Mallory-The-Guest** (${user}, 1111-2222-3333) from 203.0.113.9, [2001:db8:77::1f] and chancellor\\.bob; seen ${encodeURIComponent(user)}, ${Buffer.from(user).toString('base64')}, \`payroll-runner\`/nightly\\_session. The user called at 10:00:00 UTC.`,
  })
  await put({ content: { kind: 'event', object_id: 2, ordinal: 0 } })
  await put({
    content: {
      kind: 'events',
      filter: { search: 'user:mallory*', from: null, to: null },
      columns: ['time', 'actor', 'request', 'user_agent', 'extra'],
      limit: 5,
    },
  })
  await put({
    content: { kind: 'chart', filter: { search: 'ip:203.0.113.9', from: null, to: null }, by: 'actor', show: 'pie' },
  })
  await put({
    title: 'Query of payroll-runner',
    content: {
      kind: 'query',
      sql: "SELECT actor AS \"chancellor.bob\", account AS action, account::BIGINT AS number, [actor] AS list, to_json(request) AS j, base64(actor::BLOB) AS b, upper(actor_name) AS u, user_agent || ' x' AS words FROM event WHERE actor LIKE '%mallory-the-guest%' OR true",
    },
  })
  await here.api.putBlock(
    {
      id: null,
      before: null,
      title: '',
      note: '',
      content: { kind: 'query', sql: "SELECT CAST('mallory-the-guest' AS INTEGER)" },
    } as never,
    never,
  )
})
afterAll(() => here.close())

test.each(reportFormats)('%s lets nothing of the original through', async (format) => {
  const path = await here.write(`shared.${reportFiles[format].extension}`, { format, share: true })
  const text = everything(readFileSync(path)).toLowerCase()
  const found = secrets.flatMap((secret) => writings(secret).filter((each) => text.includes(each.toLowerCase())))
  expect(found).toEqual([])
})

test('the search finds what a report with names holds', async () => {
  for (const format of ['xlsx', 'html'] as const) {
    const text = everything(readFileSync(await here.write(`open.${format}`, { format })))
    expect(secrets.filter((secret) => !text.includes(secret))).toEqual([])
  }
})

test('the same pseudonym stands for the same thing in every file, and the case alone knows for what', async () => {
  const rows = await here.file.db.all<{ original: string; pseudonym: string }>(
    'SELECT original, pseudonym FROM pseudonym',
  )
  const of = new Map(rows.map(({ original, pseudonym }) => [original, pseudonym]))
  expect(new Set(of.values()).size).toBe(rows.length)
  const name = String(of.get('mallory-the-guest'))
  for (const format of ['json', 'stix'] as const) {
    const text = readFileSync(
      await here.write(`again.${reportFiles[format].extension}`, { format, share: true }),
      'utf8',
    )
    expect(text.replaceAll('\\', '')).toContain(`arn:aws:iam::${of.get('111122223333')}:user/${name}`)
    if (format === 'json') expect(JSON.parse(text).head).toMatchObject({ title: `What ${name} did`, shared: true })
  }
})

test('a shared report holds against its case, and not after a change', async () => {
  const path = await here.write('verified.html', { format: 'html', share: true })
  const verified = async () =>
    (await here.done(() => here.api.startVerifyReport({ path }, never))).result as ReportVerified
  const result = await verified()
  expect(result.figures.filter(({ holds }) => !holds)).toEqual([])
  expect(result).toMatchObject({ stands: true, isAsWritten: true, sources: [] })
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replaceAll(/name-(\d+)/g, 'name-1$1'))
  expect((await verified()).stands).toBe(false)
})
