import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const when = 'configurationItemCaptureTime'
/** Files write ARN and awsAccountId, the API arn and accountId; to the database ARN and arn are one name. */
const arn = sql`coalesce(nullif(ARN, ''), json_extract_string(x, '$.arn'))`
const state = sql`json_extract_string(configurationStateId, '$')`

/**
 * How a resource was configured at a time: items of the history and snapshot files that AWS Config delivers, and of
 * `get-resource-config-history`. Fields: AWS Config API Reference, "ConfigurationItem".
 */
export const awsConfig: Format = {
  id: 'aws-config',
  title: 'AWS Config items',
  idField: null,
  matches: ({ names }) => names.has('configurationItemCaptureTime') && names.has('resourceType'),
  columns: {
    configurationItemVersion: 'JSON',
    version: 'JSON',
    configurationItemCaptureTime: 'VARCHAR',
    configurationItemDeliveryTime: 'JSON',
    configurationItemStatus: 'VARCHAR',
    configurationStateId: 'JSON',
    configurationStateMd5Hash: 'JSON',
    configurationItemMD5Hash: 'JSON',
    awsAccountId: 'VARCHAR',
    accountId: 'VARCHAR',
    ARN: 'VARCHAR',
    resourceType: 'VARCHAR',
    resourceId: 'VARCHAR',
    resourceName: 'VARCHAR',
    awsRegion: 'VARCHAR',
    availabilityZone: 'JSON',
    resourceCreationTime: 'JSON',
    recordingFrequency: 'JSON',
    tags: 'JSON',
    relatedEvents: 'JSON',
    relationships: 'JSON',
    configuration: 'JSON',
    supplementaryConfiguration: 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`CASE WHEN ${state} IS NULL THEN h ELSE concat_ws('@', coalesce(${arn}, resourceType || '/' || resourceId), ${state}) END`,
    shared_id: arn,
    account: sql`coalesce(awsAccountId, accountId)`,
    region: 'awsRegion',
    service: sql`'config'`,
    action: 'configurationItemStatus',
    kind: sql`'ConfigurationItem'`,
    target: sql`coalesce(${arn}, resourceId, resourceName)`,
    target_type: 'resourceType',
    title: sql`coalesce(nullif(resourceName, ''), resourceId)`,
    extra: extraOf([
      'configurationItemVersion',
      'version',
      'configurationItemDeliveryTime',
      'configurationStateId',
      'configurationStateMd5Hash',
      'configurationItemMD5Hash',
      'resourceId',
      'resourceName',
      'availabilityZone',
      'resourceCreationTime',
      'recordingFrequency',
      'tags',
      'relatedEvents',
      'relationships',
      'configuration',
      'supplementaryConfiguration',
    ]),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
