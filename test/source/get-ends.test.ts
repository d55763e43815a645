import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeDownload } from '../../main/source/aws-problem.ts'
import type { Clients } from '../../main/source/clients.ts'
import { Bucket } from '../../main/source/s3/bucket.ts'
import { clientsAt } from './clients-at.ts'
import { got } from './got.ts'

/** An endpoint that answers whatever a test wants, byte for byte. */
let server: Server
let clients: Clients
let answer: (socket: Socket) => void
let asked: string[] = []
const before = { ...process.env }
const never = new AbortController().signal

beforeAll(async () => {
  server = createServer((socket) => {
    let head = ''
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1')
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const [line = ''] = head.split('\r\n')
        head = head.slice(end + 4)
        asked.push(line)
        if (line.startsWith('GET /logs/first')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
        else answer(socket)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret'
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  clients = clientsAt(endpoint)
})
afterAll(async () => {
  clients.close()
  process.env = { ...before }
  await new Promise((resolve) => server.close(resolve))
})

/** What becomes of a request: what was read and said of it, or how the error is called and what it asks for. */
async function end(bucket: Bucket, from = 0) {
  asked = []
  const stop = AbortSignal.timeout(5000)
  const outcome = await got(bucket, { key: 'one', version: null }, from, null, stop)
    .then(({ metadata, ...body }) => body)
    .catch((error) => ({
      error: error.name,
      code: error.code,
      status: error.$metadata?.httpStatusCode,
      ...judgeDownload(error),
    }))
  return { outcome, asked: asked.length }
}

/** By the first call of a bucket, which all layers of AWS's client see, and by one after it. */
async function bothEnds(raw: (socket: Socket) => void, from = 0) {
  answer = raw
  const whole = await end(new Bucket('logs', clients), from)
  const bucket = new Bucket('logs', clients)
  await got(bucket, { key: 'first', version: null }, 0, null, never)
  return { whole, short: await end(bucket, from) }
}

const says = (text: string) => (socket: Socket) => void socket.write(text)
const saysAndEnds = (text: string) => (socket: Socket) => void socket.end(text)
const saysAndResets = (text: string) => (socket: Socket) => void socket.write(text, () => socket.resetAndDestroy())
const ok = 'HTTP/1.1 200 OK\r\n'
const xml = (status: string, code: string, headers = '') => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>a sentence of S3</Message></Error>`
  return says(
    `HTTP/1.1 ${status}\r\nContent-Type: application/xml\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`,
  )
}

describe('ends as in AWS’s own client', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['a body of the length that was promised', says(`${ok}Content-Length: 4\r\n\r\nlogs`)],
    ['a body without a length, to the end of the connection', saysAndEnds(`${ok}Connection: close\r\n\r\nlogs`)],
    ['a body in chunks', says(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nlo\r\n2\r\ngs\r\n0\r\n\r\n`)],
    [
      'chunks with trailers',
      says(`${ok}Transfer-Encoding: chunked\r\n\r\n4\r\nlogs\r\n0\r\nx-amz-version-id: v\r\n\r\n`),
    ],
    ['chunks that are cut', saysAndEnds(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nlo\r\n5\r\ng`)],
    ['a chunk whose size is no number', says(`${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nlo\r\n`)],
    ['a body that is shorter', saysAndEnds(`${ok}Content-Length: 40\r\n\r\nlogs`)],
    ['a body that is reset in the middle', saysAndResets(`${ok}Content-Length: 40\r\n\r\nlogs`)],
    ['a body that is longer', says(`${ok}Content-Length: 4\r\n\r\nlogs and more`)],
    ['no body at all', says(`${ok}Content-Length: 0\r\n\r\n`)],
    ['a connection that ends before the first byte', (socket) => void socket.end()],
    ['a connection that is reset before the first byte', (socket) => void socket.resetAndDestroy()],
    ['a header that is cut', saysAndEnds(`${ok}Content-Le`)],
    ['a header without an end', says(`${ok}x-amz-meta-a: ${'a'.repeat(100_000)}`)],
    ['no HTTP', says('SSH-2.0-OpenSSH_9.6\r\n')],
    ['an old HTTP', saysAndEnds('HTTP/1.0 200 OK\r\n\r\nlogs')],
    ['"go on" before the answer', says(`HTTP/1.1 100 Continue\r\n\r\n${ok}Content-Length: 4\r\n\r\nlogs`)],
    [
      'hints before the answer',
      says(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${ok}Content-Length: 4\r\n\r\nlogs`),
    ],
    ['two lengths', says(`${ok}Content-Length: 4\r\nContent-Length: 40\r\n\r\nlogs`)],
    ['a length and chunks', says(`${ok}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlogs\r\n0\r\n\r\n`)],
    ['a length that is no number', says(`${ok}Content-Length: four\r\n\r\nlogs`)],
    ['a control character in a header', says(`${ok}ETag: "a\u0000b"\r\nContent-Length: 4\r\n\r\nlogs`)],
    [
      'a header twice',
      says(`${ok}x-amz-meta-a: b\r\nx-amz-meta-a: c\r\nETag: "a"\r\nETag: "b"\r\nContent-Length: 4\r\n\r\nlogs`),
    ],
    ['bytes above ASCII in a header', says(`${ok}x-amz-version-id: \u00fc\r\nContent-Length: 4\r\n\r\nlogs`)],
    ['an encoding that is not to be undone', says(`${ok}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nlogs`)],
    ['nothing new', says('HTTP/1.1 304 Not Modified\r\n\r\n')],
    ['no content', says('HTTP/1.1 204 No Content\r\n\r\n')],
    [
      'a part that nobody asked for',
      says('HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/9\r\nContent-Length: 4\r\n\r\nlogs'),
    ],
    [
      'another address',
      xml('307 Temporary Redirect', 'TemporaryRedirect', 'Location: http://127.0.0.1:9/logs/one\r\n'),
    ],
    ['another address for good', xml('301 Moved Permanently', 'PermanentRedirect')],
    [
      'a page of some proxy',
      says('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/login\r\nContent-Length: 0\r\n\r\n'),
    ],
    ['a key that only its owner has', xml('400 Bad Request', 'InvalidRequest')],
    ['an archive', xml('403 Forbidden', 'InvalidObjectState')],
    ['a refusal', xml('403 Forbidden', 'AccessDenied')],
    ['a refusal that is no XML', says('HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\n<html>no!')],
    ['an error without a body', says('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n')],
    [
      'an error whose body is cut',
      saysAndEnds('HTTP/1.1 503 Slow Down\r\nContent-Length: 99\r\n\r\n<Error><Code>Slow'),
    ],
    ['an error whose body is reset', saysAndResets('HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\n<Error><Co')],
    ['too many requests', xml('429 Too Many Requests', 'TooManyRequests')],
  ])('%s', async (_, raw) => {
    const { whole, short } = await bothEnds(raw)
    expect(short).toEqual(whole)
  })
})

