import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchAll } from '../../main/fetch/fetch-all.ts'
import { Gate } from '../../main/fetch/gate.ts'
import { Pace } from '../../main/fetch/pace.ts'
import { Packs } from '../../main/fetch/packs.ts'
import { judgeDownload } from '../../main/source/aws-problem.ts'
import type { Clients } from '../../main/source/clients.ts'
import { Bucket } from '../../main/source/s3/bucket.ts'
import type { Call, Receive } from '../../main/source/source.ts'
import type { FakeAws, PutOptions } from '../fake-aws/contract.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { clientsAt } from './clients-at.ts'
import { got } from './got.ts'

let aws: FakeAws
let clients: Clients
const calls: Call[] = []
const before = { ...process.env }
const signal = new AbortController().signal

beforeAll(async () => {
  aws = await startFakeAws()
  process.env.AWS_ACCESS_KEY_ID = aws.admin.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = aws.admin.secretAccessKey
  clients = clientsAt(aws.url, (call) => void calls.push(call), { requesterPays: true })
  aws.bucket('logs', { versioning: true, requesterPays: true })
  await aws.put('logs', 'first', 'the call that the others follow')
})
afterAll(async () => {
  clients.close()
  process.env = { ...before }
  await aws.stop()
})

const text = 'a log of some length'
const first = { key: 'first', version: null }

/** What is read of an object or said of its failure: by the first call of a bucket, and by one after it. */
async function bothWays(object: { key: string; version: string | null }, from: number, etag: string | null) {
  const read = async (bucket: Bucket) => {
    calls.length = 0
    aws.log.length = 0
    const outcome = await got(bucket, object, from, etag, signal).catch(({ name, message, $metadata }) => {
      return { name, message, status: $metadata?.httpStatusCode }
    })
    const sent = aws.log.map(({ at: _, ...entry }) => entry)
    const told = calls.map(({ at: _, requestId, ...call }) => ({ ...call, hasId: requestId !== null }))
    return JSON.parse(JSON.stringify({ outcome, sent, told }).replace(/"requestId":"[^"]*"/g, '"requestId":""'))
  }
  const short = new Bucket('logs', clients)
  await got(short, first, 0, null, signal)
  return { whole: await read(new Bucket('logs', clients)), short: await read(short) }
}

describe('an object is read the same way, whether by all layers of AWS’s client or by the few that it takes', () => {
  test.each<[string, string, PutOptions, number]>([
    ['with metadata', 'AWSLogs/1/a.json.gz', { metadata: { signature: 'ab cd', 'x-y': 'ü' } }, 0],
    ['with a checksum', 'checksum', { checksum: true }, 0],
    ['with an encoding and a type', 'typed', { contentEncoding: 'gzip', contentType: 'text/plain' }, 0],
    ['of another storage class', 'cold', { storageClass: 'STANDARD_IA' }, 0],
    ['under a key of KMS', 'kms', { kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/k' }, 0],
    ['from the middle', 'range', {}, 7],
    ['with signs in its key', "a b/ü+&=?#%25!'()*~:@,;$/x", {}, 0],
    ['with a path for a key', '/a//b/../c/', {}, 0],
    ['with nothing but dots', '..', {}, 0],
  ])('%s', async (_what, key, options, from) => {
    const { etag, versionId } = await aws.put('logs', key, text, options)
    for (const version of [null, versionId]) {
      const { whole, short } = await bothWays({ key, version }, from, etag)
      expect(short).toEqual(whole)
      expect(short).toMatchObject({
        outcome: { text: text.slice(from), bytes: text.length, etag, version: versionId },
        sent: [{ operation: 'GetObject', key, versionId: version, status: from > 0 ? 206 : 200 }],
        told: [{ operation: 'GetObject', status: from > 0 ? 206 : 200 }],
      })
    }
  })

  test.each([
    ['that is not there', 'missing', 0, null, { name: 'NoSuchKey', status: 404 }],
    ['that is another one by now', 'first', 0, 'f'.repeat(32), { name: 'PreconditionFailed', status: 412 }],
    ['that is shorter than that', 'first', 1000, null, { name: 'InvalidRange', status: 416 }],
  ])('%s', async (_what, key, from, etag, said) => {
    const { whole, short } = await bothWays({ key, version: null }, from, etag)
    expect(short).toEqual(whole)
    expect(short).toMatchObject({ outcome: said, told: [{ status: said.status }] })
    expect(short.sent).toHaveLength(1)
  })

  test.each([
    ['slow-down', { name: 'SlowDown', status: 503 }],
    ['reset', { name: 'TimeoutError' }],
  ] as const)('%s', async (kind, said) => {
    aws.faults.add({ kind, key: /^broken$/, times: 4 })
    const { whole, short } = await bothWays({ key: 'broken', version: null }, 0, null)
    aws.faults.clear()
    expect(short).toEqual(whole)
    expect(short.outcome).toMatchObject(said)
    expect(short.told).toHaveLength(1)
    expect(short.sent).toHaveLength(1)
  })
})

test('a call that is stopped tells so, and leaves nothing waiting', async () => {
  const bucket = new Bucket('logs', clients)
  await got(bucket, first, 0, null, signal)
  aws.faults.add({ kind: 'hang', key: /^first$/ })
  await expect(got(bucket, first, 0, null, AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'AbortError' })
})

test('what hangs is given up and asked for again, beside others that come', async () => {
  const keys = Array.from({ length: 20 }, (_, i) => `hanging/${i}`)
  for (const key of keys) await aws.put('logs', key, `log ${key}`)
  aws.faults.add({ kind: 'hang', key: /^hanging/, times: 7 })
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-hanging-'))
  const packs = new Packs(folder)
  const bucket = new Bucket('logs', clients)
  const sums: string[] = []
  const remote = (key: string) => ({
    etag: null,
    judge: judgeDownload,
    open: (from: number, etag: string | null, receive: Receive, stop: AbortSignal) =>
      bucket.get({ key, version: null }, from, etag, receive, stop),
  })
  const how = { folder, packs, pace: new Pace(), gate: new Gate(), remote, onBytes: () => {}, stallAfter: 200 }
  for await (const one of fetchAll(Readable.from(keys), how, signal)) if (one.ok) sums.push(one.sha256)
  packs.close()
  rmSync(folder, { recursive: true })
  const expected = keys.map((key) => createHash('sha256').update(`log ${key}`).digest('hex'))
  expect(sums.sort()).toEqual(expected.sort())
})
