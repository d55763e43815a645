import type { Body } from '../source.ts'
import type { Response } from './send-get.ts'

/**
 * What the headers of GetObject say of the object, whoever sent for it. `from`: the first byte that was asked for; taken
 * for that, another part would be a log with a hole in it. Errors: it is another part.
 */
export function bodyOf({ statusCode, headers }: Response, from: number): Body {
  const [, first, whole] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? []
  if (statusCode !== (from > 0 ? 206 : 200) || (from > 0 && Number(first) !== from)) {
    const got = `${statusCode} ${headers['content-range'] ?? 'without a range'}`
    const message = `asked for the bytes from ${from} on, and was answered ${got}`
    throw Object.assign(new Error(message), { name: 'OtherPart' })
  }
  const etag = plain(headers.etag)
  const encryption = headers['x-amz-server-side-encryption']
  return {
    bytes: numberOf(from > 0 ? whole : headers['content-length']),
    etag,
    version: headers['x-amz-version-id'] ?? null,
    modifiedAt: timeOf(headers['last-modified']),
    checksums: headers['x-amz-checksum-type'] === 'COMPOSITE' ? {} : checksumsOf(headers),
    etagIsMd5:
      etag !== null &&
      /^[0-9a-f]{32}$/.test(etag) &&
      (encryption === undefined || encryption === 'AES256') &&
      headers['x-amz-server-side-encryption-customer-algorithm'] === undefined,
    metadata: metadataOf(headers),
  }
}

/** An ETag without its quotes. */
export function plain(etag: string | undefined): string | null {
  return etag === undefined ? null : etag.replace(/^(W\/)?"|"$/g, '')
}

type Headers = Response['headers']

const sums = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
const sumHeaders = sums.map((name) => [name, `x-amz-checksum-${name}`] as const)

/** Of the whole object. A sum of the sums of parts tells how many there were, `…-3`, and nothing about the bytes. */
function checksumsOf(headers: Headers): Body['checksums'] {
  const found: Partial<Record<(typeof sums)[number], string>> = {}
  for (const [name, header] of sumHeaders) {
    const sum = headers[header]
    if (sum !== undefined && !sum.includes('-')) found[name] = sum
  }
  return found
}

const known = [
  ['contentType', 'content-type'],
  ['contentEncoding', 'content-encoding'],
  ['storageClass', 'x-amz-storage-class'],
  ['encryption', 'x-amz-server-side-encryption'],
  ['kmsKey', 'x-amz-server-side-encryption-aws-kms-key-id'],
  ['retainUntil', 'x-amz-object-lock-retain-until-date'],
  ['lockMode', 'x-amz-object-lock-mode'],
  ['replication', 'x-amz-replication-status'],
  ['requestId', 'x-amz-request-id'],
] as const
const ofUser = 'x-amz-meta-'

function metadataOf(headers: Headers): Body['metadata'] {
  const all: Record<string, unknown> = {}
  for (const [name, header] of known) {
    const text = headers[header]
    if (text !== undefined) all[name] = name === 'retainUntil' ? timeOf(text) : text
  }
  const user: [string, string][] = []
  for (const name in headers) if (name.startsWith(ofUser)) user.push([name.slice(ofUser.length), headers[name] ?? ''])
  // Any name is one, `__proto__` too.
  all.user = Object.fromEntries(user)
  return all
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text)
}

function timeOf(text: string | undefined): string | null {
  const time = new Date(text ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
