import { createHmac, hash } from 'node:crypto'

export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What a request without a body says: where, and with which headers; all names are lower-case. */
export interface Get {
  /** Encoded, each folder of it. */
  readonly path: string
  /** Encoded and sorted, `a=b&c=d`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Signs requests without a body for one service and region, version 4, and answers their headers. The key of a day is
 * computed once. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signerOf(
  region: string,
  service: string,
): (identity: Identity, at: Date, get: Get) => Record<string, string> {
  const keyOf = keysOf(region, service)
  return ({ accessKeyId, secretAccessKey, sessionToken }, at, { path, query, headers }) => {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
    const day = time.slice(0, 8)
    const signed: Record<string, string> = { ...headers, 'x-amz-content-sha256': ofNothing, 'x-amz-date': time }
    if (sessionToken !== undefined) signed['x-amz-security-token'] = sessionToken
    const names = Object.keys(signed).filter(isSigned).sort()
    const lines = names.map((name) => `${name}:${(signed[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('')
    const list = names.join(';')
    const scope = `${day}/${region}/${service}/aws4_request`
    const what = hash('sha256', `GET\n${path}\n${query}\n${lines}\n${list}\n${ofNothing}`)
    const signature = createHmac('sha256', keyOf(secretAccessKey, day))
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${what}`)
      .digest('hex')
    signed.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`
    return signed
  }
}

/** SHA-256 of an empty body. */
const ofNothing = hash('sha256', '')

/** What stands between us and the endpoint may change its own headers; the rest is covered by the signature. */
function isSigned(name: string): boolean {
  return name === 'host' || name === 'range' || name === 'if-match' || name.startsWith('x-amz-')
}

function keysOf(region: string, service: string): (secret: string, day: string) => Buffer {
  let last: { readonly secret: string; readonly day: string; readonly key: Buffer } | null = null
  return (secret, day) => {
    if (last === null || last.secret !== secret || last.day !== day) {
      const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
      last = {
        secret,
        day,
        key: [day, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`)),
      }
    }
    return last.key
  }
}
