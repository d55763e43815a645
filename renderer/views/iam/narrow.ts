import { type IamFinding, type IamSeverity, iamSeverities } from '../../../shared/iam.ts'
import type { IamState } from '../../state/iam.ts'

export type Narrowing = Pick<IamState, 'severity' | 'account' | 'checks' | 'principal' | 'seen'>

/** The findings that are asked for. */
export function narrowed(findings: readonly IamFinding[], by: Narrowing): readonly IamFinding[] {
  return findings.filter(
    ({ severity, account, check, principal, used }) =>
      (by.severity === null || severity === by.severity) &&
      (by.account === null || account === by.account) &&
      (by.checks === null || by.checks.includes(check)) &&
      (by.principal === null || principal === by.principal) &&
      (by.seen === 'all' || (used !== null) === (by.seen === 'used')),
  )
}

/** Findings that share a check, an account or a principal. */
export interface Group {
  readonly value: string
  readonly title: string
  /** The gravest among them. */
  readonly severity: IamSeverity
  readonly findings: number
}

const sharing = {
  checks: ({ check, title }: IamFinding) => ({ value: check, title }),
  accounts: ({ account }: IamFinding) => ({ value: account, title: account === '' ? 'no account' : account }),
  principals: ({ principal }: IamFinding) => ({ value: principal, title: principal }),
} as const satisfies Record<IamState['by'], (finding: IamFinding) => { value: string; title: string }>

/** Counts findings by what they share, the gravest groups first, then the largest. */
export function grouped(findings: readonly IamFinding[], by: IamState['by']): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const finding of findings) {
    const { value, title } = sharing[by](finding)
    const before = groups.get(value)
    groups.set(value, {
      value,
      title,
      severity: before === undefined ? finding.severity : graver(before.severity, finding.severity),
      findings: (before?.findings ?? 0) + 1,
    })
  }
  return [...groups.values()].sort(
    (a, b) => rank(a.severity) - rank(b.severity) || b.findings - a.findings || (a.title < b.title ? -1 : 1),
  )
}

/** How many findings there are of each severity, those that were used apart. */
export function bySeverity(
  findings: readonly IamFinding[],
): Readonly<Record<IamSeverity, { readonly findings: number; readonly used: number; readonly principals: number }>> {
  const of = (severity: IamSeverity) => {
    const these = findings.filter((one) => one.severity === severity)
    return {
      findings: these.length,
      used: these.filter(({ used }) => used !== null).length,
      principals: new Set(these.map(({ principal }) => principal)).size,
    }
  }
  return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low'), info: of('info') }
}

/** Smaller is graver. */
export function rank(severity: IamSeverity): number {
  return iamSeverities.indexOf(severity)
}

function graver(a: IamSeverity, b: IamSeverity): IamSeverity {
  return rank(a) <= rank(b) ? a : b
}
