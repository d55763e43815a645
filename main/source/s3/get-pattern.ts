import type { GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3'

type Request = Parameters<S3Client['config']['requestHandler']['handle']>[0]
type Scheme = NonNullable<Parameters<S3Client['config']['signer']>[0]>

/** A call as AWS's own client sent it, and where it found the bucket. */
export interface Sent {
  readonly request: Request
  readonly endpointV2?: { readonly properties?: { readonly authSchemes?: readonly Scheme[] } } | undefined
}

/** What all calls of GetObject for one bucket have in common. */
export interface Pattern {
  /** The signed request for an object, or null where it is to be made by the client itself. */
  sign(input: GetObjectCommandInput): Promise<Request | null>
}

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
  const end = pathOf(Key)
  if (scheme?.name !== 'sigv4' || end === null || !request.path.endsWith(end)) return null
  const signer = await client.config.signer(scheme)
  const scope = {
    ...(scheme.signingRegion === undefined ? {} : { signingRegion: scheme.signingRegion }),
    signingService: scheme.signingName,
  }
  const before = request.path.slice(0, -end.length)
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownHeaders.test(name)))
  const { versionId: _, ...query } = request.query
  return {
    async sign(input) {
      const path = pathOf(input.Key ?? '')
      if (path === null) return null
      const call = Object.assign(request.clone(), {
        path: before + path,
        headers: { ...headers, ...headersOf(input) },
        query: input.VersionId === undefined ? query : { ...query, versionId: input.VersionId },
      })
      // The client learns how far its clock is off from answers that say so.
      const signingDate = new Date(Date.now() + client.config.systemClockOffset)
      return (await signer.sign(call, { ...scope, signingDate })) as Request
    },
  }
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
  const encoded = encodeURIComponent(key).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `/${encoded.replaceAll('%2F', '/')}`
}
