import { afterAll, expect, test } from 'vitest'
import { formats } from '../../main/decode/index.ts'
import { reshaped } from '../../main/detect/families.ts'
import { readLogsource } from '../../main/detect/logsource.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, run } from './detecting.ts'

afterAll(removeFolders)

const bare = (from: string) => /^(?:"([^"]+)"|([A-Za-z_]\w*))$/.exec(from)

test.each(formats.filter(({ id }) => !id.startsWith('cloudtrail')).map((format) => [format.id, format] as const))(
  'every field of %s is a column as it is, in extra, or said to be elsewhere',
  (id, { columns, select }) => {
    const columned = new Set(Object.values(select).flatMap((from) => bare(from)?.slice(1) ?? []))
    const lost = Object.keys(columns).filter(
      (field) => !field.startsWith('@') && !columned.has(field) && !(select.extra ?? '').includes(`'"${field}":'`),
    )
    expect(lost.filter((field) => !Object.hasOwn(reshaped[id] ?? {}, field))).toEqual([])
  },
)

test.each([
  'cloudtrail',
  'guardduty',
  'macie',
  'securityhub',
  'vpcflow',
  'route53',
  'waf',
  'cloudfront',
  'network-firewall',
  'bedrock',
  'eks',
  'audit of kubernetes',
  'config',
  's3',
  'alb',
  'cloudwatch',
])('the log source %s names formats that are read', (name) => {
  const [service, product = 'aws'] = name.split(' of ')
  const ids = new Set(formats.map(({ id }) => id))
  expect(readLogsource({ product, service }).formats?.filter((format) => !ids.has(format))).toEqual([])
})

test.each([
  ['a partner', { eventSource: "o'neil.example" }, "o'neil.example", true],
  ['a partner, by the end that AWS has', { eventSource: 'partner.example' }, 'partner.example.amazonaws.com', false],
  ['a partner, by the end of its name', { eventSource: 'partner.example' }, '*.example', true],
  ['AWS', {}, 'iam.amazonaws.com', true],
  ['AWS, cut short', {}, 'iam', false],
  ['a service that nobody knows yet', { eventSource: 'nova.amazonaws.com' }, 'nova.amazonaws.com', true],
  [
    'an application that takes the name of a service',
    { eventSource: 'iam', eventCategory: 'ActivityAuditLog' },
    'iam',
    true,
  ],
  [
    'an application that is not that service',
    { eventSource: 'iam', eventCategory: 'ActivityAuditLog' },
    'iam.amazonaws.com',
    false,
  ],
])('events of a case are found by the source of %s', async (_, record, source, isFound) => {
  const call = { eventSource: 'iam.amazonaws.com', eventCategory: 'Management', eventName: 'A', ...record }
  const file = await caseOf([{ eventID: 'one', ...call }])
  try {
    const detection = `{s: {eventSource: "${source}"}, condition: s}`
    await run(file, load(`title: R\nlogsource: {product: aws, service: cloudtrail}\ndetection: ${detection}`))
    expect((await found(file)).R ?? []).toEqual(isFound ? [1] : [])
  } finally {
    await file.close()
  }
})

test('events of more applications than can be listed are found by their source', async () => {
  const sources = ['iam.amazonaws.com', ...Array.from({ length: 101 }, (_, place) => `app-${place}.example`)]
  const file = await caseOf(
    sources.map((eventSource, place) => ({ eventID: `e${place}`, eventSource, eventName: 'A' })),
  )
  try {
    const rule = (title: string) =>
      `title: ${title}\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventSource: ${title}}, condition: s}`
    await run(file, load(...['iam.amazonaws.com', 'app-7.example', 'app-7.example.amazonaws.com'].map(rule)))
    expect(await found(file)).toEqual({ 'iam.amazonaws.com': [1], 'app-7.example': [9] })
  } finally {
    await file.close()
  }
})
