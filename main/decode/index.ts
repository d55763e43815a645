import type { Decoder } from '../../shared/decoder.ts'
import { accessAnalyzer } from './access-analyzer.ts'
import { alb } from './alb.ts'
import { albConnection } from './alb-connection.ts'
import { apiGateway } from './api-gateway.ts'
import { awsAnswers } from './aws-answers.ts'
import { awsConfig } from './aws-config.ts'
import { awsPolicy } from './aws-policy.ts'
import { bedrockInvocation } from './bedrock-invocation.ts'
import { clb } from './clb.ts'
import { clientVpn } from './client-vpn.ts'
import { cloudfront } from './cloudfront.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailAggregated } from './cloudtrail-aggregated.ts'
import { cloudtrailDigest } from './cloudtrail-digest.ts'
import { cloudtrailLake } from './cloudtrail-lake.ts'
import { cloudtrailLakeSign } from './cloudtrail-lake-sign.ts'
import { cloudtrailPublicKeys } from './cloudtrail-public-keys.ts'
import { cloudwatchLogs } from './cloudwatch-logs.ts'
import { credentialReport } from './credential-report.ts'
import { eksAudit } from './eks-audit.ts'
import { eksAuthenticator } from './eks-authenticator.ts'
import { eventbridge } from './eventbridge.ts'
import type { Format } from './format.ts'
import { guardduty } from './guardduty.ts'
import { iamAuthorizationDetails } from './iam-authorization-details.ts'
import { inspector } from './inspector.ts'
import { macie } from './macie.ts'
import { macieClassic } from './macie-classic.ts'
import { macieDiscovery } from './macie-discovery.ts'
import { mysqlAudit } from './mysql-audit.ts'
import { networkFirewall } from './network-firewall.ts'
import { nlb } from './nlb.ts'
import { ocsf } from './ocsf.ts'
import { organizations } from './organizations.ts'
import { prowler } from './prowler.ts'
import { route53Public } from './route53-public.ts'
import { route53Resolver } from './route53-resolver.ts'
import { s3Access } from './s3-access.ts'
import { s3Events } from './s3-events.ts'
import { securityhub } from './securityhub.ts'
import { sns } from './sns.ts'
import { vpcFlow } from './vpc-flow.ts'
import { vpcLattice } from './vpc-lattice.ts'
import { waf } from './waf.ts'

/** Every log format, in the order in which they are tried. A new format is a file and a line here. */
export const formats: readonly Format[] = [
  cloudtrail, //
  cloudtrailDigest,
  cloudtrailPublicKeys,
  cloudtrailAggregated,
  cloudtrailLake,
  cloudtrailLakeSign,
  guardduty,
  macie,
  macieClassic,
  macieDiscovery,
  securityhub,
  inspector,
  eventbridge,
  awsConfig,
  waf,
  route53Public,
  route53Resolver,
  eksAudit,
  eksAuthenticator,
  networkFirewall,
  bedrockInvocation,
  cloudfront,
  apiGateway,
  clientVpn,
  vpcLattice,
  vpcFlow,
  s3Access,
  s3Events,
  alb,
  nlb,
  clb,
  albConnection,
  mysqlAudit,
  cloudwatchLogs,
  sns,
  iamAuthorizationDetails,
  credentialReport,
  organizations,
  accessAnalyzer,
  prowler,
  ocsf,
  awsAnswers,
  awsPolicy,
]

/** How the store reads the framed lines of each format, by id. */
export const decoders: ReadonlyMap<string, Decoder> = new Map(formats.map((format) => [format.id, format]))