describe('is not taken for what was asked for', () => {
  const part = (range: string) => says(`HTTP/1.1 206 Partial Content\r\n${range}Content-Length: 4\r\n\r\nlogs`)
  test.each<[string, number, (socket: Socket) => void]>([
    ['a part for the whole', 0, part('Content-Range: bytes 0-3/9\r\n')],
    ['the whole for a part', 3, says(`${ok}Content-Length: 4\r\n\r\nlogs`)],
    ['another part', 3, part('Content-Range: bytes 0-3/9\r\n')],
    ['a part that does not say which', 3, part('')],
    ['nothing for an object', 0, says('HTTP/1.1 204 No Content\r\n\r\n')],
  ])('%s', async (_, from, raw) => {
    const { whole, short } = await bothEnds(raw, from)
    expect(short).toEqual(whole)
    expect(short.outcome).toMatchObject({ error: 'OtherPart', what: 'changed' })
  })
})

describe('a listing that', () => {
  const listing = (root: string, more: string) => {
    const body = `<?xml version="1.0"?><${root}><IsTruncated>true</IsTruncated>${more}</${root}>`
    return says(`${ok}Content-Type: application/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  }
  const read = async (pages: AsyncGenerator<unknown>) => {
    for await (const _ of pages);
  }
  test.each([
    ['goes on nowhere', ''],
    ['goes in circles', '<NextContinuationToken>a</NextContinuationToken><NextKeyMarker>a</NextKeyMarker>'],
  ])('%s is not a whole one', async (_, more) => {
    const bucket = new Bucket('logs', clients)
    const refused = { message: expect.stringContaining('not where') }
    answer = listing('ListBucketResult', more)
    await expect(read(bucket.list('', { folders: false }, never))).rejects.toMatchObject(refused)
    answer = listing('ListVersionsResult', more)
    await expect(read(bucket.versions('', never))).rejects.toMatchObject(refused)
  })
})
