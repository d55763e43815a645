import { symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, asPage, tokenOf } from './ask.ts'
import { standIn } from './stand-in.ts'

let web: Awaited<ReturnType<typeof standIn>>
let port: string
beforeAll(async () => {
  web = await standIn()
  port = new URL(web.url).port
  symlinkSync(join(web.folder, 'secret.txt'), join(web.rendererRoot, 'link.txt'))
})
afterAll(() => web.close())

describe('the loopback server', () => {
  test('hands its token out in the fragment alone, 24 random bytes of it', () => {
    expect(web.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/)
  })

  test('listens on 127.0.0.1 and on no other address of this machine', async () => {
    const elsewhere = new Promise((resolve, reject) =>
      connect(Number(port), '127.0.0.2').on('connect', resolve).on('error', reject),
    )
    await expect(elsewhere).rejects.toThrow('ECONNREFUSED')
  })

  test.each([
    ['127.0.0.1:PORT', 200],
    ['localhost:PORT', 200],
    ['127.0.0.1', 421],
    ['localhost', 421],
    ['127.0.0.1:1', 421],
    ['localhost.:PORT', 421],
    ['evil.example:PORT', 421],
    ['127.0.0.1.evil.example:PORT', 421],
    ['user@127.0.0.1:PORT', 421],
    ['[::1]:PORT', 421],
  ])('answers the host %j with %i', async (host, status) => {
    const named = host.replace('PORT', port)
    const page = await ask(web.url, '/', { headers: { host: named } })
    const call = await ask(web.url, '/api/about', {
      method: 'POST',
      headers: { ...asPage(web.url), host: named },
      body: '{}',
    })
    expect([page.status, call.status]).toEqual([status, status])
  })

  test.each([
    ['http://127.0.0.1:PORT', 200],
    ['http://localhost:PORT', 403],
    ['https://127.0.0.1:PORT', 403],
    ['http://127.0.0.1', 403],
    ['http://127.0.0.1:PORT.evil.example', 403],
    ['http://evil.example', 403],
    ['null', 403],
    ['', 403],
  ])('answers pages of %j with %i', async (origin, status) => {
    const headers = { ...asPage(web.url), host: `127.0.0.1:${port}`, origin: origin.replace('PORT', port) }
    expect((await ask(web.url, '/api/about', { method: 'POST', headers, body: '{}' })).status).toBe(status)
  })

  const guarded = [
    ['POST', '/api/about'],
    ['POST', '/api/cancel/1'],
    ['POST', '/api/constructor'],
    ['GET', '/api/about'],
    ['GET', '/notices'],
    ['PUT', '/upload/batch/name.json'],
    ['POST', '/download'],
  ] as const
  const wrong: readonly (readonly [string, (token: string) => string | undefined])[] = [
    ['no token', () => undefined],
    ['another token of the same length', (token) => `Bearer ${token.replace(/./g, 'A')}`],
    ['a part of the token', (token) => `Bearer ${token.slice(0, -1)}`],
    ['more than the token', (token) => `Bearer ${token}A`],
    ['the token without its scheme', (token) => token],
    ['an empty token', () => 'Bearer '],
  ]
  test.each(guarded.flatMap(([method, path]) => wrong.map(([name, given]) => [method, path, name, given] as const)))(
    'answers %s %s with %s by 401',
    async (method, path, _name, given) => {
      const before = web.calls.length
      const authorization = given(tokenOf(web.url))
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) }
      const { status, json } = await ask(web.url, path, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: '{}' }),
      })
      expect({ status, json }).toMatchObject({ status: 401, json: { ok: false, code: 'refused' } })
      expect(web.calls.length).toBe(before)
    },
  )

  test('does not take the token from the address', async () => {
    expect((await ask(web.url, `/notices?token=${tokenOf(web.url)}`)).status).toBe(401)
  })

  test.each(['/', '/assets/main.js', '/missing', '/api/about', '/download/none'])(
    'sends its policy with %s',
    async (path) => {
      const { headers } = await ask(web.url, path)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      const policy = String(headers['content-security-policy']).replace(/ 'nonce-[\w-]{24}'/, '')
      expect(policy).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
    },
  )

  test('gives each load of the page a nonce of its own, the same in the page and in its policy', async () => {
    const loads = await Promise.all([ask(web.url, '/'), ask(web.url, '/index.html')])
    const nonces = loads.map(({ text }) => /nonce="([\w-]{24})"/.exec(text)?.[1])
    expect(new Set(nonces).size).toBe(2)
    loads.forEach(({ headers, text }, i) => {
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[i]}'`)
      expect(text).not.toContain('__NONCE__')
    })
  })

  test('serves a file with its type, and only its head when asked so', async () => {
    const [whole, head] = [
      await ask(web.url, '/assets/main.js?v=1'),
      await ask(web.url, '/assets/main.js', { method: 'HEAD' }),
    ]
    expect([whole.status, whole.text, whole.headers['content-type']]).toEqual([
      200,
      'script()',
      'text/javascript; charset=utf-8',
    ])
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '8'])
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/../renderer-old/secret.txt',
    '/assets/main.js%00.txt',
    '//secret.txt',
    '/link.txt',
    '/assets',
    '/assets/',
    '/%',
    '/%c0%ae%c0%ae/secret.txt',
    '/.',
    '/..',
  ])('finds nothing at %s', async (path) => {
    const { status, text } = await ask(web.url, path)
    expect({ status, text }).toEqual({ status: 404, text: expect.not.stringMatching(/^secret$/) })
  })

  test.each(['http://evil.example/', '*'])('refuses the whole address %s as a path', async (path) => {
    expect((await ask(web.url, path, { headers: { host: `127.0.0.1:${port}` } })).status).toBe(400)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('answers %s for the page by 405', async (method) => {
    const { status, headers } = await ask(web.url, '/', { method })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})
