import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { type Columns, nothing } from './columns.ts'
import { flatEntries, unmappedOf } from './security-lake-entries.ts'
import { asJson, hashWithout, isoMillis, objectOf } from './security-lake-row.ts'
import { securityhub } from './securityhub.ts'
import { partsOf, unflattened } from './unflatten.ts'

/**
 * Findings of Security Hub as Security Lake keeps them: Security Finding (2001), since source version 2 Vulnerability
 * (2002), Compliance (2003) and Detection Finding (2004). Under the names of ASFF and read as those are, so that the
 * versions of a finding are found together wherever they came from.
 */
export function lakeFinding(columns: Columns): TableReading {
  const { text, json, time } = columns
  const both = (name: string) => [`finding_info.${name}`, `finding.${name}`]
  const when = (name: string) => isoMillis(time(...both(`${name}_time`), ...both(`${name}_time_dt`)))
  const nested = (name: 'ProductFields' | 'FindingProviderFields') => `"@parts"."${name}"`
  const unmapped = (name: string) => text(['unmapped', name])
  const map = unmappedOf(columns)
  const id = text(...both('uid'))
  const given: Record<string, string> = {
    SchemaVersion: asJson(text('metadata.log_version', 'metadata.product.version')),
    Id: id,
    ProductArn: text('metadata.product.uid'),
    ProductName: text('metadata.product.name'),
    CompanyName: asJson(unmapped('CompanyName')),
    Region: text('cloud.region'),
    GeneratorId: asJson(text('metadata.product.feature.uid')),
    AwsAccountId: text('cloud.account.uid', 'cloud.account_uid'),
    Types: json(...both('types')),
    FirstObservedAt: when('first_seen'),
    LastObservedAt: when('last_seen'),
    CreatedAt: when('created'),
    UpdatedAt: when('modified'),
    Severity: objectOf({
      Label: sql`to_json(CASE WHEN ${text('severity')} = 'Fatal' THEN 'CRITICAL' ELSE upper(${text('severity')}) END)`,
      Normalized: asJson(unmapped('Severity.Normalized')),
      Original: asJson(unmapped('Severity.Original')),
      Product: asJson(unmapped('Severity.Product')),
    }),
    Confidence: asJson(text('confidence', 'confidence_score')),
    Title: text(...both('title')),
    Description: asJson(text(...both('desc'))),
    Remediation: objectOf({
      Recommendation: objectOf({ Text: asJson(text('remediation.desc', 'finding.remediation.desc')) }),
    }),
    SourceUrl: asJson(text(...both('src_url'))),
    ProductFields: nested('ProductFields'),
    Resources: resources(columns),
    Compliance: objectOf({ Status: asJson(text('compliance.status')) }),
    WorkflowState: asJson(unmapped('WorkflowState')),
    RecordState: asJson(unmapped('RecordState')),
    FindingProviderFields: nested('FindingProviderFields'),
  }
  const fields = Object.fromEntries(
    Object.entries(securityhub.columns).map(([name, type]) => [name, given[name] ?? `CAST(NULL AS ${type})`]),
  )
  const entries =
    map === null
      ? sql`CAST([] AS STRUCT("key" VARCHAR, "value" VARCHAR)[])`
      : flatEntries(map, sql`starts_with(e."key", 'ProductFields.') OR starts_with(e."key", 'FindingProviderFields.')`)
  return {
    format: securityhub.id,
    steps: [
      { '@entries': entries },
      { '@nested': unflattened('"@entries"') },
      { '@parts': partsOf('"@nested"', ['ProductFields', 'FindingProviderFields']) },
    ],
    fields: { ...fields, '@time': time('time', 'time_dt'), f: 'NULL', h: hashWithout(id, columns), x: columns.row() },
    select: {
      ...securityhub.select,
      time: `coalesce(${securityhub.select.time}, "@time")`,
      fidelity: sql`'flattened'`,
    },
  }
}

/** Resources in ASFF's names; their details are JSON text. Version 2 of some classes has one of them. */
function resources(columns: Columns): string {
  const { value, has, json, text } = columns
  const list = value('resources')
  if (list?.type.kind === 'list' && list.type.of.kind === 'struct') {
    const field = (name: string) => (has(['resources', 0, name]) ? `r."${name}"` : nothing('VARCHAR'))
    const details = has(['resources', 0, 'details']) ? 'details' : 'data'
    return sql`to_json(list_transform(${list.sql}, lambda r: {'Id': ${field('uid')}, 'Type': ${field('type')}, 'Partition': ${field('cloud_partition')}, 'Region': ${field('region')}, 'Details': try_cast(${field(details)} AS JSON)}))`
  }
  if (!has('resource')) return nothing('JSON')
  const own = (name: string) => asJson(text(`resource.${name}`))
  const one = objectOf({
    Id: own('uid'),
    Type: own('type'),
    Partition: own('cloud_partition'),
    Region: own('region'),
    Details: json('resource.data', 'resource.details'),
  })
  return sql`json_array(${one})`
}
