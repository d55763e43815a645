import type { GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import { type Endpoint, type Response, sendGet, type Take } from './send-get.ts'
import { signerOf } from './sign-get.ts'

/** A request in the words of AWS's own client. */
interface Request {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[] | null>>
}
type Scheme = NonNullable<Parameters<S3Client['config']['signer']>[0]>

/** A call as AWS's own client sent it, and where it found the bucket. */
export interface Sent {
  readonly request: Request
  readonly endpointV2?: { readonly properties?: { readonly authSchemes?: readonly Scheme[] } } | undefined
}

/** What all calls of GetObject for one bucket have in common. */
export interface Pattern {
  /** Makes a request for an object; null where that is for the client itself to make. */
  request(input: GetObjectCommandInput): Promise<Send | null>
}

/** Sends it: see `sendGet`. */
export type Send = (begin: (answer: Response) => Take | null, signal: AbortSignal) => Promise<Response | null>

/** Headers that belong to one call; the others (host, user agent) are those of every call. */
const ownHeaders =
  /^(authorization|range|if-match|amz-sdk-.*|x-amz-(date|security-token|content-sha256|request-payer|checksum-mode))$/i

/** Learns from the first call; null where that was no plain one, signed for one region. */
export async function patternOf(
  client: S3Client,
  { Key = '' }: GetObjectCommandInput,
  { request, endpointV2 }: Sent,
): Promise<Pattern | null> {
  const [scheme] = endpointV2?.properties?.authSchemes ?? []
  const endpoint = endpointOf(client, request)
  const end = pathOf(Key)
  if (scheme?.name !== 'sigv4' || endpoint === null || end === null || !request.path.endsWith(end)) return null
  const sign = signerOf(scheme.signingRegion ?? (await client.config.region()), scheme.signingName)
  const before = request.path.slice(0, -end.length)
  const common = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, text]) =>
      ownHeaders.test(name) ? [] : [[name.toLowerCase(), text]],
    ),
  )
  const { versionId: _, ...query } = request.query
  return {
    async request(input) {
      const path = pathOf(input.Key ?? '')
      if (path === null) return null
      const identity = await client.config.credentials()
      // The client learns how far its clock is off from answers that say so.
      const at = new Date(Date.now() + client.config.systemClockOffset)
      const get = {
        path: before + path,
        query: queryOf(input.VersionId === undefined ? query : { ...query, versionId: input.VersionId }),
        headers: { ...common, ...headersOf(input) },
      }
      const headers = sign(identity, at, get)
      const whole = get.query === '' ? get.path : `${get.path}?${get.query}`
      return (begin, signal) => sendGet(endpoint, whole, headers, begin, signal)
    },
  }
}

/** The client's own connections: they are closed with it. Null where it has none of the usual kind. */
function endpointOf(client: S3Client, { protocol, hostname, port }: Request): Endpoint | null {
  const isTls = protocol === 'https:'
  const { httpAgent, httpsAgent } = (client.config.requestHandler as Connected).httpHandlerConfigs?.() ?? {}
  const agent = isTls ? httpsAgent : httpAgent
  return agent ? { isTls, host: hostname.replace(/^\[(.*)\]$/, '$1'), port, agent } : null
}

interface Connected {
  httpHandlerConfigs?(): { readonly httpAgent?: Endpoint['agent']; readonly httpsAgent?: Endpoint['agent'] }
}

function headersOf({ Range, IfMatch, RequestPayer, ChecksumMode }: GetObjectCommandInput): Record<string, string> {
  return {
    ...(Range === undefined ? {} : { range: Range }),
    ...(IfMatch === undefined ? {} : { 'if-match': IfMatch }),
    ...(RequestPayer === undefined ? {} : { 'x-amz-request-payer': RequestPayer }),
    ...(ChecksumMode === undefined ? {} : { 'x-amz-checksum-mode': ChecksumMode }),
  }
}

/** The path of a key, each folder of it encoded; null for keys that a path could be mistaken about. */
function pathOf(key: string): string | null {
  if (/^$|(^|\/)\.{0,2}(\/|$)|\p{Surrogate}/u.test(key)) return null
  return `/${encoded(key).replaceAll('%2F', '/')}`
}

/** Sorted by name, as it is signed. */
function queryOf(query: Request['query']): string {
  return Object.keys(query)
    .sort()
    .flatMap((name) => [query[name] ?? ''].flat().map((value) => `${encoded(name)}=${encoded(value)}`))
    .join('&')
}

/** Percent encoding of RFC 3986, which is stricter than that of the language. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}
