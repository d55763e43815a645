import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getObject } from '../../main/source/s3/get-object.ts'
import { hostileKeys } from '../hostile-keys.ts'

interface Got {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Hears what is sent, to the letter, and always has something to give. */
let server: Server
let client: S3Client
let got: Got[] = []
const signal = new AbortController().signal

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    got.push({ path: url, headers: headers as Got['headers'] })
    response.writeHead(headers.range ? 206 : 200, { 'content-range': 'bytes 0-3/4', 'content-length': 4 }).end('logs')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-secret', sessionToken: 'a/token+of=signs' },
  })
})
afterAll(async () => {
  client.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** What is sent by all layers of AWS's client, and by the short way that the second call of a bucket takes. */
async function sent(input: GetObjectCommandInput): Promise<readonly [whole: Got, short: Got]> {
  got = []
  const get = getObject(client, () => () => undefined)
  const first = getObject(client, () => () => undefined)
  for (const [way, what] of [
    [first, input],
    [get, { Bucket: 'logs', Key: 'first' }],
    [get, input],
  ] as const)
    await way(what, () => () => {}, signal)
  const [whole, , short] = got
  if (!whole || !short) throw new Error('not sent')
  return [whole, short]
}

/** The signature that AWS's own signer gives to what was sent. */
async function signedAnew({ path, headers }: Got): Promise<string | undefined> {
  const list = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? []
  const scheme = { name: 'sigv4', signingName: 's3', signingRegion: 'eu-west-1', properties: {} }
  const signer = await client.config.signer(scheme)
  const date = (headers['x-amz-date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const { hostname } = new URL(`http://${headers.host}`)
  const [folder = '', query = ''] = path.split('?')
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname,
    path: folder,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(list.map((name) => [name, headers[name] ?? ''])),
  }
  const signed = await signer.sign(request as never, { signingDate: new Date(date) })
  return signed.headers.authorization
}

test('keys of any characters are sent as AWS’s own client sends them, and signed as its signer signs them', async () => {
  for (const [at, Key] of hostileKeys(250).entries()) {
    const input: GetObjectCommandInput = {
      Bucket: 'logs',
      Key,
      ...(at % 3 === 0 ? { VersionId: `v${at}+/=&${Key.slice(0, 9)}` } : {}),
      ...(at % 4 === 0 ? { Range: `bytes=${at}-` } : { ChecksumMode: 'ENABLED' }),
      ...(at % 5 === 0 ? { IfMatch: `"${'a'.repeat(32)}"` } : {}),
      ...(at % 7 === 0 ? { RequestPayer: 'requester' } : {}),
    }
    const [whole, short] = await sent(input)
    expect(short.path, Key).toBe(whole.path)
    expect(short.headers.authorization, Key).toBe(await signedAnew(short))
    const signed = /SignedHeaders=([^,]+)/.exec(short.headers.authorization ?? '')?.[1] ?? ''
    for (const name of signed.split(';').filter((name) => !/^amz-sdk-|^x-amz-date$/.test(name)))
      expect(short.headers[name], `${name} of ${Key}`).toBe(whole.headers[name])
  }
})
