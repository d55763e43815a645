import type { Check } from './check.ts'
import { grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const cloudtrailFullAccess: Check = {
  id: 'cloudtrail-full-access',
  theme: 'rights',
  title: 'A policy allows everything with trails',
  severity: 'medium',
  abuse: 'an intruder stops the logs before he begins',
  fix: 'allow reading, and leave StopLogging, DeleteTrail, UpdateTrail and PutEventSelectors to few',
  references: [
    'Prowler iam_policy_no_full_access_to_cloudtrail',
    'Prowler iam_inline_policy_no_full_access_to_cloudtrail',
  ],
  needs: details,
  look: (view) =>
    grantsOf(
      view,
      ['cloudtrail:stoplogging', 'cloudtrail:deletetrail', 'cloudtrail:updatetrail', 'cloudtrail:puteventselectors'],
      'logs can be stopped',
    ),
}
