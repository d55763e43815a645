import { mayDo, mayEver, type Pairs, partitionOf, type World } from '../ability.ts'
import { identityPolicies, type Principal } from '../model/inventory.ts'
import { inWords } from '../policy/condition.ts'
import type { Decision, Said } from '../policy/decide.ts'
import type { Test } from '../policy/document.ts'
import type { Fact } from '../policy/facts.ts'
import { arnParts } from '../policy/wildcard.ts'
import { mayDoSomewhere } from '../reachable.ts'
import type { Work } from '../turns.ts'
import { isAdmin, isUnbounded } from './admin.ts'
import { carriersFor, conditionOf } from './carriers.ts'
import type { Method } from './method.ts'
import { isReserved, rolesTrusting } from './trusting.ts'

/** How sure it is: everything is there · something has to hold · a resource has to exist · a role that fits has to be made first. */
export type Value = 'confirmed' | 'conditional' | 'potential' | 'latent'

/** One principal's use of one method. */
export interface Step {
  readonly method: Method
  readonly from: Principal
  /** Whom it yields; null: the caller itself with more rights, or something that is no identity. */
  readonly to: Principal | null
  /** What it acts on. */
  readonly resource: string
  /** It ends with every right. */
  readonly isAdmin: boolean
  readonly value: Value
  readonly when: readonly string[]
  readonly statements: readonly Said[]
}

const everything = (principal: Principal) => `arn:${partitionOf(principal)}:iam::aws:policy/AdministratorAccess`

/** Every step that a principal can take with the methods of the catalogue. */
export function* stepsOf(world: World, principal: Principal, methods: readonly Method[]): Work<readonly Step[]> {
  const ways: Ways = { world, principal, cache: new Map() }
  const found: Step[] = []
  for (const method of methods) {
    yield
    if (method.actions.every((one) => one.some((action) => mayTry(ways, action))))
      found.push(...(yield* stepsBy(ways, method)))
  }
  return found
}

function* stepsBy(ways: Ways, method: Method): Work<readonly Step[]> {
  switch (method.class) {
    case 'self':
      return selfSteps(ways, method)
    case 'princ':
      return yield* takeovers(ways, method)
    case 'pass':
      return yield* passing(ways, method)
    case 'guard':
      return guardSteps(ways, method)
    case 'exist':
      return yield* existing(ways, method)
    default:
      return method.services === undefined ? anywhere(ways, method) : yield* passing(ways, method)
  }
}

interface Ways {
  readonly world: World
  readonly principal: Principal
  readonly cache: Map<string, Decision>
}

/** A role's trust may name the caller without any policy of its own. */
function mayTry({ principal, cache }: Ways, action: string): boolean {
  if (action === 'sts:AssumeRole') return true
  const key = `ever ${action}`
  const known = cache.get(key)
  if (known !== undefined) return known.result === 'allowed'
  const may = mayEver(principal, action)
  cache.set(key, { result: may ? 'allowed' : 'denied', when: [], statements: [], why: '' })
  return may
}

/** All actions of the method on one identity; null when one is refused. */
function on(
  { world, principal, cache }: Ways,
  actions: readonly (readonly string[])[],
  resource: string,
  extra: Pairs = [],
): Decision | null {
  return together(actions, (action) => {
    const key = `${action} ${resource} ${extra.map(([name, fact]) => `${name}=${fact}`).join()}`
    const decision =
      cache.get(key) ??
      mayDo(world, principal, action, resource, [['iam:policyarn', [everything(principal)]], ...extra])
    cache.set(key, decision)
    return decision
  })
}

function together(actions: readonly (readonly string[])[], judge: (action: string) => Decision): Decision | null {
  const parts: Decision[] = []
  for (const one of actions) {
    const tries = one.map(judge)
    const found =
      tries.find(({ result }) => result === 'allowed') ?? tries.find(({ result }) => result === 'allowed-if')
    if (found === undefined) return null
    parts.push(found)
  }
  return {
    result: parts.every(({ result }) => result === 'allowed') ? 'allowed' : 'allowed-if',
    when: [...new Set(parts.flatMap(({ when }) => when))],
    statements: parts.flatMap(({ statements }) => statements),
    why: '',
  }
}

function step(ways: Ways, method: Method, resource: string, decision: Decision, rest: Partial<Step> = {}): Step {
  return {
    method,
    from: ways.principal,
    to: null,
    resource,
    isAdmin: false,
    value: decision.result === 'allowed' ? 'confirmed' : 'conditional',
    when: decision.when,
    statements: decision.statements,
    ...rest,
  }
}

/** Rights that the principal gives itself, through itself, its groups or policies of the customer that hang on it. */
function selfSteps(ways: Ways, method: Method): readonly Step[] {
  const { principal, world } = ways
  return ownTargets(ways, method).flatMap((resource) => {
    const decision = on(ways, method.actions, resource)
    if (decision === null) return []
    return [step(ways, method, resource, decision, { isAdmin: isUnbounded(world, principal) })]
  })
}

