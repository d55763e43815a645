import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { contentPolicy } from './policy-headers.ts'
import { allow, type Exchange, Refusal, type Route } from './route.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** The built page and what lies beside it; nothing outside `root`, whatever the address says or a link points to. */
export function staticRoute(root: string): Route {
  return async (exchange) => {
    allow(exchange, 'GET', 'HEAD')
    const file = await fileAt(root, exchange.path === '/' ? '/index.html' : exchange.path)
    if (file.endsWith(`${sep}index.html`)) return sendPage(exchange, file)
    const { size } = await stat(file)
    exchange.response.writeHead(200, {
      'content-type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': size,
    })
    if (exchange.request.method === 'HEAD') exchange.response.end()
    else await pipeline(createReadStream(file), exchange.response)
  }
}

async function fileAt(root: string, path: string): Promise<string> {
  const missing = new Refusal(404, 'not-found', `there is no '${path.slice(0, 200)}' here`)
  const name = decoded(path)
  if (name === null || name.includes('\0') || name.includes('\\')) throw missing
  const file = resolve(root, `.${name}`)
  if (!within(root, file)) throw missing
  try {
    const real = await realpath(file)
    if (within(await realpath(root), real) && (await stat(real)).isFile()) return file
  } catch {
    if (path === '/index.html') throw new Refusal(503, 'failed', 'the interface is not built: run npm run build')
  }
  throw missing
}

function within(root: string, file: string): boolean {
  const path = relative(resolve(root), file)
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Style elements that the page's libraries make carry a nonce of this one load; `__NONCE__` in the page stands for it. */
async function sendPage({ request, response }: Exchange, file: string): Promise<void> {
  const nonce = randomBytes(18).toString('base64url')
  const page = Buffer.from((await readFile(file, 'utf8')).replaceAll('__NONCE__', nonce))
  response.writeHead(200, {
    'content-security-policy': contentPolicy(nonce),
    'content-type': 'text/html; charset=utf-8',
    'content-length': page.length,
  })
  response.end(request.method === 'HEAD' ? undefined : page)
}
