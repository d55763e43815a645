import { accountSettings } from './account-settings.ts'
import { analyzers } from './analyzers.ts'
import { authorizationDetails } from './authorization-details.ts'
import { bucketPolicies } from './bucket-policies.ts'
import { credentialReport } from './credential-report.ts'
import { organization } from './organization.ts'
import { queuePolicies } from './queue-policies.ts'
import type { Step } from './step.ts'

/** All that is asked, in this order. */
export const steps: readonly Step[] = [
  authorizationDetails,
  credentialReport,
  accountSettings,
  organization,
  bucketPolicies,
  queuePolicies,
  analyzers,
]
