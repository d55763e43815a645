import type { IamFinding, IamPath, IamSeverity } from '../../../shared/iam.ts'
import type { IamIdentity } from '../../../shared/iam-state.ts'
import { rank } from './narrow.ts'

/** A user or role with what was found about it. */
export interface IdentityRow {
  readonly identity: IamIdentity
  readonly findings: number
  /** The gravest of its findings and ways; null: nothing was found. */
  readonly severity: IamSeverity | null
  /** Its gravest way to every right; undefined: the ways are not known yet. */
  readonly way: IamPath | null | undefined
}

export interface IdentitiesAsked {
  readonly text: string
  readonly kind: 'all' | IamIdentity['kind']
  readonly which: 'all' | 'grave' | 'admin' | 'used'
}

/** Identities with their risks, the gravest first. `paths`: the ways to every right, where they are known. */
export function identityRows(
  identities: readonly IamIdentity[],
  findings: readonly IamFinding[],
  paths: readonly IamPath[] | undefined,
): readonly IdentityRow[] {
  const found = byPrincipal(findings)
  const ways = byPrincipal((paths ?? []).filter(({ toAdmin }) => toAdmin))
  return identities
    .map((identity): IdentityRow => {
      const own = found.get(identity.principal) ?? []
      const way = gravest(ways.get(identity.principal) ?? [])
      const worst = gravest([...own, ...(way === undefined ? [] : [way])])
      return {
        identity,
        findings: own.length,
        severity: worst?.severity ?? null,
        way: paths === undefined ? undefined : (way ?? null),
      }
    })
    .sort(
      (a, b) =>
        rankOf(a) - rankOf(b) ||
        Number(b.identity.isAdmin) - Number(a.identity.isAdmin) ||
        b.findings - a.findings ||
        (a.identity.principal < b.identity.principal ? -1 : 1),
    )
}

/** The identities that are asked for. */
export function identitiesAsked(rows: readonly IdentityRow[], { text, kind, which }: IdentitiesAsked) {
  const words = text.toLowerCase().split(/\s+/)
  return rows.filter(({ identity, severity, way }) => {
    const all = [identity.principal, identity.id ?? '', ...identity.groups].join(' ').toLowerCase()
    return (
      words.every((word) => all.includes(word)) &&
      (kind === 'all' || identity.kind === kind) &&
      (which === 'all' ||
        (which === 'grave' && (severity === 'critical' || severity === 'high')) ||
        (which === 'admin' && (identity.isAdmin || (way !== null && way !== undefined))) ||
        (which === 'used' && identity.used !== null))
    )
  })
}

/** Smaller is graver; nothing found comes last. */
export function rankOf({ severity }: Pick<IdentityRow, 'severity'>): number {
  return severity === null ? 9 : rank(severity)
}

function byPrincipal<T extends IamFinding>(findings: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const finding of findings) {
    const known = found.get(finding.principal)
    if (known === undefined) found.set(finding.principal, [finding])
    else known.push(finding)
  }
  return found
}

function gravest<T extends IamFinding>(findings: readonly T[]): T | undefined {
  return findings.reduce<T | undefined>(
    (worst, each) => (worst === undefined || rank(each.severity) < rank(worst.severity) ? each : worst),
    undefined,
  )
}
