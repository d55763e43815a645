import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, asPage } from './ask.ts'
import { job, standIn, until } from './stand-in.ts'

let web: Awaited<ReturnType<typeof standIn>>
beforeAll(async () => {
  web = await standIn()
})
afterAll(() => web.close())
beforeEach(() => {
  web.calls.length = 0
  web.answerWith(async (_method, input) => ({ ok: true, value: input }))
})

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  ask(web.url, path, { method: 'POST', headers: { ...asPage(web.url), ...headers }, body })

/** Waits until it is given up, and answers so. */
const untilGivenUp = (_method: string, _input: unknown, signal: AbortSignal) =>
  new Promise<{ ok: false; code: 'cancelled'; message: string }>((resolve) => {
    signal.addEventListener('abort', () => resolve({ ok: false, code: 'cancelled', message: 'cancelled' }))
  })

describe('POST /api/<method>', () => {
  test('passes the input on and answers the reply', async () => {
    const { status, json } = await post('/api/sql', '{"sql":"SELECT 1"}')
    expect([status, json]).toEqual([200, { ok: true, value: { sql: 'SELECT 1' } }])
    expect(web.calls.map(({ method, input }) => [method, input])).toEqual([['sql', { sql: 'SELECT 1' }]])
  })

  test('answers an error of the call as its reply', async () => {
    web.answerWith(async () => ({ ok: false, code: 'locked', message: 'the case is open elsewhere' }))
    const { status, json } = await post('/api/caseInfo', '{}')
    expect([status, json]).toEqual([200, { ok: false, code: 'locked', message: 'the case is open elsewhere' }])
  })

  test('survives a call that throws', async () => {
    web.answerWith(async () => Promise.reject(new Error('broken')))
    const { status, json } = await post('/api/caseInfo', '{}')
    expect([status, json]).toEqual([500, { ok: false, code: 'failed', message: 'broken' }])
  })

  test.each([
    'constructor',
    '__proto__',
    'toString',
    '',
    'about/',
    'nothing',
    '%61bout',
    'cancel/',
    'cancel/1/2',
    'cancel/*',
  ])('knows no method %j', async (method) => {
    expect((await post(`/api/${method}`, '{}')).status).toBe(404)
    expect(web.calls).toEqual([])
  })

  test.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON', 200],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data', 415],
    ['application/json-seq', 415],
    ['', 415],
  ])('answers the content type %j with %i', async (type, status) => {
    expect((await post('/api/about', '{}', { 'content-type': type })).status).toBe(status)
  })

  test.each(['', '{', 'undefined', '{}{}', "{'a':1}"])('answers the body %j by 400', async (body) => {
    const { status, json } = await post('/api/about', body)
    expect([status, json]).toMatchObject([400, { ok: false, code: 'bad-input' }])
  })

  test('takes a body of 1 MB and not a byte more', async () => {
    const body = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    const most = 1024 * 1024
    const chunked = { 'transfer-encoding': 'chunked' }
    const statuses = [
      await post('/api/about', body(most)),
      await post('/api/about', body(most), chunked),
      await post('/api/about', body(most + 1)),
      await post('/api/about', body(most + 1), chunked),
    ].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 413, 413])
    expect(web.calls.length).toBe(2)
  })

  test.each(['GET', 'PUT', 'DELETE', 'HEAD'])('answers %s by 405', async (method) => {
    expect((await ask(web.url, '/api/about', { method, headers: asPage(web.url) })).status).toBe(405)
  })

  test.each(['1 2', 'a'.repeat(65), '../1'])('takes no call number %j', async (number) => {
    expect((await post('/api/about', '{}', { 'x-call': number })).status).toBe(400)
  })

  test('cancels the call of a number and no other', async () => {
    web.answerWith(untilGivenUp)
    const first = post('/api/sql', '{}', { 'x-call': '7' })
    const second = post('/api/count', '{}', { 'x-call': '8' })
    await until(() => web.calls.length === 2)
    expect((await post('/api/cancel/7', '')).status).toBe(204)
    expect((await first).json).toMatchObject({ code: 'cancelled' })
    expect(web.calls.find(({ method }) => method === 'count')?.signal.aborted).toBe(false)
    await post('/api/cancel/8', '{}')
    await second
  })

  test('answers the cancelling of a number that no call has', async () => {
    expect((await post('/api/cancel/4711', '{}')).status).toBe(204)
  })

  test('gives a call up when its page goes away', async () => {
    web.answerWith(untilGivenUp)
    const { hostname, port } = new URL(web.url)
    const asked = request({ hostname, port, path: '/api/sql', method: 'POST', headers: asPage(web.url) })
    asked.on('error', () => {})
    asked.end('{}')
    await until(() => web.calls.length === 1)
    asked.destroy()
    await until(() => web.calls[0]?.signal.aborted === true)
  })

  test('does not give up a call that was answered', async () => {
    await post('/api/about', '{}')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(web.calls[0]?.signal.aborted).toBe(false)
  })
})

describe('GET /notices', () => {
  test('tells every notice on one line, whatever text is in it, until the page goes away', async () => {
    const before = web.listeners.size
    const leave = new AbortController()
    const response = await fetch(new URL('/notices', web.url), {
      headers: { authorization: asPage(web.url).authorization ?? '' },
      signal: leave.signal,
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const hostile = { kind: 'job', job: job({ title: 'a\n\ndata: {"kind":"data"}\r\u2028' }) } as const
    web.tell(hostile)
    web.tell({ kind: 'data', dataVersion: 3 })

    let text = ''
    const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
      .pipeThrough(new TextDecoderStream())
      .getReader()
    while (text.split('\n\n').length < 4) text += (await reader.read()).value ?? ''
    const [greeting, ...events] = text.split('\n\n').filter((event) => event !== '')
    expect(greeting).toBe(': listening')
    expect(events.map((event) => JSON.parse(event.replace(/^data: /, '')))).toEqual([
      hostile,
      { kind: 'data', dataVersion: 3 },
    ])

    expect(web.listeners.size).toBe(before + 1)
    leave.abort()
    await until(() => web.listeners.size === before)
  })
})
