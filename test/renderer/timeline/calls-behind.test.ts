import { expect, test } from 'vitest'
import { callLinks } from '../../../renderer/views/timeline/calls-behind.ts'
import type { EventDetail } from '../../../shared/answers.ts'
import { type EventColumnName, eventColumnNames } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'
import { compileSearch } from '../../../shared/search/compile.ts'

function finding(held: Partial<Record<EventColumnName, Cell>>, extra: unknown = {}): EventDetail['columns'] {
  const none = Object.fromEntries(eventColumnNames.map((name) => [name, null])) as EventDetail['columns']
  return { ...none, category: 'finding', ...held, extra: typeof extra === 'string' ? extra : JSON.stringify(extra) }
}

test('it follows the key first, with the API that is named and without it', () => {
  const extra = {
    service: {
      eventFirstSeen: '2024-01-15T10:00:00.000Z',
      eventLastSeen: '2024-01-15T11:00:00.000Z',
      action: { awsApiCallAction: { api: 'ListBuckets' } },
    },
  }
  const range = { from: '2024-01-15T09:55:00Z', to: '2024-01-15T11:05:00Z' }
  expect(callLinks(finding({ access_key: 'ASIAEXAMPLE', source_ip: '198.51.100.7' }, extra))).toEqual([
    {
      by: 'access key ASIAEXAMPLE and API ListBuckets',
      filter: { search: 'category:(management OR data) access_key="ASIAEXAMPLE" action="ListBuckets"', ...range },
    },
    {
      by: 'access key ASIAEXAMPLE',
      filter: { search: 'category:(management OR data) access_key="ASIAEXAMPLE"', ...range },
    },
    {
      by: 'source IP 198.51.100.7 and API ListBuckets',
      filter: { search: 'category:(management OR data) source_ip="198.51.100.7" action="ListBuckets"', ...range },
    },
    {
      by: 'source IP 198.51.100.7',
      filter: { search: 'category:(management OR data) source_ip="198.51.100.7"', ...range },
    },
  ])
})

const hour = { from: '2024-01-15T09:00:00Z', to: '2024-01-15T11:00:00Z' }
const said: readonly (readonly [string, unknown, string | null, { from: string | null; to: string | null }])[] = [
  [
    'Macie',
    { policyDetails: { action: { apiCallDetails: { api: 'PutBucketAcl', firstSeen: '2024-01-01T00:00:00Z' } } } },
    'PutBucketAcl',
    { from: '2023-12-31T23:55:00Z', to: '2024-01-01T00:05:00Z' },
  ],
  [
    'Security Hub',
    {
      FirstObservedAt: '2024-01-01T00:00:00Z',
      LastObservedAt: '2024-01-02T00:00:00Z',
      Action: { AwsApiCallAction: { Api: 'PutUserPolicy' } },
    },
    'PutUserPolicy',
    { from: '2023-12-31T23:55:00Z', to: '2024-01-02T00:05:00Z' },
  ],
  [
    'GuardDuty in Security Hub',
    { ProductFields: { 'aws/guardduty/service/action/awsApiCallAction/api': 'GetObject' } },
    'GetObject',
    hour,
  ],
  ['a finding that says nothing', {}, null, hour],
  ['a finding of a year that no filter can name', { FirstObservedAt: '+275760-09-13T00:00:00.000Z' }, null, hour],
  ['text that is no JSON', '{', null, hour],
  ['names that an object has by itself', { service: { action: { awsApiCallAction: [] } } }, null, hour],
]
test.each(said)('it reads API and time of %s', (_, extra, api, range) => {
  const [first] = callLinks(finding({ time: '2024-01-15T10:00:00Z', target: 'arn:aws:s3:::b' }, extra))
  expect(first?.by).toBe(`target arn:aws:s3:::b${api === null ? '' : ` and API ${api}`}`)
  expect(first?.filter).toMatchObject(range)
})

test('what it names twice is followed once', () => {
  const names = { access_key: 'AKIA1', actor: 'alice', actor_name: 'alice', target: 'AKIA1' }
  expect(callLinks(finding(names)).map(({ by }) => by)).toEqual(['access key AKIA1', 'principal alice'])
})

test('a finding that names nothing leads nowhere', () => {
  expect(callLinks(finding({ time: '2024-01-15T10:00:00Z' }))).toEqual([])
})

test.each(['"', '\\', 'a" OR "b', ') OR (', '*', '\u202e"'])('what a finding names is only looked for: %j', (name) => {
  const [link] = callLinks(finding({ actor_name: name }))
  const compiled = compileSearch(link?.filter.search ?? '')
  expect(compiled).toMatchObject({ ok: true, params: expect.objectContaining({ s2: name }) })
})