function ownTargets({ world, principal }: Ways, { target }: Method): readonly string[] {
  const { inventory } = world
  switch (target) {
    case 'user':
      return principal.kind === 'user' ? [principal.arn] : []
    case 'role-self':
      return principal.kind === 'role' ? [principal.arn] : []
    case 'group':
      return principal.groups.map(({ arn }) => arn)
    case 'group-join':
      return principal.kind === 'user'
        ? inventory.groups
            .filter(
              ({ account, arn }) => account === principal.account && !principal.groups.some((each) => each.arn === arn),
            )
            .map(({ arn }) => arn)
        : []
    case 'policy':
      return ownPolicies(principal)
    case 'policy-oldversion':
      return ownPolicies(principal).filter((arn) => hasStrongerVersion(world, principal, arn))
    default:
      return []
  }
}

function ownPolicies(principal: Principal): readonly string[] {
  const arns = identityPolicies(principal)
    .map(({ arn }) => arn)
    .filter((arn) => arn !== null)
  return [...new Set(arns)].filter((arn) => !isOfAws(arn))
}

function isOfAws(arn: string): boolean {
  return arnParts(arn)[4] === 'aws'
}

/** Another version of the policy, put in force, makes the principal an administrator. */
function hasStrongerVersion(world: World, principal: Principal, arn: string): boolean {
  const versions =
    world.inventory.managed.find((each) => each.arn === arn)?.versions.filter(({ isDefault }) => !isDefault) ?? []
  return versions.some(({ id, document }) => {
    const swap = (
      policies: readonly { readonly name: string; readonly arn: string | null; readonly document: typeof document }[],
    ) => policies.map((policy) => (policy.arn === arn ? { ...policy, document } : policy))
    const changed: Principal = {
      ...principal,
      arn: `${principal.arn}#${id}`,
      inline: swap(identityPolicies(principal)),
      attached: [],
      groups: [],
    }
    return isAdmin(world, changed)
  })
}

/** Methods that make the target an administrator before it is used. */
const rewrites = /^iam-(?:attach|put)-(?:user|role)-policy-|^iam-create-policy-version-/

/** Other identities of the account that it becomes, or makes. */
function* takeovers(ways: Ways, method: Method): Work<readonly Step[]> {
  const { world, principal } = ways
  if (method.target === 'new') return made(ways, method)
  if (method.target === 'any') return anywhere(ways, method)
  const kind = method.target === 'user' ? 'user' : 'role'
  const found: Step[] = []
  for (const target of world.inventory.principals) {
    if (target.kind !== kind || target.arn === principal.arn || isReserved(target.arn)) continue
    if (target.account !== principal.account && method.id !== 'sts-assume-role') continue
    if (method.id === 'sts-assume-role' && !trustsIdentities(target)) continue
    yield
    const decision = onTarget(ways, method, target)
    if (decision === null) continue
    const givesAll = rewrites.test(method.id) && target.boundary === null
    found.push(step(ways, method, target.arn, decision, { to: target, isAdmin: givesAll }))
  }
  return found
}

/** Most roles trust services alone: nobody can take those on. */
function trustsIdentities({ trust }: Principal): boolean {
  return (
    trust === null ||
    trust.statements.some(
      ({ principals }) => principals?.not || principals?.named.some(({ kind }) => kind === 'AWS' || kind === '*'),
    )
  )
}

function onTarget(ways: Ways, method: Method, target: Principal): Decision | null {
  if (method.target !== 'role-policy') return on(ways, method.actions, target.arn)
  const [create = [], ...others] = method.actions
  const rest = on(ways, others, target.arn)
  if (rest === null) return null
  for (const policy of ownPolicies(target)) {
    const first = on(ways, [create], policy)
    if (first !== null) return together([['first'], ['rest']], (part) => (part === 'first' ? first : rest))
  }
  return null
}

/** A user or role that does not exist yet. Where it must carry a boundary, that has to let everything through. */
function made(ways: Ways, method: Method): readonly Step[] {
  const all = everything(ways.principal)
  const bounds: readonly Fact[] = [null, [all], 'chosen']
  for (const bound of bounds) {
    const decision = together(method.actions, (action) =>
      mayDoSomewhere(ways.world, ways.principal, action, [
        ['iam:policyarn', [all]],
        ['iam:permissionsboundary', bound],
      ]),
    )
    if (decision === null) continue
    if (bound !== 'chosen') return [step(ways, method, '*', decision, { isAdmin: true })]
    const carried = decision.statements.flatMap(({ statement }) => statement.tests).filter(isOnBoundary)
    const when = [...new Set(carried.map((test) => `${inWords(test)}, which limits what is made`))]
    return [step(ways, method, '*', decision, { value: 'conditional', when: [...decision.when, ...when] })]
  }
  return []
}

function isOnBoundary({ key }: Test): boolean {
  return key.toLowerCase() === 'iam:permissionsboundary'
}

