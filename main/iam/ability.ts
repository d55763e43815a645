import type { Actions } from './actions.ts'
import { controlsAbove } from './model/controls-above.ts'
import { type Inventory, identityPolicies, type Principal } from './model/inventory.ts'
import { type Decision, decide, type Guards } from './policy/decide.ts'
import { type Fact, type Facts, factsOf, over } from './policy/facts.ts'
import type { Caller } from './policy/principal.ts'
import { namesAction, type Policy } from './policy/statement.ts'
import { arnParts } from './policy/wildcard.ts'
import { judgePolicy } from './verdict/judge-policy.ts'

/** What stands around every decision. */
export interface World {
  readonly inventory: Inventory
  readonly actions: Actions
  /** The time that conditions on the date are judged at. */
  readonly at: string
  /** The one session that is asked about: what its identity does is done by it. `policies`: null when nothing limits it. */
  readonly session?: {
    readonly holder: string
    readonly arn: string | null
    readonly policies: readonly Policy[] | null
  }
}

export type Pairs = readonly (readonly [string, Fact])[]

export function callerOf(principal: Principal): Caller {
  return { kind: principal.kind, arn: principal.arn, account: principal.account, session: null, id: principal.id }
}

/** aws, aws-cn, aws-us-gov: the part of AWS that an identity is in. */
export function partitionOf({ arn }: Principal): string {
  return arnParts(arn)[1] ?? 'aws'
}

/** Whether a principal may do something to one resource. `extra`: what the way of doing it fixes (iam:PassedToService). */
export function mayDo(
  world: World,
  principal: Principal,
  action: string,
  resource: string,
  extra: Pairs = [],
): Decision {
  const owner = ownerOf(world.inventory, resource)
  const around = over(factsAbout(world, principal), [
    ...factsOfSession(world, principal),
    ...factsAt(world, principal, action, resource, owner),
  ])
  const facts = extra.length === 0 ? around : over(around, extra)
  const decision = decide(
    {
      action,
      resource,
      caller: { ...callerOf(principal), session: sessionOf(world, principal)?.arn ?? null },
      owner,
      facts,
    },
    guardsOf(world, principal, action, resource),
  )
  if (decision.result === 'denied' || owner === null || owner === principal.account) return decision
  return isShut(world, resource, owner)
    ? { result: 'denied', when: [], statements: [], why: 'Block Public Access keeps other accounts out' }
    : decision
}

/**
 * Whether a public policy of a bucket lets nobody of another account in. A user guide of S3, "Blocking public access":
 * RestrictPublicBuckets shuts out those whom the policy names beside everybody, too.
 */
function isShut({ inventory, at }: World, resource: string, owner: string): boolean {
  const bucket = bucketOf(resource)
  if (!inventory.restricted.has(bucket)) return false
  const around = {
    own: owner,
    organization: inventory.organization,
    members: inventory.members,
    management: inventory.management,
    vendors: {},
    restrictsPublicBuckets: true,
    at,
  }
  const policies = policiesOn(inventory, bucket) ?? []
  return policies.some(({ document }) => judgePolicy(document, 'bucket', around).verdict === 'blocked-by-bpa')
}

/** What a request says of the resource that it is for. */
function factsAt(world: World, principal: Principal, action: string, resource: string, owner: string | null): Pairs {
  const account = owner ?? principal.account
  const { organization, members } = world.inventory
  const isMember = organization !== null && members.includes(account)
  return [
    ['aws:resourceaccount', [account]],
    ['s3:resourceaccount', [account]],
    ['aws:resourceorgid', isMember ? [organization] : undefined],
    ...boundaryAt(world, action, resource),
    ...tagsAt(world, resource),
  ]
}

/**
 * iam:PermissionsBoundary is the boundary that the identity has; only who makes an identity, or sets its boundary, chooses,
 * and other actions do not have the key. Service Authorization Reference of IAM.
 */
function boundaryAt({ inventory }: World, action: string, resource: string): Pairs {
  if (/^iam:(?:create|put)(?:user|role)(?:permissionsboundary)?$/i.test(action)) return []
  if (!/^iam:(?:attach|detach|put|delete)(?:user|role)(?:policy|permissionsboundary)$/i.test(action))
    return [['iam:permissionsboundary', null]]
  const target = byArn(inventory).get(resource)
  if (target === undefined) return [['iam:permissionsboundary', undefined]]
  return [['iam:permissionsboundary', target.boundary === null ? null : [target.boundary.arn ?? target.boundary.name]]]
}

