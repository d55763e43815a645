import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from './refusal.ts'

/** A request as it came over the wire. */
export interface Wire {
  readonly method: string
  /** Path as sent, still encoded. */
  readonly path: string
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Who says to have signed, and how. Null: not signed at all. */
export interface Signed {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly headers: readonly string[]
  readonly signature: string
  readonly token: string | null
  /** When it was signed, `YYYYMMDDTHHMMSSZ`. */
  readonly at: string
  /** Seconds that a presigned address is good for; null: signed in the header. */
  readonly expires: number | null
}

/** Reads the signature of a request: from its header, or from the address of a presigned one. */
export function signedBy(wire: Wire): Signed | null {
  const query = new URLSearchParams(wire.query)
  const presigned = query.get('X-Amz-Signature')
  const credential = presigned
    ? query.get('X-Amz-Credential')
    : /Credential=([^,\s]+)/.exec(wire.headers.authorization ?? '')?.[1]
  const scope = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential ?? '')
  if (!scope) return null
  const [, accessKeyId = '', date = '', region = '', service = ''] = scope
  const header = wire.headers.authorization ?? ''
  return {
    accessKeyId,
    date,
    region,
    service,
    headers: (query.get('X-Amz-SignedHeaders') ?? /SignedHeaders=([^,\s]+)/.exec(header)?.[1] ?? '').split(';'),
    signature: presigned ?? /Signature=([0-9a-f]+)/.exec(header)?.[1] ?? '',
    token: query.get('X-Amz-Security-Token') ?? one(wire.headers['x-amz-security-token']),
    at: query.get('X-Amz-Date') ?? one(wire.headers['x-amz-date']) ?? '',
    expires: presigned ? Number(query.get('X-Amz-Expires')) : null,
  }
}

/**
 * Checks a signature (version 4) and the hash of the body that it covers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verify(wire: Wire, signed: Signed, secret: string): void {
  const given = signed.expires === null ? one(wire.headers['x-amz-content-sha256']) : 'UNSIGNED-PAYLOAD'
  const payload = given ?? sha256(wire.body)
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(wire.body)) {
    throw new Refusal(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  }
  const headers = signed.headers.map(
    (name) => `${name}:${(one(wire.headers[name]) ?? '').trim().replace(/ +/g, ' ')}\n`,
  )
  const path = signed.service === 's3' ? wire.path : wire.path.split('/').map(encode).join('/')
  const request = [wire.method, path, sorted(wire.query), headers.join(''), signed.headers.join(';'), payload].join(
    '\n',
  )
  const scope = `${signed.date}/${signed.region}/${signed.service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', signed.at, scope, sha256(request)].join('\n')
  const key = [signed.date, signed.region, signed.service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${secret}`),
  )
  if (hmac(key, text).toString('hex') !== signed.signature) {
    const why =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
    throw new Refusal('SignatureDoesNotMatch', why, 403)
  }
}

/** A body without the framing of `aws-chunked`, and the checksums of its trailer. */
export function unchunked(wire: Wire): { readonly body: Buffer; readonly trailer: Readonly<Record<string, string>> } {
  if (!(one(wire.headers['x-amz-content-sha256']) ?? '').startsWith('STREAMING-'))
    return { body: wire.body, trailer: {} }
  const parts: Buffer[] = []
  let from = 0
  for (;;) {
    const end = wire.body.indexOf('\r\n', from)
    const size = Number.parseInt(wire.body.toString('latin1', from, end), 16)
    if (!(size > 0)) {
      const lines = wire.body.toString('latin1', end + 2).split('\r\n')
      const pairs = lines.filter((line) => line.includes(':')).map((line) => line.split(/:\s*/, 2) as [string, string])
      return { body: Buffer.concat(parts), trailer: Object.fromEntries(pairs) }
    }
    parts.push(wire.body.subarray(end + 2, end + 2 + size))
    from = end + 2 + size + 2
  }
}

function sorted(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
  const encoded = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value.join('=')))] as const
  })
  encoded.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
  return encoded.map((pair) => pair.join('=')).join('&')
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(',') : header) ?? null

/** Percent encoding of RFC 3986, which is stricter than encodeURIComponent. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
