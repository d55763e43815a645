import { Agent } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Response, sendGet, type Take } from '../../main/source/s3/send-get.ts'

/** An endpoint that answers every request with these bytes, as they are. */
let server: Server
let agent: Agent
let answer: (socket: Socket) => void
let sockets = 0
const never = new AbortController().signal

beforeEach(async () => {
  sockets = 0
  server = createServer((socket) => {
    sockets++
    socket.on('error', () => {})
    socket.on('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  agent = new Agent({ keepAlive: true })
})
afterEach(async () => {
  agent.destroy()
  await new Promise((resolve) => server.close(resolve))
})

function sent(begin: (answer: Response) => Take | null, signal = never): Promise<Response | null> {
  const { port } = server.address() as AddressInfo
  return sendGet({ isTls: false, host: '127.0.0.1', port, agent }, '/logs/key', { host: 's3' }, begin, signal)
}

const says = (bytes: string) => (socket: Socket) => void socket.write(bytes)
const whole = says('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde')
const unfinished = says('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc')

test('an answer that is wanted is taken part by part, one after the other over one connection', async () => {
  answer = whole
  for (let i = 0; i < 5; i++) {
    const parts: Uint8Array[] = []
    expect(await sent(() => (part) => void parts.push(part))).toBeNull()
    expect(Buffer.concat(parts).toString()).toBe('abcde')
  }
  expect(sockets).toBe(1)
})

test('one that is not wanted is returned with its body', async () => {
  answer = says('HTTP/1.1 404 Not Found\r\ncontent-length: 6\r\n\r\n<Error')
  const unwanted = await sent(() => null)
  expect(unwanted).toMatchObject({ statusCode: 404 })
  expect(await text(unwanted?.body as NodeJS.ReadableStream)).toBe('<Error')
})

const noRoom = (): never => {
  throw new Error('no room')
}
test.each<[string, (answer: Response) => Take]>([
  ['hears of an answer', noRoom],
  ['takes a part', () => noRoom],
])('the trouble of whoever %s ends the request, and its connection', async (_, begin) => {
  answer = unfinished
  const closed = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))
  await expect(sent(begin)).rejects.toThrow('no room')
  await closed
})

test.each(['before it is sent', 'before the answer', 'in the body'])('is stopped %s', async (when) => {
  const stop = new AbortController()
  answer = (socket) => (when === 'in the body' ? unfinished(socket) : stop.abort())
  if (when === 'before it is sent') stop.abort()
  await expect(sent(() => () => stop.abort(), stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
})
