import type { ApiSource, Source, SourceKind, SourceOf } from '../../shared/source.ts'
import type { Service } from './service/open-service.ts'
import type { Ground, OpenSource } from './source.ts'

type Open<K extends SourceKind> = (source: SourceOf<K>, ground: Ground) => OpenSource

/**
 * How each kind of source is opened; loaded when one is, for AWS's clients take longer to load than to list a bucket. A
 * new kind is a file and a line here, and its schema in shared/source.ts.
 */
const openers: { readonly [K in SourceKind]: () => Promise<Open<K>> } = {
  's3-bucket': async () => (await import('./s3/open-bucket.ts')).openBucket,
  'security-lake-listing': async () => (await import('./s3/open-bucket.ts')).openBucket,
  'security-lake-queue': async () => (await import('./queue/open-queue.ts')).openQueue,
  'sqs-notifications': async () => (await import('./queue/open-queue.ts')).openQueue,
  'api-cloudtrail': service(async () => (await import('./service/cloudtrail-events.ts')).cloudtrailEvents),
  'api-guardduty': service(async () => (await import('./service/guardduty-findings.ts')).guarddutyFindings),
  'api-macie': service(async () => (await import('./service/macie-findings.ts')).macieFindings),
  'api-iam': async () => (await import('./identities/open-identities.ts')).openIdentities,
  'api-securityhub': service(async () => (await import('./service/securityhub-findings.ts')).securityhubFindings),
}

/** Opens a source; nothing is asked of AWS before something is asked of it. */
export async function openSource(source: Source, ground: Ground): Promise<OpenSource> {
  const open = (await openers[source.kind]()) as (source: Source, ground: Ground) => OpenSource
  return open(source, ground)
}

function service(load: () => Promise<Service>) {
  return async () => {
    const [{ openService }, one] = await Promise.all([import('./service/open-service.ts'), load()])
    return (source: ApiSource, ground: Ground) => openService(source, ground, one)
  }
}
