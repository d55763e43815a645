import { expect, test } from 'vitest'
import { awsActions } from '../../main/aws-actions.ts'
import { lint } from '../../main/detect/lint.ts'
import { load } from './detecting.ts'

const rule = (detection: string, title = 'A rule') =>
  `title: ${title}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n${detection.trim().replace(/^/gm, '  ')}\n`
const remarks = (...texts: readonly string[]) => lint(load(...texts).rules, awsActions()).map(({ remark }) => remark)

test.each([
  [
    '{eventSource: iam.amazonaws.com, eventName: PassRole}',
    "'PassRole' is no action of iam.amazonaws.com that is known",
  ],
  [
    '{eventSource: lambda.amazonaws.com, eventName: [CreateFunction, Invoke]}',
    "'CreateFunction' is no action of lambda",
  ],
  [
    '{eventSource: s3.amazonaws.com, eventName: PutEncryptionConfiguration}',
    "'PutEncryptionConfiguration' is no action of s3",
  ],
  ['{eventName: LaunchMissiles}', "'LaunchMissiles' is no action of any service that is known"],
])('it says which action no service has: %s', (selection, expected) => {
  expect(remarks(rule(`sel: ${selection}\ncondition: sel`))).toEqual([expect.stringContaining(expected)])
})

test.each([
  ['{eventSource: iam.amazonaws.com, eventName: CreateUser}'],
  ['{eventSource: signin.amazonaws.com, eventName: ConsoleLogin}'],
  ['{eventSource: lambda.amazonaws.com, eventName: UpdateFunctionCode20150331v2}'],
  ['{eventSource: s3.amazonaws.com, eventName: PutBucketPublicAccessBlock}'],
  ['{eventSource: [iam.amazonaws.com, identitystore.amazonaws.com], eventName: [CreateUser, CreateGroupMembership]}'],
  ['{eventSource: brand-new-service.amazonaws.com, eventName: DoSomething}'],
  ["{eventSource: lambda.amazonaws.com, 'eventName|startswith': UpdateFunctionCode}"],
])('it believes what may be logged: %s', (selection) => {
  expect(remarks(rule(`sel: ${selection}\ncondition: sel`))).toEqual([])
})

test('it says of an exception that it takes nothing away', () => {
  const dead = rule(`
sel: {eventSource: iam.amazonaws.com, eventName: CreateUser}
filter_a: {eventSource: sts.amazonaws.com}
filter_b: {userIdentity.type: AWSService}
condition: sel and not 1 of filter_*`)
  expect(remarks(dead)).toEqual(['an exception of it can never hold: it asks for another eventSource than the rule'])
})

test('it says which rule repeats another', () => {
  const detection = 'sel: {eventSource: iam.amazonaws.com, eventName: CreateUser}\ncondition: sel'
  expect(remarks(rule(detection, 'One'), rule(detection, 'Two'))).toEqual(["it detects the same as 'One'"])
})

test('it reads an example that stands for many records, each at its time', () => {
  const [loaded] = load(`${rule('sel: {eventName: GetObject}\ncondition: sel')}hits:
  - - repeat: 3
      every: 2
      vary: {requestParameters.key: 'a{n}', awsRegion: [eu-west-1, us-east-1]}
      record: {eventName: GetObject, eventTime: 2026-03-10T09:15:59Z, eventID: 1fd75b6f-f909-4688-a0dc-c672f35ab5be, requestParameters: {key: x}}
`).rules
  expect(loaded?.examples.hits[0]).toMatchObject([
    { eventTime: '2026-03-10T09:15:59Z', awsRegion: 'eu-west-1', requestParameters: { key: 'a0' } },
    { eventTime: '2026-03-10T09:16:01Z', awsRegion: 'us-east-1', requestParameters: { key: 'a1' } },
    { eventTime: '2026-03-10T09:16:03Z', awsRegion: 'eu-west-1', requestParameters: { key: 'a2' } },
  ])
  expect(new Set(loaded?.examples.hits[0]?.map(({ eventID }) => eventID)).size).toBe(3)
})
