import type { Dashboard } from '../dashboard.ts'
import { ec2 } from './ec2.ts'
import { guardduty } from './guardduty.ts'
import { iam } from './iam.ts'
import { s3 } from './s3.ts'

export const services: readonly Dashboard[] = [ec2, iam, s3, guardduty]
