import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'
import { type CustomScheme, protocol } from 'electron'
import { contentSecurityPolicy, host, scheme } from './policy.ts'

/** Must be told before the app is ready: a standard and secure scheme has an origin, relative addresses and fetch. */
export const appScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

/** Serves the built page of `root` at app://coldtrail/ and nothing else. */
export function serveApp(root: string): void {
  protocol.handle(scheme, (request) => answer(root, request))
}

/** One file of `root`; 404 for whatever is not in it. */
async function answer(root: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET')
  const file = fileOf(root, request.url)
  if (file === null) return refuse(404, 'not found')
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return refuse(404, 'not found')

  const nonce = randomBytes(18).toString('base64')
  const isPage = extname(file) === '.html'
  const body = isPage ? bytes.toString('utf8').replaceAll('__NONCE__', nonce) : new Uint8Array(bytes)
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream'
  return new Response(request.method === 'HEAD' ? null : body, { headers: headers(type, nonce) })
}

/** The path behind an address, or null: other host, other root, or nothing a file could be called. */
function fileOf(root: string, address: string): string | null {
  const path = pathOf(address)
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = join(root, path === '/' ? 'index.html' : path)
  const inside = relative(root, file)
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : file
}

function pathOf(address: string): string | null {
  try {
    const url = new URL(address)
    return url.host === host ? decodeURIComponent(url.pathname) : null
  } catch {
    return null
  }
}

function headers(type: string, nonce: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}

function refuse(status: number, why: string): Response {
  return new Response(why, {
    status,
    headers: headers('text/plain; charset=utf-8', randomBytes(18).toString('base64')),
  })
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}
