import type { Source, SourceKind, SourceOf } from '../../shared/source.ts'
import { openIdentities } from './identities/open-identities.ts'
import { openQueue } from './queue/open-queue.ts'
import { openBucket } from './s3/open-bucket.ts'
import { cloudtrailEvents } from './service/cloudtrail-events.ts'
import { guarddutyFindings } from './service/guardduty-findings.ts'
import { macieFindings } from './service/macie-findings.ts'
import { openService } from './service/open-service.ts'
import { securityhubFindings } from './service/securityhub-findings.ts'
import type { Ground, OpenSource } from './source.ts'

/** How each kind of source is opened. A new one is a file and a line here, and its schema in shared/source.ts. */
const openers: { readonly [K in SourceKind]: (source: SourceOf<K>, ground: Ground) => OpenSource } = {
  's3-bucket': openBucket,
  'security-lake-listing': openBucket,
  'security-lake-queue': openQueue,
  'sqs-notifications': openQueue,
  'api-cloudtrail': (source, ground) => openService(source, ground, cloudtrailEvents),
  'api-guardduty': (source, ground) => openService(source, ground, guarddutyFindings),
  'api-macie': (source, ground) => openService(source, ground, macieFindings),
  'api-iam': openIdentities,
  'api-securityhub': (source, ground) => openService(source, ground, securityhubFindings),
}

/** Opens a source; nothing is asked of AWS before something is asked of it. */
export function openSource(source: Source, ground: Ground): OpenSource {
  return (openers[source.kind] as (source: Source, ground: Ground) => OpenSource)(source, ground)
}
