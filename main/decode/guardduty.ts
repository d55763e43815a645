import type { Format } from './format.ts'
import { guarddutySelect } from './guardduty-select.ts'
import { lowerNames } from './lower-names.ts'

/**
 * GuardDuty findings: exported to S3 one a line, inside EventBridge events, or as `get-findings` prints them, where every
 * field name begins with a capital. Fields: GuardDuty API Reference, "Finding"; GuardDuty User Guide, "Finding details".
 */
export const guardduty: Format = {
  id: 'guardduty',
  title: 'Amazon GuardDuty findings',
  idField: 'id',
  matches: ({ names }) => isFinding(names) || isOfTheApi(names),
  respell: (record, names) => (isOfTheApi(names) ? lowerNames(record) : null),
  columns: {
    schemaVersion: 'JSON',
    accountId: 'VARCHAR',
    region: 'VARCHAR',
    partition: 'JSON',
    id: 'VARCHAR',
    arn: 'JSON',
    type: 'VARCHAR',
    resource: 'JSON',
    service: 'JSON',
    severity: 'JSON',
    confidence: 'JSON',
    createdAt: 'VARCHAR',
    updatedAt: 'VARCHAR',
    title: 'VARCHAR',
    description: 'JSON',
    associatedAttackSequenceArn: 'JSON',
  },
  select: guarddutySelect,
}

function isFinding(names: ReadonlySet<string>): boolean {
  return names.has('accountId') && names.has('type') && names.has('service') && names.has('resource')
}

function isOfTheApi(names: ReadonlySet<string>): boolean {
  return names.has('AccountId') && names.has('Type') && names.has('Service') && names.has('Resource')
}
