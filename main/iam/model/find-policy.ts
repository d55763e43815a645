import type { PolicyText, SaidBy } from '../../../shared/iam.ts'
import { policiesOn } from '../ability.ts'
import { printed } from '../policy/printed.ts'
import type { Policy } from '../policy/statement.ts'
import type { Inventory } from './inventory.ts'

/** The document that a statement stands in, printed so that its lines are where the statement says; null where the evidence has none. */
export function findPolicy(
  inventory: Inventory,
  { policy, holder }: Pick<SaidBy, 'policy' | 'holder'>,
): PolicyText | null {
  const document = (holder === null ? managed(inventory, policy) : held(inventory, policy, holder))?.document
  return document === undefined ? null : { policy, holder, text: printed(document), problems: document.problems }
}

function held(inventory: Inventory, policy: string, holder: string): Policy | undefined {
  const { principals, groups } = inventory
  if (policy === 'trust') {
    const trust = principals.find(({ arn }) => arn === holder)?.trust
    return trust ? { name: 'trust', arn: null, document: trust } : undefined
  }
  const own = [...principals, ...groups].find(({ arn }) => arn === holder)?.inline.find(({ name }) => name === policy)
  const ofResource = policiesOn(inventory, holder)
  return own ?? ofResource?.find(({ name }) => name === policy) ?? ofResource?.[0]
}

/** As it hangs on somebody: with an AWS policy that is the version of the day that is asked for. */
function managed({ principals, groups, managed: all, controls }: Inventory, arn: string): Policy | undefined {
  const hanging = [
    ...[...principals, ...groups].flatMap(({ attached }) => attached),
    ...principals.flatMap(({ boundary }) => boundary ?? []),
    ...controls.map(({ policy }) => policy),
  ]
  const found = hanging.find((each) => (each.arn ?? each.name) === arn)
  if (found !== undefined) return found
  const own = all.find((each) => each.arn === arn)
  const version = own?.versions.find(({ isDefault }) => isDefault)
  return own && version && { name: own.name, arn, document: version.document }
}
