import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { jsonBody } from './json-body.ts'
import { allow, type Exchange, Refusal, sendJson } from './route.ts'

/** How long a page may wait until it follows the address that it asked for, milliseconds. */
const patience = 60_000

/**
 * Files that exports of this session wrote, and nothing else. `POST /download {path}` answers `{url}`, an address that
 * works once and without the token, for a browser saves a file by going there.
 */
export class Downloads {
  readonly #written = new Set<string>()
  readonly #granted = new Map<string, { readonly path: string; readonly until: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** An export of this session wrote this file. */
  written(path: string): void {
    this.#written.add(resolve(path))
  }

  async grant(exchange: Exchange): Promise<void> {
    allow(exchange, 'POST')
    const body = await jsonBody(exchange.request)
    const path =
      typeof body === 'object' && body !== null && 'path' in body && typeof body.path === 'string' ? body.path : ''
    if (!this.#written.has(resolve(path))) {
      throw new Refusal(403, 'refused', `'${path.slice(0, 200)}' was not written by an export of this session`)
    }
    for (const [id, { until }] of this.#granted) if (until <= this.#now()) this.#granted.delete(id)
    const id = randomBytes(24).toString('base64url')
    this.#granted.set(id, { path: resolve(path), until: this.#now() + patience })
    sendJson(exchange, { url: `/download/${id}` })
  }

  async send(exchange: Exchange): Promise<void> {
    allow(exchange, 'GET')
    const id = exchange.path.slice('/download/'.length)
    const granted = this.#granted.get(id)
    this.#granted.delete(id)
    if (!granted || granted.until <= this.#now()) {
      throw new Refusal(404, 'not-found', 'this download was already used or is too old: ask for it again')
    }
    await using(await openExport(granted.path), async (file) => {
      const status = await file.stat()
      if (!status.isFile()) throw gone(granted.path)
      exchange.response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': status.size,
        'content-disposition': attachment(basename(granted.path)),
      })
      if (status.size === 0) exchange.response.end()
      else await pipeline(file.createReadStream({ autoClose: false, end: status.size - 1 }), exchange.response)
    })
  }
}

type File = Awaited<ReturnType<typeof open>>

async function openExport(path: string): Promise<File> {
  try {
    return await open(path, 'r')
  } catch {
    throw gone(path)
  }
}

async function using(file: File, work: (file: File) => Promise<void>): Promise<void> {
  try {
    await work(file)
  } finally {
    await file.close()
  }
}

function gone(path: string): Refusal {
  return new Refusal(404, 'not-found', `'${path}' is no longer there: export it again`)
}

/** The name in plain ASCII for every browser, and whole in the form of RFC 6266. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.()+=@ -]/g, '_')
  const whole = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
