import type { Actions } from './actions.ts'
import { type Inventory, identityPolicies, type Principal } from './model/inventory.ts'
import { type Decision, decide, type Guards } from './policy/decide.ts'
import { type Fact, type Facts, factsOf, over } from './policy/facts.ts'
import type { Caller } from './policy/principal.ts'
import { namesAction } from './policy/statement.ts'
import { arnParts } from './policy/wildcard.ts'

/** What stands around every decision. */
export interface World {
  readonly inventory: Inventory
  readonly actions: Actions
  /** The time that conditions on the date are judged at. */
  readonly at: string
}

export type Pairs = readonly (readonly [string, Fact])[]

export function callerOf(principal: Principal): Caller {
  return { kind: principal.kind, arn: principal.arn, account: principal.account, session: null, id: principal.id }
}

/** Whether a principal may do something to one resource. `extra`: what the way of doing it fixes (iam:PassedToService). */
export function mayDo(
  world: World,
  principal: Principal,
  action: string,
  resource: string,
  extra: Pairs = [],
): Decision {
  const owner = ownerOf(resource)
  const around = over(factsAbout(world, principal), [
    ['aws:resourceaccount', [owner ?? principal.account]],
    ...tagsAt(world, resource),
  ])
  const facts = extra.length === 0 ? around : over(around, extra)
  return decide({ action, resource, caller: callerOf(principal), owner, facts }, guardsOf(world, principal, resource))
}

/** Whether any Allow of the principal names the action at all: without one nothing in the account helps. */
export function mayEver(principal: Principal, action: string): boolean {
  return identityPolicies(principal).some(({ document }) =>
    document.statements.some((statement) => statement.effect === 'Allow' && namesAction(statement, action)),
  )
}

function ownerOf(resource: string): string | null {
  const account = arnParts(resource)[4] ?? ''
  return /^\d{12}$/.test(account) ? account : null
}

const known = new WeakMap<Principal, Facts>()

function factsAbout({ inventory, at }: World, principal: Principal): Facts {
  const before = known.get(principal)
  if (before !== undefined) return before
  const seconds = String(Math.floor(Date.parse(at) / 1000))
  const isRole = principal.kind === 'role'
  const pairs: Pairs = [
    ['aws:principalarn', [principal.arn]],
    ['aws:principalaccount', [principal.account]],
    ['aws:principaltype', [isRole ? 'AssumedRole' : 'User']],
    ['aws:username', isRole ? null : [principal.name]],
    ['aws:userid', isRole || principal.id === null ? undefined : [principal.id]],
    ['aws:principalorgid', inventory.organization === null ? undefined : [inventory.organization]],
    ['aws:principalisawsservice', ['false']],
    ['aws:viaawsservice', ['false']],
    ['aws:calledvia', null],
    ['aws:calledviafirst', null],
    ['aws:principalservicename', null],
    ['aws:currenttime', [at]],
    ['aws:epochtime', [seconds]],
    // Long-term keys have no time of issue; a session begun now has this one.
    ['aws:tokenissuetime', isRole ? [at] : { maybe: [at] }],
    ['aws:principaltag/*', null],
    ...Object.entries(principal.tags).map(([key, value]) => [`aws:principaltag/${key}`, [value]] as const),
  ]
  const facts = factsOf(pairs)
  known.set(principal, facts)
  return facts
}

/** Tags of identities; of other resources they are unknown. */
function tagsAt({ inventory }: World, resource: string): Pairs {
  const target = byArn(inventory).get(resource)
  if (target === undefined) return []
  return ['aws:resourcetag', 'iam:resourcetag'].flatMap((prefix) => [
    [`${prefix}/*`, null] as const,
    ...Object.entries(target.tags).map(([key, value]) => [`${prefix}/${key}`, [value]] as const),
  ])
}

const indexes = new WeakMap<Inventory, ReadonlyMap<string, Principal>>()

export function byArn(inventory: Inventory): ReadonlyMap<string, Principal> {
  const index = indexes.get(inventory) ?? new Map(inventory.principals.map((each) => [each.arn, each]))
  indexes.set(inventory, index)
  return index
}

function guardsOf({ inventory }: World, principal: Principal, resource: string): Guards {
  const target = byArn(inventory).get(resource)
  const trust = target?.trust ? [{ name: 'trust', arn: null, document: target.trust }] : null
  return {
    identity: identityPolicies(principal),
    boundary: principal.boundary === null ? null : [principal.boundary],
    session: null,
    scps: levelsFor(inventory, principal.account),
    rcps: inventory.controls.filter(({ kind }) => kind === 'rcp').map(({ policy }) => policy),
    // The trust of a role has a say in who takes it on, not in who changes or passes it; statements name their actions.
    resource: trust ?? inventory.resources.get(resource) ?? null,
    endpoint: null,
  }
}

const levels = new WeakMap<Inventory, Map<string, Guards['scps']>>()

/** One level for each target that leads to the account; where attachments are unknown, all policies are one level. */
function levelsFor(inventory: Inventory, account: string): Guards['scps'] {
  const ofAll = levels.get(inventory) ?? new Map<string, Guards['scps']>()
  levels.set(inventory, ofAll)
  const before = ofAll.get(account)
  if (before !== undefined) return before
  const scps = inventory.controls.filter(({ kind }) => kind === 'scp')
  const isFree = scps.length === 0 || account === inventory.management
  const byTarget = new Map<string, (typeof scps)[number]['policy'][]>()
  for (const { policy, targets } of scps) {
    for (const target of targets ?? ['']) {
      const isElsewhere = /^\d{12}$/.test(target) && target !== account
      if (!isElsewhere) byTarget.set(target, [...(byTarget.get(target) ?? []), policy])
    }
  }
  const found = isFree || byTarget.size === 0 ? null : [...byTarget.values()]
  ofAll.set(account, found)
  return found
}
