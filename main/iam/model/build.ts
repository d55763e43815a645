import type { ExternalFinding } from '../../../shared/iam.ts'
import { isObject } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { readConfigItems } from './config-items.ts'
import { type CredentialRow, readCredentialReport } from './credential-report.ts'
import { readAnalyzerFindings } from './external/access-analyzer.ts'
import { readOcsfFinding, readProwlerCsv } from './external/prowler.ts'
import type { Inventory, Item } from './inventory.ts'
import { jsonValues } from './json-values.ts'
import { readKeyGrants } from './key-grants.ts'
import type { ManagedPolicies } from './managed-policies.ts'
import { missingInputs } from './missing-inputs.ts'
import { controlsOf, emptyOrganization, readOrganization } from './organization.ts'
import { type Page, readDetails, unfinished } from './read-details.ts'
import { readResourcePolicy } from './resource-policy.ts'
import { restrictedBuckets } from './restricted-buckets.ts'
import { readAnswer } from './saved-answers.ts'

/** A piece of evidence that says something of identities or policies. */
export interface Source {
  /** Its address, for remarks and where the content does not say what it hangs on. */
  readonly name: string
  /** Id of the format: iam-authorization-details, credential-report, aws-config, organizations, aws-policy, … */
  readonly format: string
  readonly text: string
}

/**
 * Joins what the evidence says. What cannot be read, and what is missing, is in the remarks. `library`: documents of AWS's
 * own policies, where the evidence has none. Authorization details count before AWS Config items of the same identity.
 */
export function buildInventory(sources: readonly Source[], library: ManagedPolicies | null = null): Inventory {
  const remarks: string[] = []
  const pages: Page[] = []
  const credentials = new Map<string, CredentialRow>()
  const resources = new Map<string, readonly Policy[]>()
  const owners = new Map<string, string>()
  const items: Item[] = []
  const external: ExternalFinding[] = []
  const configured: Readonly<Record<string, unknown>>[] = []
  const organization = emptyOrganization()
  for (const source of sources) {
    try {
      read(source)
    } catch (error) {
      remarks.push(`${source.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const config = readConfigItems(configured)
  for (const { arn, policy } of config.policies) addPolicy(arn, policy)
  for (const { arn, account } of config.items) if (account !== '') owners.set(arn, account)
  items.push(...config.items)
  const ofConfig: readonly Page[] = configured.length === 0 ? [] : [{ name: 'AWS Config', given: config.details }]
  const details = readDetails([...ofConfig, ...pages], library)
  for (const [arn, policies] of resources)
    for (const { document } of policies)
      for (const problem of document.problems) remarks.push(`the policy of ${arn}: ${problem}; it is not counted`)
  const inventory = {
    principals: details.principals,
    groups: details.groups,
    managed: details.managed,
    credentials: [...credentials.values()],
    controls: controlsOf(organization),
    resources,
    owners,
    restricted: restrictedBuckets(items, owners),
    items,
    external,
    organization: organization.id,
    management: organization.management,
    members: [...organization.members],
    parents: organization.parents,
  }
  return {
    ...inventory,
    remarks: [
      ...remarks,
      ...config.problems,
      ...organization.problems,
      ...unfinished(pages),
      ...details.remarks,
      ...missingInputs(inventory, pages.length > 0),
    ],
  }

  function addPolicy(arn: string, policy: Policy): void {
    resources.set(arn, [...(resources.get(arn) ?? []), policy])
  }

  function read({ name, format, text }: Source): void {
    if (format === 'credential-report') {
      for (const row of readCredentialReport(reportIn(text))) credentials.set(row.arn, row)
      return
    }
    if (format === 'prowler' && !/^\s*[[{]/.test(text)) {
      external.push(...readProwlerCsv(text))
      return
    }
    for (const given of jsonValues(text)) {
      if (!isObject(given)) throw new Error('holds something that is no object')
      if (format === 'iam-authorization-details') pages.push({ name, given })
      else if (format === 'aws-config') configured.push(given)
      else if (format === 'access-analyzer') external.push(...readAnalyzerFindings(given))
      else if (format === 'prowler') external.push(readOcsfFinding(given))
      else if (!readOrganization(given, organization, name)) readPolicyOrAnswer(given, name)
    }
  }

  function readPolicyOrAnswer(given: Readonly<Record<string, unknown>>, name: string): void {
    // What `iam collect` saved of a bucket is of the account that was asked.
    const [, account, bucket] = /^aws-api:\/\/iam\/(\d{12})\/.*\/arn_(aws[\w-]*_s3___.+)\.json$/.exec(name) ?? []
    if (account !== undefined && bucket !== undefined) owners.set(`arn:${bucket.replace('_s3___', ':s3:::')}`, account)
    const answers = readAnswer(given, name)
    if (answers !== null) {
      items.push(...answers)
      return
    }
    const found = readKeyGrants(given, name) ?? readResourcePolicy(given, name)
    if (found !== null) addPolicy(found.arn, found.policy)
  }
}

/** The CSV, or the command's answer that holds it in base64. */
function reportIn(text: string): string {
  if (!text.trimStart().startsWith('{')) return text
  const [given] = jsonValues(text)
  if (!isObject(given) || typeof given.Content !== 'string') throw new Error('the credential report has no Content')
  return Buffer.from(given.Content, 'base64').toString('utf8')
}
