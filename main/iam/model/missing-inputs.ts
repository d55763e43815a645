import { arnParts } from '../policy/wildcard.ts'
import type { Inventory } from './inventory.ts'

/** What the evidence lacks, as sentences: what rests on it is not known, and what limits it is shown as allowed. */
export function missingInputs(inventory: Omit<Inventory, 'remarks'>, hasDetails: boolean): readonly string[] {
  const { principals, credentials, controls } = inventory
  const all: string[] = []
  if (!hasDetails)
    all.push(
      principals.length > 0
        ? 'identities come from AWS Config alone: policies of AWS that hang on them have the documents that this version brings'
        : 'no answer of get-account-authorization-details is in the case: identities and their policies are not known',
    )
  if (credentials.length === 0) all.push('no credential report is in the case: passwords, MFA and keys are not known')
  else {
    const reported = new Set(credentials.map(({ arn }) => arnParts(arn)[4]))
    const without = [...new Set(principals.map(({ account }) => account))].filter((account) => !reported.has(account))
    if (without.length > 0)
      all.push(
        `no credential report of ${without.join(', ')} is in the case: passwords, MFA and keys there are not known`,
      )
  }
  if (!controls.some(({ kind }) => kind === 'scp'))
    all.push('no service control policies are in the case: what they forbid is shown as allowed')
  else if (controls.some(({ targets }) => targets === null))
    all.push(
      'of some control policies the case does not say what they hang on (list-targets-for-policy): what they forbid is shown as depending on that',
    )
  else if (
    controls.some(({ targets }) => targets?.some((target) => target.startsWith('ou-'))) &&
    inventory.parents.size === 0
  )
    all.push(
      'control policies hang on units of the organization, and the case does not say which accounts are in them (list-parents): what they forbid is shown as depending on that',
    )
  return all
}
