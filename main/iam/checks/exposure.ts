import type { Principal } from '../model/inventory.ts'
import { linesOf } from '../policy/printed.ts'
import type { Policy } from '../policy/statement.ts'
import type { Work } from '../turns.ts'
import { aroundOf } from '../verdict/around.ts'
import { type JudgedStatement, judgePolicy } from '../verdict/judge-policy.ts'
import { kindOf } from '../verdict/kinds.ts'
import type { Hit, View } from './check.ts'

/** Verdicts of main/iam/verdict by what has to be done about them; the first that fits. What fits none is the first. */
const classes = {
  public: /^(?:public|invalid-or-public)/,
  'foreign-organization': /^external-org/,
  'foreign-account': /^external-unknown/,
  vendor: /^vendor-confused-deputy/,
  'confused-deputy': /^service-confused-deputy/,
  oidc: /^oidc-/,
  eks: /^eks-/,
  cognito: /^cognito-/,
  saml: /^saml-/,
  'deleted-principal': /^dangling-principal/,
  'session-tags': /\+session-tags$/,
} as const

export type ExposureClass = keyof typeof classes

interface Exposed {
  readonly arn: string
  readonly account: string
  readonly policy: 'trust' | 'resource'
  /** The policy as a statement names it. */
  readonly name: string
  readonly class: ExposureClass
  readonly judged: JudgedStatement
  readonly lines: readonly [number, number] | null
}

const found = new WeakMap<View, readonly Exposed[]>()

/** What trusts or policies of resources let in that they should not, of one class. */
export function exposedBy(view: View, policy: 'trust' | 'resource', ...wanted: readonly ExposureClass[]) {
  const all = found.get(view)
  if (all === undefined) throw new Error('judge the policies before asking what they expose')
  return all.filter((each) => each.policy === policy && wanted.includes(each.class))
}

/** Judges every trust and resource policy, for the checks that ask what these expose. */
export function* judgeAll(view: View): Work<void> {
  const all: Exposed[] = []
  for (const principal of view.inventory.principals) {
    yield
    all.push(...exposedByTrust(view, principal))
  }
  for (const [arn, policies] of view.inventory.resources) {
    yield
    all.push(...exposedByPolicies(view, arn, policies))
  }
  found.set(view, all)
}

export function hitOf({ arn, account, policy, name, judged, lines }: Exposed): Hit {
  const { index, sid, verdict, severity, why, principal } = judged
  return {
    account,
    principal: arn,
    resource: principal,
    severity,
    ...(policy === 'trust' ? { letsIn: principal } : {}),
    statement: { policy: name, holder: arn, sid, index, effect: 'Allow', lines },
    why: `${verdict}: ${why}`,
  }
}

function exposedByTrust(view: View, { arn, account, trust }: Principal): readonly Exposed[] {
  if (trust === null || /:role\/aws-(?:service-role|reserved)\//.test(arn)) return []
  return judgePolicy(trust, 'trust', aroundOf(view, account))
    .statements.filter(isBad)
    .map((judged) => ({
      arn,
      account,
      policy: 'trust' as const,
      name: 'trust',
      class: classOf(judged.verdict),
      judged,
      lines: linesOf(trust, judged.index),
    }))
}

function exposedByPolicies(view: View, arn: string, policies: readonly Policy[]): readonly Exposed[] {
  const account = view.inventory.owners.get(arn) ?? arn.split(':')[4] ?? ''
  return policies.flatMap(({ name, document }, i) => {
    const verdict = judgePolicy(document, kindOf(arn.split(':')[2] ?? '') ?? 'other', aroundOf(view, account, arn))
    const isBlocked = verdict.verdict === 'blocked-by-bpa'
    return verdict.statements
      .filter((each) => isBad(each) && (!isBlocked || classOf(each.verdict) === 'confused-deputy'))
      .map((judged) => ({
        arn,
        account,
        policy: 'resource' as const,
        name: i === 0 ? arn : name,
        class: classOf(judged.verdict),
        judged,
        lines: linesOf(document, judged.index),
      }))
  })
}

/** What is merely worth knowing is shown with the policy, and is no finding; deleted principals and chosen tags are small ones. */
function isBad({ severity, verdict }: JudgedStatement): boolean {
  if (severity === 'low') return classes['deleted-principal'].test(verdict) || classes['session-tags'].test(verdict)
  return severity !== 'info'
}

/** Every verdict that is a finding has a class. */
function classOf(verdict: string): ExposureClass {
  const names = Object.keys(classes) as readonly ExposureClass[]
  return names.find((name) => classes[name].test(verdict)) ?? 'public'
}
