import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openQueue } from '../../main/source/queue/open-queue.ts'
import { type QueueSource, Source } from '../../shared/source.ts'

/** A queue that hands out what a test says, batch by batch. */
let server: Server
let batches: (readonly string[])[] = []
const before = { ...process.env }

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isReceive = String(request.headers['x-amz-target']).endsWith('.ReceiveMessage')
      const Messages = (isReceive ? (batches.shift() ?? []) : []).map((id) => {
        const Body = JSON.stringify({ detail: { bucket: { name: 'logs' }, object: { key: id } } })
        const MD5OfBody = createHash('md5').update(Body).digest('hex')
        return { MessageId: id, ReceiptHandle: `${id} ${batches.length}`, Body, MD5OfBody }
      })
      response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify({ Messages }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret'
})
afterAll(async () => {
  process.env = { ...before }
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function received(...given: (readonly string[])[]): Promise<readonly string[]> {
  batches = given
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const access = { credentials: { kind: 'environment' }, region: 'us-east-1', serviceEndpoint: endpoint }
  const source = Source.parse({ kind: 'sqs-notifications', name: 'q', queue: `${endpoint}/1/q`, access }) as QueueSource
  const open = openQueue(source, {
    ask: { mfaCode: async () => '', keys: async () => Promise.reject(new Error('not asked')), sessions: new Map() },
    onCall: () => undefined,
    collected: async () => [],
  })
  const keys: string[] = []
  for await (const said of open.offers(new AbortController().signal))
    keys.push(said.kind === 'offer' ? (said.s3?.key ?? '') : said.text)
  await open.close()
  return keys
}

test('messages that come again do not hide those that have not come yet', async () => {
  expect(await received(['a', 'b'], ['a'], ['b'], [], ['c'], ['a'], ['d'], [], [])).toEqual(['a', 'b', 'c', 'd'])
})

test('a queue whose messages come again without end is left when as many came again as there were', async () => {
  const round = [['a', 'b'], ['c']]
  expect(await received(...Array.from({ length: 100 }, () => round).flat())).toEqual(['a', 'b', 'c'])
  expect(batches.length).toBeGreaterThan(190)
})
