import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const affected = sql`json_transform(resourcesAffected, '{"s3Bucket":{"arn":"VARCHAR","name":"VARCHAR"},"s3Object":{"key":"VARCHAR","path":"VARCHAR"}}')`
const when = sql`coalesce(createdAt, updatedAt)`

/**
 * What Macie found in each object that a discovery job looked at, sensitive or not: no findings, so without type, title
 * and severity. Macie User Guide, "Storing and retaining sensitive data discovery results".
 */
export const macieDiscovery: Format = {
  id: 'macie-discovery',
  title: 'Amazon Macie discovery results',
  idField: 'id',
  matches: ({ names }) =>
    names.has('classificationDetails') &&
    names.has('resourcesAffected') &&
    !names.has('category') &&
    !names.has('type'),
  columns: {
    schemaVersion: 'JSON',
    id: 'VARCHAR',
    accountId: 'VARCHAR',
    partition: 'JSON',
    region: 'VARCHAR',
    createdAt: 'VARCHAR',
    updatedAt: 'VARCHAR',
    classificationDetails: 'JSON',
    resourcesAffected: 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`coalesce(nullif(id, ''), h)`,
    account: 'accountId',
    region: 'region',
    service: sql`'macie'`,
    action: sql`'SensitiveDataDiscovery'`,
    kind: sql`coalesce(json_extract_string(classificationDetails, '$.result.status.code'), json_extract_string(classificationDetails, '$.status.code'))`,
    target: sql`coalesce('arn:aws:s3:::' || ${affected}.s3Object."path", ${affected}.s3Bucket.arn, ${affected}.s3Bucket."name")`,
    target_type: sql`CASE WHEN ${affected}.s3Object."path" IS NOT NULL THEN 'AWS::S3::Object' ELSE 'AWS::S3::Bucket' END`,
    extra: extraOf([
      'schemaVersion',
      'partition',
      'createdAt',
      'updatedAt',
      'classificationDetails',
      'resourcesAffected',
    ]),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