/** A role handed to a service that runs what it is given. */
function* passing(ways: Ways, method: Method): Work<readonly Step[]> {
  const { world, principal } = ways
  const others = method.actions.filter(
    (one) => !one.includes('iam:PassRole') && !one.includes('iam:AddRoleToInstanceProfile'),
  )
  const rest = together(others, (action) => somewhere(ways, action))
  if (rest === null) return []
  const services = method.services ?? []
  const found: Step[] = []
  for (const { role, service, when } of yield* rolesTrusting(world, services)) {
    yield
    if (role.account !== principal.account) continue
    if (needsProfile(method, service) && role.instanceProfiles.length === 0 && !mayMakeProfile(ways)) continue
    const pass = on(ways, [['iam:PassRole']], role.arn, [
      ['iam:passedtoservice', passedTo(service, principal)],
      ['iam:associatedresourcearn', undefined],
    ])
    if (pass === null) continue
    if (method.id === 'iam-add-role-to-instance-profile' && !mayMakeProfile(ways, false)) continue
    const all = together([['pass'], ['rest']], (part) => (part === 'pass' ? pass : rest))
    if (all === null) continue
    const value = all.result === 'allowed' && when.length === 0 ? 'confirmed' : 'conditional'
    found.push(step(ways, method, role.arn, all, { to: role, value, when: [...all.when, ...when] }))
  }
  if (found.length > 0) return found
  const pass = mayDoSomewhere(
    world,
    principal,
    'iam:PassRole',
    services[0] === undefined ? [] : [['iam:passedtoservice', passedTo(services[0], principal)]],
  )
  if (pass.result === 'denied' || (method.id === 'iam-add-role-to-instance-profile' && !mayMakeProfile(ways, false)))
    return []
  return [step(ways, method, '*', rest, { value: 'latent', statements: [...pass.statements, ...rest.statements] })]
}

/** Services have names of their own in China. */
function passedTo(service: string, principal: Principal): readonly string[] {
  return partitionOf(principal) === 'aws-cn' ? [service, `${service}.cn`] : [service]
}

function somewhere({ world, principal, cache }: Ways, action: string): Decision {
  const key = `somewhere ${action}`
  const decision = cache.get(key) ?? mayDoSomewhere(world, principal, action)
  cache.set(key, decision)
  return decision
}

function needsProfile({ id }: Method, service: string): boolean {
  return service === 'ec2.amazonaws.com' && /^(?:ec2-|autoscaling-|imagebuilder|elasticbeanstalk)/.test(id)
}

function mayMakeProfile(ways: Ways, isNew = true): boolean {
  const actions = isNew
    ? ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile']
    : ['iam:AddRoleToInstanceProfile']
  return actions.every((action) => mayTry(ways, action) && somewhere(ways, action).result !== 'denied')
}

/** Taking away what limits the principal: counts where the limit is there, and much is behind it. */
function guardSteps(ways: Ways, method: Method): readonly Step[] {
  const { principal, world } = ways
  if (!/^iam-(?:delete|put|detach)-/.test(method.id)) return anywhere(ways, method)
  const isBoundary = method.id.endsWith('-boundary')
  const fits =
    method.target === 'group'
      ? principal.groups.length > 0
      : method.target === 'user'
        ? principal.kind === 'user'
        : principal.kind === 'role'
  if (!fits || (isBoundary && principal.boundary === null)) return []
  const free: Principal = isBoundary
    ? { ...principal, arn: `${principal.arn}#free`, boundary: null }
    : withoutDenies(principal)
  if (isAdmin(world, principal) || !isAdmin(world, free)) return []
  const resources = method.target === 'group' ? principal.groups.map(({ arn }) => arn) : [principal.arn]
  return resources.flatMap((resource) => {
    const decision = on(ways, method.actions, resource)
    return decision === null ? [] : [step(ways, method, resource, decision, { isAdmin: true })]
  })
}

function withoutDenies(principal: Principal): Principal {
  const kept = identityPolicies(principal).filter(({ document }) =>
    document.statements.every(({ effect }) => effect === 'Allow'),
  )
  return { ...principal, arn: `${principal.arn}#free`, inline: kept, attached: [], groups: [] }
}

/** What is there and runs with a role; where the evidence shows nothing of the kind, it may be anywhere. */
function* existing(ways: Ways, method: Method): Work<readonly Step[]> {
  const { world, principal } = ways
  const open = conditionOf(method.id)
  const found: Step[] = []
  for (const { arn, account, role } of carriersFor(world.inventory, method.id)) {
    yield
    if (account !== principal.account || role.arn === principal.arn) continue
    const decision = on(ways, method.actions, arn)
    if (decision === null) continue
    const value = decision.result === 'allowed' && open === null ? 'confirmed' : 'conditional'
    const when = open === null ? decision.when : [...decision.when, `${open} (${arn})`]
    found.push(step(ways, method, arn, decision, { to: role, value, when }))
  }
  return found.length > 0 ? found : anywhere(ways, method)
}

/** Methods that need a resource nobody has listed, and those that expose something: they are possible, not proven. */
function anywhere(ways: Ways, method: Method): readonly Step[] {
  const decision = together(method.actions, (action) => somewhere(ways, action))
  return decision === null ? [] : [step(ways, method, '*', decision, { value: 'potential' })]
}
