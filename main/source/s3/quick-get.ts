import { createHash, createHmac } from 'node:crypto'
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { GetObjectCommandInput, GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'

/** An answer, told as calls of the SDK are told. */
type Told = (status: number | string, requestId: string | null) => void
/** As the SDK answers; a header that is not there may be a member that is undefined. */
export type Got = { readonly [K in keyof GetObjectCommandOutput]: GetObjectCommandOutput[K] | undefined }

/**
 * GetObject without the SDK's two dozen layers, which cost ten times what the request itself does. The SDK makes the
 * first request of a client; those that follow go where it went (endpoint, path style, FIPS, region of the signature)
 * with another key and a signature of their own. After a refusal that the SDK knows to mend, it is the SDK's turn again.
 */
export class QuickGet {
  readonly #client: S3Client
  readonly #agent = new Agent(kept)
  readonly #tlsAgent = new TlsAgent(kept)
  readonly #ways = new Map<string, Way>()
  #signing: { readonly of: string; readonly key: Buffer } | null = null

  constructor(client: S3Client) {
    this.#client = client
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args)
        this.#learn(args.input as GetObjectCommandInput, args.request as Sent)
        return answer
      },
      { step: 'deserialize', priority: 'low', name: 'coldtrail-learn-way' },
    )
  }

  /** Null as long as no way is known: then it is the SDK that must ask. Errors look like the SDK's. */
  async get(input: GetObjectCommandInput, signal: AbortSignal, told: Told): Promise<Got | null> {
    const way = this.#ways.get(input.Bucket ?? '')
    if (!way) return null
    const query = input.VersionId === undefined ? '' : `versionId=${encoded(input.VersionId)}`
    const path = way.before + pathOf(input.Key ?? '')
    const headers = await this.#signed(way, path, query, input)
    const answer = await this.#sent(way, query === '' ? path : `${path}?${query}`, headers, signal).catch((error) => {
      told(error.code ?? error.name, null)
      throw error
    })
    const status = answer.statusCode ?? 0
    told(status, one(answer.headers, 'x-amz-request-id') ?? null)
    if (status === 200 || status === 206) return outputOf(answer)
    if (status < 500 && status !== 404 && status !== 412 && status !== 416) this.#ways.delete(input.Bucket ?? '')
    throw await refusal(answer)
  }

  close(): void {
    this.#agent.destroy()
    this.#tlsAgent.destroy()
  }

  #sent(way: Way, path: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const where = { hostname: way.hostname.replace(/^\[|\]$/g, ''), path, headers, signal, timeout: silence }
      const options = way.port === undefined ? where : { ...where, port: way.port }
      const asked = way.isTls
        ? tlsRequest({ ...options, agent: this.#tlsAgent }, resolve)
        : request({ ...options, agent: this.#agent }, resolve)
      asked.on('timeout', () => asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
      asked.on('error', reject)
      asked.end()
    })
  }

  /** Where the SDK sent the bytes of an object from, when the key stands plainly at the end of it. */
  #learn({ Bucket, Key }: GetObjectCommandInput, { method, protocol, hostname, port, path, headers }: Sent): void {
    if (method !== 'GET' || Bucket === undefined || Key === undefined) return
    const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(headers.authorization ?? '')?.[1]
    const key = pathOf(Key)
    if (scope === undefined || !path.endsWith(`/${key}`)) return
    const before = path.slice(0, -key.length)
    const userAgent = headers['user-agent'] ?? 'coldtrail'
    const host = headers.host ?? (port === undefined ? hostname : `${hostname}:${port}`)
    this.#ways.set(Bucket, { isTls: protocol === 'https:', hostname, port, host, before, region: scope, userAgent })
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
  async #signed(way: Way, path: string, query: string, input: GetObjectCommandInput): Promise<Record<string, string>> {
    const { config } = this.#client
    const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials()
    const time = new Date(Date.now() + config.systemClockOffset).toISOString().replace(/[-:]|\.\d{3}/g, '')
    const day = time.slice(0, 8)
    const headers: Record<string, string> = {
      host: way.host,
      ...(input.IfMatch === undefined ? {} : { 'if-match': input.IfMatch }),
      ...(input.Range === undefined ? {} : { range: input.Range }),
      ...(input.ChecksumMode === undefined ? {} : { 'x-amz-checksum-mode': input.ChecksumMode }),
      'x-amz-content-sha256': ofNothing,
      'x-amz-date': time,
      ...(input.RequestPayer === undefined ? {} : { 'x-amz-request-payer': input.RequestPayer }),
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    }
    const names = Object.keys(headers)
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
    const canonical = `GET\n${path}\n${query}\n${lines}\n${names.join(';')}\n${ofNothing}`
    const scope = `${day}/${way.region}/s3/aws4_request`
    const of = `${secretAccessKey} ${scope}`
    if (this.#signing?.of !== of) {
      const key = scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secretAccessKey}`)
      this.#signing = { of, key: key as Buffer }
    }
    const digest = createHash('sha256').update(canonical).digest('hex')
    const signature = hmac(this.#signing.key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`).toString('hex')
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    headers['user-agent'] = way.userAgent
    return headers
  }
}

