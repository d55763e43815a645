import type { Dashboard } from '../dashboard.ts'
import { apiGateway } from './api-gateway.ts'
import { bedrock } from './bedrock.ts'
import { clientVpn } from './client-vpn.ts'
import { cloudfront } from './cloudfront.ts'
import { ec2 } from './ec2.ts'
import { guardduty } from './guardduty.ts'
import { iam } from './iam.ts'
import { networkFirewall } from './network-firewall.ts'
import { s3 } from './s3.ts'

export const services: readonly Dashboard[] = [
  ec2,
  iam,
  s3,
  guardduty,
  cloudfront,
  networkFirewall,
  apiGateway,
  clientVpn,
  bedrock,
]
