import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { detailedAccounts, detailsOf } from './details.ts'
import { organizationOf } from './organization.ts'
import { reportOf } from './report.ts'

/** When somebody saved them: the morning of 9 March, two days before the intrusion. */
const taken = '2026-03-09T06-00-00Z'

/** Writes what `coldtrail iam collect` would have saved of the sample's accounts: identities, credential reports, the organization. */
export async function writeIdentities(folder: string): Promise<{ files: number }> {
  const into = join(folder, 'identities')
  await mkdir(into, { recursive: true })
  const files: (readonly [string, string])[] = [
    [`organization-${taken}.json`, pretty(organizationOf())],
    ...detailedAccounts.flatMap((account) => [
      [`${account}-authorization-details-${taken}.json`, pretty(detailsOf(account))] as const,
      [`${account}-credential-report-${taken}.csv`, reportOf(account)] as const,
    ]),
  ]
  for (const [name, text] of files) await writeFile(join(into, name), text)
  return { files: files.length }
}

function pretty(given: object): string {
  return `${JSON.stringify(given, null, 2)}\n`
}
