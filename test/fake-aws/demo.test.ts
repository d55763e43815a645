import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeAws } from './contract.ts'
import { startDemo } from './demo.ts'

let aws: FakeAws
let manual: string
beforeAll(async () => {
  ;({ aws, manual } = await startDemo('test/fixtures', 0))
})
afterAll(() => aws.stop())

test('the demo lets its user read what it prints, and nothing more', async () => {
  const credentials = aws.users.get('responder') ?? aws.admin
  const s3 = new S3Client({ endpoint: aws.url, region: 'us-east-1', credentials, forcePathStyle: true })
  for (const [Bucket, Prefix] of [
    ['sample-trail', 'AWSLogs/'],
    ['sample-findings', ''],
  ]) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))
    const Key = Contents[0]?.Key
    await s3.send(new GetObjectCommand({ Bucket, Key }))
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toThrow('s3:DeleteObject')
    expect(manual).toContain(`coldtrail collect s3://${Bucket} `)
  }
  expect(aws.keys('sample-findings').filter((key) => key.includes('expected'))).toEqual([])
  expect(manual).toContain(aws.url)
  expect(manual).toContain('Security Lake, 3 objects announced by a queue')
})
