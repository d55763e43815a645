import { itemsOf } from '../model/items-of.ts'
import { isOn } from '../model/restricted-buckets.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'
import { buckets } from './needs.ts'

export const bucketAclPublic: Check = {
  id: 'bucket-acl-public',
  theme: 'resources',
  title: 'The access list of a bucket lets anybody in',
  severity: 'critical',
  abuse: 'names of objects are listed, or objects written, without any account',
  fix: 'turn IgnorePublicAcls on, or ACLs off (BucketOwnerEnforced)',
  references: [
    'Security Hub S3.2',
    'Security Hub S3.3',
    'Prowler s3_bucket_public_list_acl',
    'Prowler s3_bucket_public_write_acl',
  ],
  needs: buckets,
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::S3::Bucket')
      .filter(
        ({ account, facts }) =>
          !isOn(facts.PublicAccessBlockConfiguration, 'ignorePublicAcls') &&
          !itemsOf(inventory, 'AWS::S3::AccountPublicAccessBlock').some(
            (block) => block.account === account && isOn(block.facts, 'ignorePublicAcls'),
          ),
      )
      .flatMap(({ arn, account, facts }) => {
        const list = facts.AccessControlList
        const grants = isObject(list) ? [list.grantList ?? list.Grants].flat().filter(isObject) : []
        return grants
          .filter((grant) => /AllUsers|AuthenticatedUsers/.test(JSON.stringify(grant.grantee ?? grant.Grantee ?? '')))
          .map((grant) => ({
            account,
            principal: arn,
            why: `${/AllUsers/.test(JSON.stringify(grant)) ? 'everybody' : 'everybody with an account of AWS'} has ${grant.permission ?? grant.Permission}`,
          }))
      }),
}