/**
 * The same of a resource that exists: it is asked for in its region. The ARN of a bucket or object does not say whose it
 * is; where several accounts are in the evidence, only the owner's own identities need no policy of the bucket.
 */
export function mayDoTo(world: World, principal: Principal, action: string, resource: string): Decision {
  const region = arnParts(resource)[3] ?? ''
  const decision = mayDo(world, principal, action, resource, region === '' ? [] : [['aws:requestedregion', [region]]])
  const isOpen =
    arnParts(resource)[2] === 's3' &&
    ownerOf(world.inventory, resource) === null &&
    accountsOf(world.inventory).size > 1
  if (decision.result === 'denied' || !isOpen) return decision
  const { account } = principal
  return { ...decision, result: 'allowed-if', when: [...decision.when, `the bucket belongs to account ${account}`] }
}

const accounts = new WeakMap<Inventory, ReadonlySet<string>>()

function accountsOf(inventory: Inventory): ReadonlySet<string> {
  const all = accounts.get(inventory) ?? new Set(inventory.principals.map(({ account }) => account))
  accounts.set(inventory, all)
  return all
}

/** Whether any Allow of the principal names the action at all: without one nothing in the account helps. */
export function mayEver(principal: Principal, action: string): boolean {
  return identityPolicies(principal).some(({ document }) =>
    document.statements.some((statement) => statement.effect === 'Allow' && namesAction(statement, action)),
  )
}

/** The account that a resource belongs to; ARNs of buckets do not say it. */
export function ownerOf({ owners }: Inventory, resource: string): string | null {
  const account = arnParts(resource)[4] ?? ''
  return /^\d{12}$/.test(account) ? account : (owners.get(resource) ?? owners.get(bucketOf(resource)) ?? null)
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
    // Only services say on whose behalf they call.
    ['aws:sourcearn', null],
    ['aws:sourceaccount', null],
    ['aws:sourceorgid', null],
    ['aws:sourceorgpaths', null],
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

/**
 * What a request of the session says otherwise than one of its identity. IAM User Guide, "AWS global condition context
 * keys", aws:PrincipalArn, and "IAM policy elements: Variables and tags", values for each kind of principal.
 */
function factsOfSession(world: World, principal: Principal): Pairs {
  const session = sessionOf(world, principal)
  const [, , , , account, rest = ''] = arnParts(session?.arn ?? '')
  const name = rest.slice(rest.lastIndexOf('/') + 1)
  if (name === '') return []
  if (principal.kind === 'role') return principal.id === null ? [] : [['aws:userid', [`${principal.id}:${name}`]]]
  return [
    ['aws:principalarn', [session?.arn ?? '']],
    ['aws:principaltype', ['FederatedUser']],
    ['aws:userid', [`${account}:${name}`]],
    ['aws:username', null],
    ['aws:tokenissuetime', [world.at]],
  ]
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

function sessionOf({ session }: World, { arn }: Principal): World['session'] {
  return session?.holder === arn ? session : undefined
}

function guardsOf(world: World, principal: Principal, action: string, resource: string): Guards {
  const { inventory, actions } = world
  const target = byArn(inventory).get(resource)
  const trust = target?.trust ? [{ name: 'trust', arn: null, holder: resource, document: target.trust }] : null
  const above = controlsAbove(inventory, principal.account, 'scp')
  const isUnderRcp = actions.get(action.toLowerCase())?.isUnderRcp === true
  const over = isUnderRcp ? controlsAbove(inventory, ownerOf(inventory, resource) ?? principal.account, 'rcp') : null
  return {
    identity: identityPolicies(principal),
    boundary: principal.boundary === null ? null : [principal.boundary],
    session: sessionOf(world, principal)?.policies ?? null,
    scps: above.levels,
    rcps: over === null ? null : (over.levels ?? []).flat(),
    // The trust of a role has a say in who takes it on, not in who changes or passes it; statements name their actions.
    resource: trust ?? policiesOn(inventory, resource),
    endpoint: null,
    uncertain: { scps: above.uncertain, rcps: over?.uncertain ?? [] },
  }
}

/** Policies that hang on a resource: of an object in S3 those of its bucket. */
export function policiesOn({ resources }: Inventory, resource: string): readonly Policy[] | null {
  return resources.get(resource) ?? resources.get(bucketOf(resource)) ?? null
}

function bucketOf(resource: string): string {
  const slash = resource.indexOf('/')
  return slash > 0 && arnParts(resource)[2] === 's3' ? resource.slice(0, slash) : resource
}
