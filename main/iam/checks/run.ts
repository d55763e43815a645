import { type IamChecked, type IamFinding, iamSeverities } from '../../../shared/iam.ts'
import { isAdmin } from '../escalation/admin.ts'
import { daysSince } from '../model/days.ts'
import type { Work } from '../turns.ts'
import { joined, type Usage } from '../usage.ts'
import type { Hit, View } from './check.ts'
import { cisSections } from './cis.ts'
import { judgeAll } from './exposure.ts'
import { checks } from './index.ts'

/** Runs every check, the worst findings first, and says which could not look. */
export function* runChecks(
  view: View & { readonly usage: Usage },
): Work<Pick<IamChecked, 'findings' | 'checks' | 'unanswered' | 'cis' | 'external'>> {
  const unanswered = checks
    .filter(({ needs }) => !needs.isMet(view.inventory))
    .map(({ id, title, needs }) => ({ check: id, title, needs: needs.says }))
  for (const principal of view.inventory.principals) {
    yield
    isAdmin(view, principal)
  }
  yield* judgeAll(view)
  const findings: IamFinding[] = []
  for (const { id, theme, title, severity, abuse, fix, references, look } of checks) {
    yield
    for (const hit of look(view)) {
      yield
      if (hit === undefined || isCalledIn(view, hit)) continue
      findings.push({
        check: id,
        theme,
        title,
        severity: hit.severity ?? severity,
        account: hit.account,
        principal: hit.principal,
        resource: hit.resource ?? null,
        statement: hit.statement ?? null,
        why: hit.why + saidByLogs(view, hit),
        abuse,
        fix: hit.fix ?? fix,
        references,
        confidence: hit.confidence ?? 'confirmed',
        ...callsThatUse(view, hit),
      })
    }
  }
  const rank = ({ severity }: IamFinding) => iamSeverities.indexOf(severity)
  return {
    findings: findings.sort((a, b) => rank(a) - rank(b)),
    unanswered,
    cis: cisSections(checks, findings, unanswered),
    external: view.inventory.external.map((each) => ({ ...each, ours: oursOn(findings, each.resource) })),
    checks: checks.length,
  }
}

/** When whoever AWS's answers know as unused called last, as far as the logs of the case tell. */
function saidByLogs({ usage }: { readonly usage: Usage }, { principal, unusedFor }: Hit): string {
  if (unusedFor === undefined) return ''
  const last = [...usage.all(principal).values()]
    .flatMap((each) => each.last ?? [])
    .sort()
    .at(-1)
  return last === undefined ? '' : `; in the logs of the case it called until ${last}`
}

/** Whether logs show that somebody was there whom AWS's answers know as unused: those may be older, and leave out what failed. */
function isCalledIn({ usage, at }: View & { readonly usage: Usage }, { principal, unusedFor }: Hit): boolean {
  if (unusedFor === undefined) return false
  return [...usage.all(principal).values()].some(({ first, last }) => {
    const [since, until] = [daysSince(last, at), daysSince(first, at)]
    return since !== null && until !== null && since <= unusedFor && until >= 0
  })
}

/** The calls that are the use of a weakness; of a group those of its members. */
function callsThatUse(
  { usage, inventory }: View & { readonly usage: Usage },
  hit: Hit,
): Pick<IamFinding, 'used' | 'isJoined'> {
  const { principal, actions, isEveryCall, letsIn } = hit
  if (letsIn !== undefined) return { used: usage.assumed(principal, letsIn), isJoined: true }
  if (actions === undefined && isEveryCall === undefined) return { used: null, isJoined: false }
  const callers = principal.includes(':group/')
    ? inventory.principals.filter(({ groups }) => groups.some(({ arn }) => arn === principal)).map(({ arn }) => arn)
    : [principal]
  const calls = callers.flatMap((caller) =>
    actions === undefined ? [...usage.all(caller).values()] : (usage.of(caller, actions) ?? []),
  )
  return { used: calls.length === 0 ? null : calls.reduce(joined), isJoined: true }
}

function oursOn(findings: readonly IamFinding[], resource: string): readonly string[] {
  const about = findings.filter((each) => each.principal === resource || each.resource === resource)
  return [...new Set(about.map(({ check }) => check))].sort()
}
