import { type Bucket, current, sortedKeys, type Version } from './objects.ts'
import { escapeXml, Refusal } from './refusal.ts'
import { encode } from './signature.ts'

/** ListObjects (both versions) and ListObjectVersions, in pages of at most 1,000. */
export function listing(bucket: Bucket, query: URLSearchParams): string {
  if (query.has('versions')) return versions(bucket, query)
  const v2 = query.get('list-type') === '2'
  const token = query.get('continuation-token')
  const after = v2 ? (token ? untoken(token) : query.get('start-after')) : query.get('marker')
  const page = paged(bucket, query, after ?? '', (key) => {
    const version = current(bucket, key)
    return version ? [version] : []
  })
  const write = writer(query)
  const contents = page.entries.map((one) => `<Contents><Key>${write(one.key)}</Key>${about(one)}</Contents>`)
  const next =
    page.next === null
      ? ''
      : v2
        ? tag('NextContinuationToken', totoken(page.next))
        : tag('NextMarker', write(page.next))
  const count = v2 ? tag('KeyCount', String(page.entries.length + page.prefixes.length)) : ''
  return result(
    'ListBucketResult',
    bucket,
    query,
    `${count}${next}${truncated(page.next)}${contents.join('')}`,
    page.prefixes,
  )
}

function versions(bucket: Bucket, query: URLSearchParams): string {
  const after = query.get('key-marker') ?? ''
  const page = paged(bucket, query, after, (key) => bucket.versions.get(key) ?? [], query.get('version-id-marker'))
  const write = writer(query)
  const entries = page.entries.map((one) => {
    const latest = bucket.versions.get(one.key)?.[0] === one
    const id = `<Key>${write(one.key)}</Key><VersionId>${one.versionId ?? 'null'}</VersionId><IsLatest>${latest}</IsLatest>`
    if (one.bytes) return `<Version>${id}${about(one)}</Version>`
    return `<DeleteMarker>${id}<LastModified>${one.modifiedAt.toISOString()}</LastModified></DeleteMarker>`
  })
  const next =
    page.next === null ? '' : tag('NextKeyMarker', write(page.next)) + tag('NextVersionIdMarker', page.nextVersion)
  return result('ListVersionsResult', bucket, query, `${next}${truncated(page.next)}${entries.join('')}`, page.prefixes)
}

interface Page {
  readonly entries: readonly Version[]
  readonly prefixes: readonly string[]
  /** Key or prefix after which the next page starts; null: this was the last. */
  readonly next: string | null
  readonly nextVersion: string
}

function paged(
  bucket: Bucket,
  query: URLSearchParams,
  after: string,
  of: (key: string) => readonly Version[],
  afterVersion: string | null = null,
): Page {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000)
  const start = Buffer.from(after)
  const entries: Version[] = []
  const prefixes = new Set<string>()
  let last = { key: '', version: 'null' }
  for (const key of sortedKeys(bucket)) {
    if (!key.startsWith(prefix)) continue
    const order = Buffer.compare(Buffer.from(key), start)
    if (after !== '' && (order < 0 || (order === 0 && afterVersion === null))) continue
    const all = of(key)
    const rest =
      order === 0 && afterVersion !== null ? all.slice(all.findIndex((one) => one.versionId === afterVersion) + 1) : all
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const folder = cut < 0 ? null : key.slice(0, cut + delimiter.length)
    if (folder !== null && (prefixes.has(folder) || (after !== '' && after.startsWith(folder)))) continue
    for (const version of folder === null ? rest : rest.slice(0, 1)) {
      if (entries.length + prefixes.size >= most)
        return { entries, prefixes: [...prefixes], next: last.key, nextVersion: last.version }
      if (folder === null) entries.push(version)
      else prefixes.add(folder)
      last = { key: folder ?? key, version: version.versionId ?? 'null' }
    }
  }
  return { entries, prefixes: [...prefixes], next: null, nextVersion: '' }
}

function about(version: Version): string {
  return [
    tag('LastModified', version.modifiedAt.toISOString()),
    tag('ETag', version.etag),
    tag('Size', String(version.bytes?.length ?? 0)),
    tag('StorageClass', version.options.storageClass ?? 'STANDARD'),
  ].join('')
}

function result(
  name: string,
  bucket: Bucket,
  query: URLSearchParams,
  inner: string,
  prefixes: readonly string[],
): string {
  const write = writer(query)
  const encoding = query.get('encoding-type')
  const common = prefixes.map((prefix) => `<CommonPrefixes><Prefix>${write(prefix)}</Prefix></CommonPrefixes>`)
  const head = [
    tag('Name', bucket.name),
    `<Prefix>${write(query.get('prefix') ?? '')}</Prefix>`,
    tag('MaxKeys', query.get('max-keys') ?? '1000'),
    encoding ? tag('EncodingType', encoding) : '',
  ]
  const space = 'http://s3.amazonaws.com/doc/2006-03-01/'
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${space}">${head.join('')}${inner}${common.join('')}</${name}>`
}

/** With `encoding-type=url` keys are percent-encoded, slashes kept; without, XML is all that protects them. */
function writer(query: URLSearchParams): (key: string) => string {
  const type = query.get('encoding-type')
  if (type !== null && type !== 'url')
    throw new Refusal('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return type === 'url' ? (key) => encode(key).replaceAll('%2F', '/').replaceAll('%20', '+') : escapeXml
}

const tag = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`
const truncated = (next: string | null) => `<IsTruncated>${next !== null}</IsTruncated>`
const totoken = (key: string) => Buffer.from(`after:${key}`).toString('base64')

function untoken(token: string): string {
  const text = Buffer.from(token, 'base64').toString()
  if (!text.startsWith('after:')) throw new Refusal('InvalidArgument', 'The continuation token provided is incorrect')
  return text.slice('after:'.length)
}
