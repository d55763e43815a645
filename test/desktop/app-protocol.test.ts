import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appScheme, serveApp } from '../../main/desktop/app-protocol.ts'
import { protocol } from './fake-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-app-'))

beforeAll(() => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  mkdirSync(join(folder, 'page-private'))
  writeFileSync(join(folder, 'page', 'index.html'), '<meta property="csp-nonce" nonce="__NONCE__"><p>page</p>')
  writeFileSync(join(folder, 'page', 'assets', 'app.js'), 'const kept = "__NONCE__"')
  writeFileSync(join(folder, 'page', 'assets', 'a b.css'), 'p {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'page-private', 'secret.txt'), 'secret')
  serveApp(join(folder, 'page'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const get = async (url: string, method = 'GET') => {
  const handler = protocol.handlers.get('app')
  if (!handler) throw new Error('nothing serves app://')
  return handler({ url, method } as Request)
}

it('is a standard, secure scheme without further privileges', () => {
  expect(appScheme).toEqual({ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } })
})

it.each([
  ['app://coldtrail/', 'text/html; charset=utf-8'],
  ['app://coldtrail/index.html', 'text/html; charset=utf-8'],
  ['app://coldtrail/index.html#/timeline', 'text/html; charset=utf-8'],
  ['app://coldtrail/assets/app.js', 'text/javascript; charset=utf-8'],
  ['app://coldtrail/assets/a%20b.css?v=1', 'text/css; charset=utf-8'],
  ['app://coldtrail/assets/../index.html', 'text/html; charset=utf-8'],
])('serves %s', async (url, type) => {
  const response = await get(url)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
})

it.each([
  'app://coldtrail/../secret.txt',
  'app://coldtrail/%2e%2e/secret.txt',
  'app://coldtrail/..%2fsecret.txt',
  'app://coldtrail/..%2Fpage-private%2Fsecret.txt',
  'app://coldtrail/assets/..%2f..%2fsecret.txt',
  'app://coldtrail/..%5csecret.txt',
  'app://coldtrail/%2e%2e%5csecret.txt',
  'app://coldtrail//etc/passwd',
  'app://coldtrail/%2fetc%2fpasswd',
  'app://coldtrail/index.html%00.png',
  'app://coldtrail/%E0%A4%A',
  'app://coldtrail/nope.html',
  'app://coldtrail/assets',
  'app://coldtrail/..',
  'app://coldtrail.evil/index.html',
  'app://evil@coldtrail:99/index.html',
  'app://other/index.html',
  'nonsense',
])('finds nothing at %s', async (url) => {
  const response = await get(url)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toContain('secret')
})

it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
  expect((await get('app://coldtrail/index.html', method)).status).toBe(405)
})

it('puts a fresh nonce into the page and its policy, and into nothing else', async () => {
  const loads = await Promise.all([get('app://coldtrail/'), get('app://coldtrail/')])
  const nonces = await Promise.all(
    loads.map(async (response) => {
      const inPolicy = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
      const inPage = /nonce="([^"]+)"/.exec(await response.text())?.[1]
      expect(inPage).toBe(inPolicy)
      return inPolicy
    }),
  )
  expect(nonces[0]).toMatch(/^[\w+/]{24}$/)
  expect(nonces[0]).not.toBe(nonces[1])
  expect(await (await get('app://coldtrail/assets/app.js')).text()).toBe('const kept = "__NONCE__"')
})

it('sends every answer under the strictest policy', async () => {
  for (const url of ['app://coldtrail/', 'app://coldtrail/assets/app.js', 'app://coldtrail/nope']) {
    const { headers } = await get(url)
    const policy = headers.get('content-security-policy')?.replace(/'nonce-[^']+'/, "'nonce'")
    expect([policy, headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'nosniff',
      'no-store',
    ])
  }
})

it('answers HEAD without a body', async () => {
  const response = await get('app://coldtrail/', 'HEAD')
  expect([response.status, await response.text()]).toEqual([200, ''])
})
