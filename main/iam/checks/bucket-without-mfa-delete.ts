import { itemsOf } from '../model/items-of.ts'
import { isOn } from '../model/restricted-buckets.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'
import { buckets } from './needs.ts'

export const bucketWithoutMfaDelete: Check = {
  id: 'bucket-without-mfa-delete',
  theme: 'resources',
  title: 'Versions of a bucket are deleted without MFA',
  severity: 'info',
  abuse: 'who has a key deletes the old versions too, and holds what is left for ransom',
  fix: 'turn MFA delete on where logs and backups lie, or Object Lock',
  references: ['CIS v3.0 2.1.2', 'CIS v5.0 2.1.2'],
  needs: buckets,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::Bucket').flatMap(({ arn, account, facts }) => {
      const versioning = facts.BucketVersioningConfiguration
      if (!isObject(versioning) || isOn(versioning, 'isMfaDeleteEnabled')) return []
      return [{ account, principal: arn, why: `versioning is ${versioning.status ?? 'unknown'}, MFA delete is off` }]
    }),
}
