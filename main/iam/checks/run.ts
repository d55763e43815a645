import { type IamFinding, iamSeverities } from '../../../shared/iam.ts'
import type { Usage } from '../usage.ts'
import type { View } from './check.ts'
import { checks } from './index.ts'

/** Runs every check, the worst findings first. */
export function runChecks(view: View & { readonly usage: Usage }): {
  readonly findings: readonly IamFinding[]
  readonly checks: number
} {
  const findings = checks.flatMap(({ id, title, severity, fix, references, look }) =>
    look(view).map(
      (hit): IamFinding => ({
        check: id,
        title,
        severity: hit.severity ?? severity,
        account: hit.account,
        principal: hit.principal,
        resource: hit.resource ?? null,
        statement: hit.statement ?? null,
        why: hit.why,
        fix,
        references,
        confidence: 'confirmed',
        used: hit.actions === undefined ? null : view.usage.of(hit.principal, hit.actions),
      }),
    ),
  )
  const rank = ({ severity }: IamFinding) => iamSeverities.indexOf(severity)
  return { findings: findings.sort((a, b) => rank(a) - rank(b)), checks: checks.length }
}
