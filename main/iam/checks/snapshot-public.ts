import type { Item } from '../model/inventory.ts'
import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'

export const snapshotPublic: Check = {
  id: 'snapshot-public',
  theme: 'resources',
  title: 'A snapshot is open to everybody',
  severity: 'critical',
  abuse: 'everybody restores it, and reads the disk or database',
  fix: 'take the sharing away, and turn Block Public Access for snapshots on',
  references: [
    'Security Hub EC2.1',
    'Security Hub RDS.1',
    'Prowler ec2_ebs_public_snapshot',
    'Prowler rds_snapshots_public_access',
  ],
  needs: {
    says: 'AWS Config items of database snapshots, `aws ec2 describe-snapshot-attribute`',
    isMet: ({ items }) => items.some(({ type }) => types.includes(type)),
  },
  look: ({ inventory }) =>
    types
      .flatMap((type) => itemsOf(inventory, type))
      .filter((item) => isShared(item))
      .map(({ arn, account }) => ({ account, principal: arn, why: 'everybody may restore it' })),
}

const types = ['AWS::EC2::Snapshot', 'AWS::RDS::DBSnapshot', 'AWS::RDS::DBClusterSnapshot']

function isShared(item: Item): boolean {
  const volumes = [fact(item, 'CreateVolumePermissions')].flat().filter(isObject)
  const attributes = [fact(item, 'DBSnapshotAttributes') ?? fact(item, 'DBClusterSnapshotAttributes')]
    .flat()
    .filter(isObject)
  return (
    volumes.some(({ Group, group }) => (Group ?? group) === 'all') ||
    attributes.some(
      (each) =>
        (each.attributeName ?? each.AttributeName) === 'restore' &&
        [each.attributeValues ?? each.AttributeValues].flat().includes('all'),
    )
  )
}
