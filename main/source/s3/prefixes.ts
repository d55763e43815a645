import type { ListedSource } from '../../../shared/source.ts'

/**
 * The folders that a source's objects can lie in. Services that write below AWSLogs/ are looked for there and, since
 * the same service may come through a delivery stream, GuardDuty and Macie in all of the path.
 */
export function prefixesOf(source: ListedSource): readonly string[] {
  if (source.kind === 'security-lake-listing') return ['aws/', 'ext/']
  const path = folder(source.path)
  const suffix = folder(source.pathSuffix)
  const below = /(^|\/)AWSLogs\//.test(path) ? `${path}${suffix}` : `${path}AWSLogs/${suffix}`
  switch (source.layout) {
    case 'cloudtrail':
    case 'config':
    case 'vpcflow':
    case 'elb':
      return [below]
    case 'guardduty':
    case 'macie':
    case 'waf':
    case 'firehose':
    case 'server-access':
    case 'any':
      return [path]
  }
}

/** A folder as keys have it: no slash before, one after. */
export function folder(path: string): string {
  const bare = path.replace(/^\/+|\/+$/g, '')
  return bare === '' ? '' : `${bare}/`
}
