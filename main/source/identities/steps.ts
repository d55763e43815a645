import { accessPoints } from './access-points.ts'
import { accountSettings } from './account-settings.ts'
import { analyzers } from './analyzers.ts'
import { authorizationDetails } from './authorization-details.ts'
import { bucketPolicies } from './bucket-policies.ts'
import { credentialReport } from './credential-report.ts'
import { functions } from './functions.ts'
import { keyPolicies } from './key-policies.ts'
import { layerPolicies } from './layer-policies.ts'
import { organization } from './organization.ts'
import { queuePolicies } from './queue-policies.ts'
import { repositoryPolicies } from './repository-policies.ts'
import { secretPolicies } from './secret-policies.ts'
import type { Step } from './step.ts'
import { topicPolicies } from './topic-policies.ts'

/** All that is asked, in this order. */
export const steps: readonly Step[] = [
  authorizationDetails,
  credentialReport,
  accountSettings,
  organization,
  bucketPolicies,
  accessPoints,
  queuePolicies,
  topicPolicies,
  keyPolicies,
  functions,
  layerPolicies,
  secretPolicies,
  repositoryPolicies,
  analyzers,
]
