import type { Decoder } from '../../shared/decoder.ts'
import { awsConfig } from './aws-config.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailDigest } from './cloudtrail-digest.ts'
import { cloudwatchLogs } from './cloudwatch-logs.ts'
import { eksAudit } from './eks-audit.ts'
import { eventbridge } from './eventbridge.ts'
import type { Format } from './format.ts'
import { guardduty } from './guardduty.ts'
import { macie } from './macie.ts'
import { macieClassic } from './macie-classic.ts'
import { macieDiscovery } from './macie-discovery.ts'
import { route53Resolver } from './route53-resolver.ts'
import { securityhub } from './securityhub.ts'
import { waf } from './waf.ts'

/** Every log format, in the order in which they are tried. A new format is a file and a line here. */
export const formats: readonly Format[] = [
  cloudtrail, //
  cloudtrailDigest,
  guardduty,
  macie,
  macieClassic,
  macieDiscovery,
  securityhub,
  eventbridge,
  awsConfig,
  waf,
  route53Resolver,
  eksAudit,
  cloudwatchLogs,
]

/** How the store reads the framed lines of each format, by id. */
export const decoders: ReadonlyMap<string, Decoder> = new Map(formats.map((format) => [format.id, format]))
