import type { ParquetColumn, Table, TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { type Columns, columnsOf } from './columns.ts'
import { ocsfColumns } from './ocsf-columns.ts'
import { lakeCloudtrail } from './security-lake-cloudtrail.ts'
import { lakeEksAudit } from './security-lake-eks-audit.ts'
import { lakeFinding } from './security-lake-finding.ts'
import { lakeOther } from './security-lake-other.ts'
import { lakeRoute53 } from './security-lake-route53.ts'
import { lakeVpcFlow } from './security-lake-vpc-flow.ts'
import { lakeWaf } from './security-lake-waf.ts'

/** What a row of Security Lake was before it became OCSF: told by its class and product. */
const readings: Readonly<Record<string, (columns: Columns) => TableReading>> = {
  cloudtrail: lakeCloudtrail,
  'vpc-flow': lakeVpcFlow,
  'route53-resolver': lakeRoute53,
  'eks-audit': lakeEksAudit,
  waf: lakeWaf,
  finding: lakeFinding,
  other: lakeOther,
}

/**
 * Parquet in the Open Cybersecurity Schema Framework, as Amazon Security Lake keeps it: of any source and version of
 * AWS's own, or of a custom source. One prefix holds files of several classes, and nothing forbids one file to do so.
 */
export function securityLake(all: readonly ParquetColumn[]): Table | null {
  const columns = columnsOf(all)
  if (!columns.has('class_uid') && !(columns.has('metadata.product') && columns.has('category_uid'))) return null
  const product = columns.text('metadata.product.name')
  const classUid = columns.text('class_uid')
  const isAws = sql`(${columns.text('metadata.product.vendor_name')} = 'AWS' OR starts_with(${columns.text('metadata.product.uid')}, 'arn:aws'))`
  return {
    format: 'security-lake',
    kind: sql`CASE
      WHEN ${product} = 'CloudTrail' AND ${classUid} IN ('3001', '3002', '3005', '6003') THEN 'cloudtrail'
      WHEN ${product} = 'Amazon VPC' AND ${classUid} = '4001' THEN 'vpc-flow'
      WHEN ${product} = 'Route 53' AND ${classUid} = '4003' THEN 'route53-resolver'
      WHEN ${product} = 'Amazon EKS' AND ${classUid} = '6003' THEN 'eks-audit'
      WHEN ${product} IN ('AWS WAF', 'WAF') AND ${classUid} = '4002' THEN 'waf'
      WHEN ${classUid} IN ('2001', '2002', '2003', '2004') AND ${isAws} THEN 'finding'
      ELSE 'other' END`,
    readingOf: (kind) => (readings[kind ?? 'other'] ?? lakeOther)(columns),
    unmapped: columns.names.filter((name) => !ocsfColumns.has(name.toLowerCase())),
    lacks:
      columns.has('time') || columns.has('time_dt') ? null : 'no column tells the time; its rows are kept without one',
  }
}
