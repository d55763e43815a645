import { describe, expect, test } from 'vitest'
import { buildInventory } from '../../main/iam/model/build.ts'
import { findPolicy } from '../../main/iam/model/find-policy.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { linesOf, printed } from '../../main/iam/policy/printed.ts'
import { account, allow, queue, role } from './check-evidence.ts'

describe('the lines of a statement', () => {
  const statements = [allow('s3:GetObject', ['a', 'b']), { ...allow('iam:PassRole'), Sid: '"Statement": [\n{' }]
  test.each<[string, object, number]>([
    ['behind the version', { Version: '2012-10-17', Statement: statements }, 2],
    ['before the version', { Statement: statements, Version: '2012-10-17' }, 2],
    ['behind something that looks like statements', { Id: '{"Statement":[{}]}', Statement: statements }, 2],
    ['alone, without a list', { Version: '2012-10-17', Statement: statements[0] }, 1],
  ])('are those that it is printed on: %s', (_, given, count) => {
    const document = readDocument(given)
    const lines = printed(document).split('\n')
    for (let index = 0; index < count; index++) {
      const [from, to] = linesOf(document, index) ?? [0, 0]
      const text = lines
        .slice(from - 1, to)
        .join('\n')
        .trim()
        .replace(/^"Statement": /, '')
        .replace(/,$/, '')
      expect(JSON.parse(text)).toEqual(statements[index])
    }
    expect(linesOf(document, count)).toBeNull()
  })
})

test('a policy is found by what a statement says of it', () => {
  const inventory = buildInventory([role({}, allow('s3:*')), queue({ AWS: account })])
  const deploy = `arn:aws:iam::${account}:role/deploy`
  const q = `arn:aws:sqs:eu-central-1:${account}:q`
  const text = (policy: string, holder: string | null) => findPolicy(inventory, { policy, holder })?.text
  expect(text('rights', deploy)).toContain('s3:*')
  expect(text('trust', deploy)).toContain('ec2.amazonaws.com')
  expect(text(q, q)).toContain('sqs:SendMessage')
  expect(text('arn:aws:iam::aws:policy/Nothing', null)).toBeUndefined()
})
