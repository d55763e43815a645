import { refuse, shown } from './refusal.ts'

/** Which events a log source of Sigma means, and the groups that search knows its rules by. */
export interface Logsource {
  /** Ids of formats; the events of any other are never looked at. null: every format. */
  readonly formats: readonly string[] | null
  readonly groups: readonly string[]
  /** A field that all of its events have, and others of these formats have not. */
  readonly mark?: string
}

const sources: readonly {
  readonly services: readonly string[]
  readonly formats: readonly string[]
  readonly groups: readonly string[]
}[] = [
  {
    services: ['cloudtrail'],
    formats: ['cloudtrail', 'cloudtrail-lake'],
    groups: ['amazon', 'aws', 'aws_cloudtrail'],
  },
  { services: ['guardduty'], formats: ['guardduty'], groups: ['amazon', 'aws', 'aws_guardduty'] },
  { services: ['macie', 'macie2'], formats: ['macie', 'macie-classic'], groups: ['amazon', 'aws', 'aws_macie'] },
  {
    services: ['security-hub'],
    formats: ['securityhub'],
    groups: ['amazon', 'aws', 'aws_security_hub'],
  },
  {
    services: ['vpc-flow', 'vpc-flow-logs', 'vpc'],
    formats: ['vpc-flow'],
    groups: ['amazon', 'aws', 'aws_vpcflow'],
  },
  {
    services: ['route53', 'route53-resolver'],
    formats: ['route53-resolver', 'route53-public'],
    groups: ['amazon', 'aws', 'aws_route53'],
  },
  { services: ['cloudfront'], formats: ['cloudfront'], groups: ['amazon', 'aws', 'aws_cloudfront'] },
  {
    services: ['network-firewall'],
    formats: ['network-firewall'],
    groups: ['amazon', 'aws', 'aws_network_firewall'],
  },
  {
    services: ['bedrock', 'bedrock-invocation', 'bedrock-model-invocation'],
    formats: ['bedrock-invocation'],
    groups: ['amazon', 'aws', 'aws_bedrock'],
  },
  { services: ['waf'], formats: ['waf'], groups: ['amazon', 'aws', 'aws_waf'] },
  { services: ['eks', 'eks-audit'], formats: ['eks-audit'], groups: ['amazon', 'aws', 'aws_eks'] },
  { services: ['config'], formats: ['aws-config'], groups: ['amazon', 'aws', 'aws_config'] },
  { services: ['inspector', 'inspector2'], formats: ['inspector'], groups: ['amazon', 'aws', 'aws_inspector'] },
  { services: ['eventbridge'], formats: ['eventbridge'], groups: ['amazon', 'aws', 'aws_eventbridge'] },
  { services: ['s3', 's3-access'], formats: ['s3-access'], groups: ['amazon', 'aws', 'aws_s3'] },
  {
    services: ['alb', 'elb', 'clb', 'nlb'],
    formats: ['alb', 'clb', 'nlb', 'alb-connection'],
    groups: ['amazon', 'aws', 'aws_alb'],
  },
  { services: ['api-gateway'], formats: ['api-gateway'], groups: ['amazon', 'aws', 'aws_api_gateway'] },
  { services: ['client-vpn'], formats: ['client-vpn'], groups: ['amazon', 'aws', 'aws_client_vpn'] },
  {
    services: ['cloudwatch', 'cloudwatch-logs'],
    formats: ['cloudwatch-logs'],
    groups: ['amazon', 'aws', 'aws_cloudwatch'],
  },
]

/**
 * `logsource` of a rule. Refused when it means logs that Coldtrail does not read. Audit logs of EKS are those of
 * Kubernetes, field by field.
 */
export function readLogsource({ product, service, category }: Readonly<Record<string, unknown>>): Logsource {
  const wanted = word(service)
  if (word(product) === 'kubernetes' && wanted === 'audit') return readLogsource({ product: 'aws', service: 'eks' })
  if (word(product) !== 'aws') {
    return refuse(`its log source (${describe({ product, service, category })}) is not one of AWS`)
  }
  if (wanted === null && word(category) === null) return { formats: null, groups: ['amazon', 'aws'] }
  const source = sources.find(
    ({ services }) => wanted !== null && services.some((each) => plain(each) === plain(wanted)),
  )
  if (source) return source
  if (wanted !== null && /^(amazon)?[-_]?security[-_]?lake$/.test(wanted)) return securityLake
  return refuse(`its log source (${describe({ product, service, category })}) is not one that Coldtrail reads`)
}

/** Formats whose events may be rows of Security Lake, or have its field names. */
export const securityLakeFormats: readonly string[] = [
  'cloudtrail',
  'vpc-flow',
  'route53-resolver',
  'eks-audit',
  'waf',
  'securityhub',
  'security-lake',
  'ocsf',
]

/** Rows of Security Lake, under their OCSF names. They are read as what they were before; what OCSF says is kept beside it. */
const securityLake: Logsource = {
  formats: securityLakeFormats,
  groups: ['amazon_security_lake'],
  mark: 'class_uid',
}

/** People write one name in several ways: vpc-flow, vpc_flow, vpcflow. */
function plain(service: string): string {
  return service.replace(/[-_ ]/g, '')
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : null
}

function describe(source: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(source).filter(([, value]) => value !== undefined && value !== null)
  return parts.length === 0 ? 'none' : parts.map(([name, value]) => `${name} ${shown(value)}`).join(', ')
}
