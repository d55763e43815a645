import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Clients } from '../../main/source/clients.ts'
import { Bucket } from '../../main/source/s3/bucket.ts'
import { Access } from '../../shared/source.ts'

/** An S3 that says of each object, in the header that its key names, a sum which it does not have. */
let server: Server
let clients: Clients
const before = { ...process.env }

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const header = /x-amz-checksum-\w+/.exec(url)?.[0]
    response
      .writeHead(200, { etag: '"e"', 'content-length': 5, ...(header ? { [header]: 'AAAAAA==' } : {}) })
      .end('a log')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret'
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const access = { credentials: { kind: 'environment' }, region: 'us-east-1', endpoint, pathStyle: true }
  clients = new Clients(Access.parse(access), {
    ask: { mfaCode: async () => '', keys: async () => Promise.reject(new Error('not asked')), sessions: new Map() },
    onCall: () => undefined,
    collected: async () => [],
  })
})
afterAll(async () => {
  clients.close()
  process.env = { ...before }
  await new Promise((resolve) => server.close(resolve))
})

test.each(['x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme'])(
  'a wrong %s is noticed by the first call and the next',
  async (key) => {
    const bucket = new Bucket('logs', clients)
    const read = async () =>
      buffer((await bucket.get({ key, version: null }, 0, null, new AbortController().signal)).stream)
    await expect(read()).rejects.toThrow(/checksum/i)
    await expect(read()).rejects.toThrow(/checksum/i)
  },
)
