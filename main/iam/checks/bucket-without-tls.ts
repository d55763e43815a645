import { itemsOf } from '../model/items-of.ts'
import type { Statement } from '../policy/document.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'
import { buckets } from './needs.ts'

export const bucketWithoutTls: Check = {
  id: 'bucket-without-tls',
  theme: 'resources',
  title: 'A bucket takes requests without TLS',
  severity: 'low',
  abuse: 'who listens on the way reads what is fetched',
  fix: 'add a Deny for everybody with "Condition": {"Bool": {"aws:SecureTransport": "false"}}',
  references: ['CIS v3.0 2.1.1', 'CIS v5.0 2.1.1', 'Security Hub S3.5'],
  needs: buckets,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::Bucket')
      .filter(
        ({ arn, at }) =>
          (at !== null || inventory.resources.has(arn)) &&
          !(inventory.resources.get(arn) ?? []).some(({ document }) => document.statements.some(refusesPlain)),
      )
      .map(({ arn, account }) => ({
        account,
        principal: arn,
        why: 'no statement of its policy refuses requests without TLS',
      })),
}

function refusesPlain(statement: Statement): boolean {
  const { effect, principals, tests } = statement
  const [test, ...others] = tests
  return (
    effect === 'Deny' &&
    principals?.named.some(({ name }) => name === '*') === true &&
    ['s3:GetObject', 's3:PutObject'].every((action) => namesAction(statement, action)) &&
    others.length === 0 &&
    test?.base === 'bool' &&
    test.key.toLowerCase() === 'aws:securetransport' &&
    test.values.every((value) => value.toLowerCase() === 'false')
  )
}
