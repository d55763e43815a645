import { isObject } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { type CredentialRow, readCredentialReport } from './credential-report.ts'
import type { ControlPolicy, Inventory } from './inventory.ts'
import { jsonValues } from './json-values.ts'
import { type Organization, readOrganization } from './organization.ts'
import { type Page, readDetails } from './read-details.ts'
import { readResourcePolicy } from './resource-policy.ts'

/** A piece of evidence that says something of identities or policies. */
export interface Source {
  /** Its address, for remarks and where the content does not say what it hangs on. */
  readonly name: string
  /** iam-authorization-details, credential-report, organizations or aws-policy. */
  readonly format: string
  readonly text: string
}

/** Joins what the evidence says. What cannot be read, and what is missing, is in the remarks. */
export function buildInventory(sources: readonly Source[]): Inventory {
  const remarks: string[] = []
  const pages: Page[] = []
  const credentials = new Map<string, CredentialRow>()
  const resources = new Map<string, readonly Policy[]>()
  const organization: Organization = { id: null, management: null, members: new Set(), controls: [] }
  for (const source of sources) {
    try {
      read(source)
    } catch (error) {
      remarks.push(`${source.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const details = readDetails(pages)
  const controls: readonly ControlPolicy[] = organization.controls
  return {
    principals: details.principals,
    groups: details.groups,
    managed: details.managed,
    credentials: [...credentials.values()],
    controls,
    resources,
    organization: organization.id,
    management: organization.management,
    members: [...organization.members],
    remarks: [...remarks, ...details.remarks, ...missing(pages, credentials.size, controls)],
  }

  function read({ name, format, text }: Source): void {
    if (format === 'credential-report') {
      for (const row of readCredentialReport(reportIn(text))) credentials.set(row.arn, row)
      return
    }
    for (const given of jsonValues(text)) {
      if (!isObject(given)) throw new Error('holds something that is no object')
      if (format === 'iam-authorization-details') pages.push({ name, given })
      else if (!readOrganization(given, organization)) {
        const found = readResourcePolicy(given, name)
        if (found !== null) resources.set(found.arn, [...(resources.get(found.arn) ?? []), found.policy])
      }
    }
  }
}

/** The CSV, or the command's answer that holds it in base64. */
function reportIn(text: string): string {
  if (!text.trimStart().startsWith('{')) return text
  const [given] = jsonValues(text)
  if (!isObject(given) || typeof given.Content !== 'string') throw new Error('the credential report has no Content')
  return Buffer.from(given.Content, 'base64').toString('utf8')
}

function missing(pages: readonly Page[], reports: number, controls: readonly ControlPolicy[]): readonly string[] {
  const all: string[] = []
  if (pages.length === 0)
    all.push(
      'no answer of get-account-authorization-details is in the case: identities and their policies are not known',
    )
  if (reports === 0) all.push('no credential report is in the case: passwords, MFA and keys are not known')
  if (controls.length === 0)
    all.push('no service control policies are in the case: what they forbid is shown as allowed')
  return all
}
