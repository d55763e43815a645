import type { Hop, IamPath, IamSeverity, Used } from '../../../shared/iam.ts'
import { policiesOn, type World } from '../ability.ts'
import { identityPolicies } from '../model/inventory.ts'
import type { Work } from '../turns.ts'
import type { Usage } from '../usage.ts'
import { saidBy } from '../who-can.ts'
import type { Method } from './method.ts'
import { escalations, type Path } from './paths.ts'
import { isReachable } from './reach-resource.ts'
import type { Step, Value } from './steps.ts'

/** Every way to more rights, worst first: those that end with every right, then those that yield another identity or expose something. */
export function* escalationReport(
  world: World,
  methods: readonly Method[],
  usage: Usage,
  target: string | null,
): Work<{
  readonly findings: readonly IamPath[]
  readonly admins: readonly string[]
  readonly remarks: readonly string[]
}> {
  const { paths, steps, admins } = yield* escalations(world, methods, target, (step) => usedBy(step, usage) !== null)
  const ways: IamPath[] = []
  for (const { steps: hops, value, others } of paths) {
    yield
    ways.push(finding(hops, value, others, target === null || hops.at(-1)?.isAdmin === true, usage))
  }
  const walked = new Set(paths.map(({ steps: [first] }) => first))
  const single: IamPath[] = []
  for (const step of target === null ? steps : []) {
    yield
    if (!walked.has(step)) single.push(finding([step], step.value, 0, step.isAdmin, usage))
  }
  const order: readonly IamSeverity[] = ['critical', 'high', 'medium', 'low', 'info']
  return {
    findings: [...ways, ...single].sort(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.hops.length - a.hops.length,
    ),
    admins: admins.map(({ arn }) => arn),
    remarks: target === null ? [] : [...aboutTarget(world, target), ...aboutOthers(steps, paths)],
  }
}

/** What has to be known of the target for the answer to be whole. */
function aboutTarget({ inventory }: World, target: string): readonly string[] {
  if (inventory.principals.some(({ arn }) => arn === target)) return []
  if (!isReachable(target))
    return [`${target} is no identity in the evidence, and no action is known that reaches such a thing`]
  if (policiesOn(inventory, target) !== null) return []
  return [`the policy of ${target} is not in the evidence: whom it lets in or refuses is not counted`]
}

/** Who uses things that run with roles may come to the target through them, if somebody brings which these are. */
function aboutOthers(steps: readonly Step[], paths: readonly Path[]): readonly string[] {
  const arrived = new Set(paths.map(({ from }) => from.arn))
  const open = steps.filter(({ method, to, from }) => method.class === 'exist' && to === null && !arrived.has(from.arn))
  const who = new Set(open.map(({ from }) => from.arn))
  const how = [...new Set(open.map(({ method }) => method.id))].sort()
  if (who.size === 0) return []
  return [
    `${who.size} more may get there through what runs with a role (${how.slice(0, 3).join(', ')}${how.length > 3 ? ', …' : ''}): the case does not say what runs with which (AWS Config items of instances, functions, projects)`,
  ]
}

function finding(steps: readonly Step[], value: Value, others: number, toAdmin: boolean, usage: Usage): IamPath {
  const hops = steps.map((step) => hopOf(step, usage))
  const [first] = steps
  const last = steps.at(-1)
  if (first === undefined || last === undefined) throw new Error('a path has at least one step')
  const isUsed = hops.every(({ used }) => used !== null)
  return {
    check: first.method.id,
    theme: 'escalation',
    title: steps.map(({ method }) => method.id).join(', then '),
    severity: severityOf(value, toAdmin, isUsed, last, steps.length === 1),
    account: first.from.account,
    principal: first.from.arn,
    resource: last.to?.arn ?? last.resource,
    statement: hops[0]?.statements[0] ?? null,
    why: whyOf(steps, toAdmin),
    abuse: abuseOf(steps, toAdmin),
    fix: `take ${first.method.actions.map((one) => one.join(' or ')).join(' and ')} away from ${first.from.name}, or limit it to the resources that it needs`,
    references: first.method.sources,
    confidence: value,
    used: hops.at(-1)?.used ?? null,
    isJoined: true,
    toAdmin,
    hops,
    others,
  }
}

