import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Agent } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getObject } from '../../main/source/s3/get-object.ts'

interface Got {
  readonly host: string
  readonly path: string
  readonly signed: string
}

/** Stands behind every host there is, so that nothing leaves this machine. */
let server: Server
let got: Got[] = []
const signal = new AbortController().signal

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    got.push(asSent(headers.host, url, headers.authorization))
    response.writeHead(200, { 'content-length': 4 }).end('logs')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Whose key, region and service a request is signed with stands before the signature. */
function asSent(host = '', path = '', authorization = ''): Got {
  return { host, path, signed: /Credential=([^,]+)/.exec(authorization)?.[1] ?? '' }
}

/** What all layers of AWS's client send, and what the short way sends after it. */
async function bothWays(config: S3ClientConfig, bucket: string): Promise<readonly [whole: Got[], short: Got[]]> {
  const agent = new Agent()
  agent.createConnection = () => connect((server.address() as AddressInfo).port, '127.0.0.1')
  const whole: Got[] = []
  const handle = async (request: { path: string; query: Record<string, string>; headers: Record<string, string> }) => {
    const query = new URLSearchParams(request.query).toString()
    whole.push(asSent(request.headers.host, `${request.path}?${query}`, request.headers.authorization))
    return { response: { statusCode: 200, headers: { 'content-length': '4' }, body: Readable.from(['logs']) } }
  }
  const requestHandler = { handle, httpHandlerConfigs: () => ({ httpsAgent: agent }), destroy: () => agent.destroy() }
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-secret' },
    ...config,
    requestHandler: requestHandler as never,
  })
  got = []
  const get = getObject(client, () => () => undefined)
  for (const _ of [1, 2]) await get({ Bucket: bucket, Key: 'a b/c.gz' }, () => () => undefined, signal)
  client.destroy()
  return [whole, got]
}

const local = { endpoint: 'https://bucket.vpce-0a1b-2c3d.s3.eu-west-1.vpce.amazonaws.com' }
test.each<[string, S3ClientConfig, string, string, string]>([
  ['a region', {}, 'logs', 'logs.s3.eu-west-1.amazonaws.com', '/a%20b/c.gz'],
  ['the path', { forcePathStyle: true }, 'logs', 's3.eu-west-1.amazonaws.com', '/logs/a%20b/c.gz'],
  ['a name with dots', {}, 'my.logs', 's3.eu-west-1.amazonaws.com', '/my.logs/a%20b/c.gz'],
  [
    'FIPS',
    { region: 'us-east-1', useFipsEndpoint: true },
    'logs',
    'logs.s3-fips.us-east-1.amazonaws.com',
    '/a%20b/c.gz',
  ],
  ['dual stack', { useDualstackEndpoint: true }, 'logs', 'logs.s3.dualstack.eu-west-1.amazonaws.com', '/a%20b/c.gz'],
  ['GovCloud', { region: 'us-gov-west-1' }, 'logs', 'logs.s3.us-gov-west-1.amazonaws.com', '/a%20b/c.gz'],
  ['China', { region: 'cn-north-1' }, 'logs', 'logs.s3.cn-north-1.amazonaws.com.cn', '/a%20b/c.gz'],
  ['a VPC endpoint', local, 'logs', 'logs.bucket.vpce-0a1b-2c3d.s3.eu-west-1.vpce.amazonaws.com', '/a%20b/c.gz'],
  [
    'a port',
    { endpoint: 'https://s3.example:9000/', forcePathStyle: true },
    'logs',
    's3.example:9000',
    '/logs/a%20b/c.gz',
  ],
  ['an address', { endpoint: 'https://[::1]:9000', forcePathStyle: true }, 'logs', '[::1]:9000', '/logs/a%20b/c.gz'],
  [
    'a folder',
    { endpoint: 'https://s3.example/store', forcePathStyle: true },
    'logs',
    's3.example',
    '/store/logs/a%20b/c.gz',
  ],
])('a bucket behind %s is asked at the same host, with the same words', async (_, config, bucket, host, path) => {
  const [[whole, ...more], short] = await bothWays(config, bucket)
  expect([whole?.host, whole?.path, more]).toEqual([host, `${path}?x-id=GetObject`, []])
  expect(short).toEqual([whole])
  expect(whole?.signed).toMatch(/^AKIAEXAMPLE\/\d{8}\/[a-z-]+-\d\/s3\/aws4_request$/)
})