interface Way {
  readonly isTls: boolean
  readonly hostname: string
  readonly port: number | undefined
  readonly host: string
  /** The path as far as the key. */
  readonly before: string
  readonly region: string
  readonly userAgent: string
}

interface Sent {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

const ofNothing = createHash('sha256').digest('hex')
const kept = { keepAlive: true, maxSockets: 256 }
/** Milliseconds. */
const silence = 40_000

function outputOf(answer: IncomingMessage): Got {
  const { headers } = answer
  const text = (name: string) => one(headers, name)
  const date = (name: string) => {
    const at = new Date(text(name) ?? Number.NaN)
    return Number.isNaN(at.getTime()) ? undefined : at
  }
  const length = text('content-length')
  const metadata: Record<string, string> = {}
  for (const name in headers) if (name.startsWith(meta)) metadata[name.slice(meta.length)] = text(name) ?? ''
  return {
    $metadata: { httpStatusCode: answer.statusCode ?? 0, ...requestIdOf(text('x-amz-request-id')) },
    Body: answer as unknown as Got['Body'],
    ContentLength: length === undefined ? undefined : Number(length),
    ContentRange: text('content-range'),
    ContentType: text('content-type'),
    ContentEncoding: text('content-encoding'),
    ETag: text('etag'),
    VersionId: text('x-amz-version-id'),
    LastModified: date('last-modified'),
    StorageClass: text('x-amz-storage-class') as Got['StorageClass'],
    ServerSideEncryption: text('x-amz-server-side-encryption') as Got['ServerSideEncryption'],
    SSEKMSKeyId: text('x-amz-server-side-encryption-aws-kms-key-id'),
    SSECustomerAlgorithm: text('x-amz-server-side-encryption-customer-algorithm'),
    ObjectLockMode: text('x-amz-object-lock-mode') as Got['ObjectLockMode'],
    ObjectLockRetainUntilDate: date('x-amz-object-lock-retain-until-date'),
    ReplicationStatus: text('x-amz-replication-status') as Got['ReplicationStatus'],
    ChecksumType: text('x-amz-checksum-type') as Got['ChecksumType'],
    ChecksumCRC32: text('x-amz-checksum-crc32'),
    ChecksumSHA1: text('x-amz-checksum-sha1'),
    ChecksumSHA256: text('x-amz-checksum-sha256'),
    Metadata: metadata,
  }
}

function requestIdOf(requestId: string | undefined): { readonly requestId?: string } {
  return requestId === undefined ? {} : { requestId }
}

const meta = 'x-amz-meta-'

/** What is read of a refusal at most, characters. */
const longestRefusal = 64 << 10

async function refusal(answer: IncomingMessage): Promise<Error> {
  let body = ''
  answer.setEncoding('utf8')
  for await (const part of answer) if (body.length < longestRefusal) body += part
  const status = answer.statusCode ?? 0
  const said = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]
  const headers = Object.fromEntries(Object.keys(answer.headers).map((name) => [name, one(answer.headers, name) ?? '']))
  return Object.assign(new Error(plain(said('Message') ?? `HTTP ${status}`)), {
    name: said('Code') ?? `Http${status}`,
    Region: said('Region'),
    $metadata: { httpStatusCode: status, requestId: headers['x-amz-request-id'] },
    $response: { headers },
  })
}

function plain(xml: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return xml.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => named[name] ?? whole)
}

function one(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function pathOf(key: string): string {
  return key.split('/').map(encoded).join('/')
}

/** As a signature wants it: everything but A–Z, a–z, 0–9, `-`, `.`, `_` and `~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