function hopOf(step: Step, usage: Usage): Hop {
  const { method, from, to, resource, value, when, statements } = step
  return {
    method: method.id,
    from: from.arn,
    to: to?.arn ?? null,
    resource,
    actions: method.actions.flat(),
    confidence: value,
    when,
    statements: statements.map(saidBy),
    used: usedBy(step, usage),
  }
}

/** Trails leave these out unless data events are on, so that their absence says nothing. */
const rarelyLogged = new Set(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'])

/**
 * The calls that were the step: every action of its method was called, as far as trails say, and on what the step acts
 * on. Passing a role is no call of its own: the call that starts something with it names it.
 */
export function usedBy(step: Step, usage: Usage): Used | null {
  const { from, to, method } = step
  const logged = method.actions.filter(
    (one) => !one.includes('iam:PassRole') && !one.every((each) => rarelyLogged.has(each)),
  )
  if (to !== null && method.actions.some((one) => one.includes('iam:PassRole'))) {
    const passing = logged.map((one) => usage.of(from.arn, one, [to.arn, ...to.instanceProfiles]))
    const isWhole = logged.every((one) => usage.of(from.arn, one) !== null)
    return isWhole ? (passing.find((each) => each !== null) ?? null) : null
  }
  const used = logged.map((one) => usage.of(from.arn, one, actedOn(step, one)))
  return used.every((each) => each !== null) ? (used.at(-1) ?? null) : null
}

/** ARNs of what one of the calls names; undefined: whatever it names, also where the log does not say it. */
function actedOn({ to, resource, method }: Step, actions: readonly string[]): readonly string[] | undefined {
  if (resource === '*') return undefined
  const [, , service = ''] = resource.split(':')
  const isNamedInLogs = /^(?:ec2|lambda)$/.test(service) && actions.every((one) => one.startsWith(`${service}:`))
  if (method.class === 'exist' && !isNamedInLogs) return undefined
  if (to !== null && actions.includes('iam:CreatePolicyVersion'))
    return identityPolicies(to).flatMap(({ arn }) => (arn === null ? [] : [arn]))
  return [resource]
}

/** A way to every right is critical when it was walked and high when not; what is less sure is less. */
function severityOf(
  value: Value,
  toAdmin: boolean,
  isUsed: boolean,
  { to, method }: Step,
  isDirect: boolean,
): IamSeverity {
  if (method.class === 'use' && isDirect) return 'info'
  if (value === 'latent' || value === 'potential')
    return method.class === 'exist' || value === 'latent' ? 'low' : 'info'
  const worst: readonly IamSeverity[] = toAdmin
    ? ['critical', 'high', 'medium', 'low']
    : to === null && method.class !== 'use'
      ? ['medium', 'low', 'low', 'info']
      : ['high', 'medium', 'low', 'low']
  return worst[(isUsed ? 0 : 1) + (value === 'conditional' ? 1 : 0)] ?? 'low'
}

function whyOf(steps: readonly Step[], toAdmin: boolean): string {
  const told = steps.map(({ method, from, to, resource, when }) => {
    const onto = to === null ? (resource === '*' ? '' : ` on ${resource}`) : ` on ${to.arn}`
    const through =
      method.needs === undefined
        ? ''
        : to === null
          ? `, where there is ${withArticle(method.needs)}`
          : `, through ${resource}`
    return `${from.name} can use ${method.actions.map((one) => one.join(' or ')).join(' + ')}${onto}${when.length > 0 ? `, if ${when.join(' and ')}` : ''}${through}`
  })
  return `${told.join('; then ')}${toAdmin ? ', and may do everything' : ''}`
}

function withArticle(what: string): string {
  return `${/^[aeiou]/i.test(what) ? 'an' : 'a'} ${what}`
}

const ways: Readonly<Record<Method['class'], string>> = {
  self: 'gives itself the rights',
  princ: 'becomes another identity, or makes one',
  pass: 'hands a stronger role to a service that runs its code',
  exist: 'uses something that runs with a stronger role',
  cred: 'gets hold of credentials',
  guard: 'takes away what limits it',
  org: 'works from the organization down',
  expose: 'opens something to others',
  fed: 'has an identity provider say who comes in',
  use: 'uses the resource',
}

function abuseOf(steps: readonly Step[], toAdmin: boolean): string {
  const told = steps.map(({ method, from }) => `${from.name} ${ways[method.class]}`)
  return `${told.join('; ')}${toAdmin ? ': after that nothing in the account is out of reach' : ''}`
}
