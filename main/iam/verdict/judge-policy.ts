import type { Named, PolicyDocument, Statement, Test } from '../policy/document.ts'
import { accountNamed } from '../policy/principal.ts'
import { namesAction } from '../policy/statement.ts'
import { arnParts, hasWildcard } from '../policy/wildcard.ts'
import { judgeAccount } from './accounts.ts'
import { type Judged, judged, mildest, type Severity, worst } from './classes.ts'
import { judgeFederated } from './federated.ts'
import type { Kind } from './kinds.ts'
import { narrowingOf } from './narrowing.ts'
import { isPowerful, isUrlOnly } from './powers.ts'
import { reachOfAll } from './reach.ts'
import { judgeService } from './services.ts'
import type { Surroundings } from './surroundings.ts'
import { gripOf, isKey, livingValues } from './tests.ts'

/** What one principal of one statement amounts to. */
export interface JudgedStatement extends Judged {
  /** Place in the document, from 0. */
  readonly index: number
  readonly sid: string | null
  readonly principal: string
}

export interface PolicyVerdict extends Judged {
  readonly statements: readonly JudgedStatement[]
  /** What of the document could not be understood. */
  readonly problems: readonly string[]
}

/** Whom a trust or resource policy lets in: the verdict of its worst statement, after its own Deny statements. */
export function judgePolicy(document: PolicyDocument, kind: Kind, around: Surroundings): PolicyVerdict {
  const statements = document.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => judgeStatement(statement, document, kind, around))
  const found = worst(statements) ?? judged('nobody', 'info', 'no statement lets anybody in')
  const isPublic = found.verdict === 'public' || found.verdict === 'invalid-or-public'
  const overall =
    kind === 'bucket' && isPublic && around.restrictsPublicBuckets
      ? judged(
          'blocked-by-bpa',
          'info',
          `${found.why}; RestrictPublicBuckets keeps all but the own account and AWS services out`,
        )
      : found
  return {
    verdict: overall.verdict,
    severity: overall.severity,
    why: overall.why,
    statements,
    problems: document.problems,
  }
}

function judgeStatement(
  statement: Statement,
  document: PolicyDocument,
  kind: Kind,
  around: Surroundings,
): readonly JudgedStatement[] {
  const { principals } = statement
  if (principals === null || (kind === 'trust' && !opensTrust(statement))) return []
  const narrowing = narrowingOf(statement, document.statements)
  if (narrowing.isVoid) return []
  const isForAll =
    principals.not || principals.named.some(({ kind: of, name }) => of === '*' || (of === 'AWS' && name === '*'))
  const left = isForAll && narrowing.onlyTo !== null ? narrowing.onlyTo : null
  const named: readonly Named[] = left ?? (principals.not ? [{ kind: '*', name: '*' }] : principals.named)
  const conditions = [...statement.tests.map((test) => [test]), ...narrowing.alternatives]
  return named.map((each) => {
    const found = judgeNamed(each, statement, conditions, kind, around, principals.not && left === null)
    const isTagging = kind === 'trust' && each.kind === 'AWS' && takesTags(statement) && tagged.test(found.verdict)
    return {
      index: statement.index,
      sid: statement.sid,
      principal:
        principals.not && left === null
          ? `everybody but ${principals.named.map(({ name }) => name).join(', ')}`
          : each.name,
      ...(isTagging ? withTags(found) : found),
    }
  })
}

/** Statements of a trust that let nobody take the role on, but say what goes with it (sts:TagSession alone). */
function opensTrust(statement: Statement): boolean {
  const ways = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML']
  return (
    ways.some((way) => namesAction(statement, way)) ||
    (statement.principals?.named ?? []).some(({ kind }) => kind === 'Federated')
  )
}

const tagged =
  /^(?:own-account-delegated|single-principal|org|org-account|org-management|vendor|external-unknown|vendor-confused-deputy)$/

function takesTags(statement: Statement): boolean {
  const isBound = statement.tests.some(
    (test) => gripOf(test) !== 'not' && /^aws:(?:requesttag\/|tagkeys$)/i.test(test.key),
  )
  return namesAction(statement, 'sts:TagSession') && !isBound
}

function withTags(found: Judged): Judged {
  const severity: Severity = found.severity === 'info' ? 'low' : found.severity
  return judged(
    `${found.verdict}+session-tags`,
    severity,
    `${found.why}; callers choose the session's tags, which policies on aws:PrincipalTag then believe`,
  )
}

function judgeNamed(
  { kind: of, name }: Named,
  statement: Statement,
  conditions: readonly (readonly Test[])[],
  kind: Kind,
  around: Surroundings,
  isNot: boolean,
): Judged {
  const tests = conditions.flatMap((alternatives) => (alternatives.length === 1 ? alternatives : []))
  if (of === 'Service') return judgeService(name, tests, kind, around)
  if (of === 'Federated') return judgeFederated(name, statement, tests, around)
  if (of === 'CanonicalUser')
    return judged(
      'external-unknown',
      'medium',
      `the canonical user ${name.slice(0, 12)}… does not say of which account it is`,
    )
  const reach = reachOfAll(conditions, kind, around)
  if (of === '*' || name === '*') {
    if (reach !== null) return reach
    const severity = isUrlOnly(statement) ? 'high' : 'critical'
    if (isNot) return judged('public', severity, 'Allow with NotPrincipal is everybody else')
    return judged('public', severity, kind === 'trust' ? 'anyone with an AWS account' : 'anyone')
  }
  if (reach?.verdict === 'dead') return reach
  return judgeAws(name, statement, tests, reach, kind, around)
}

function judgeAws(
  name: string,
  statement: Statement,
  tests: readonly Test[],
  reach: Judged | null,
  kind: Kind,
  around: Surroundings,
): Judged {
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(name))
    return judged(
      'dangling-principal',
      'low',
      `${name} is the id of a principal that was deleted; one recreated under its name is another`,
    )
  if (hasWildcard(name)) {
    const { verdict } = reach ?? { verdict: 'public' }
    return reach !== null && verdict !== 'public'
      ? reach
      : judged(
          'invalid-or-public',
          'critical',
          `${name}: IAM refuses wildcards in principals today; where an old document has one, it is everybody`,
        )
  }
  const [, , , , account = ''] = arnParts(name)
  if (account === 'cloudfront') return judged('service-bound', 'info', `a CloudFront distribution: ${name}`)
  const id = accountNamed(name) ?? account
  if (!/^\d{12}$/.test(id)) return judged('invalid', 'low', `${name} is no principal that IAM knows`)
  const asksSecret = tests.some(
    (test) =>
      isKey(test, 'sts:externalid') &&
      gripOf(test) === 'firm' &&
      livingValues(test).length > 0 &&
      livingValues(test).every((value) => !/^[*?]*$/.test(value)),
  )
  const base = judgeAccount(
    id,
    accountNamed(name) === null ? name : null,
    asksSecret,
    around,
    kind !== 'trust' && isPowerful(statement) ? 'critical' : 'high',
  )
  if (
    reach === null ||
    reach.verdict.startsWith('public') ||
    reach.verdict === 'network-limited' ||
    reach.verdict.startsWith('service')
  )
    return base
  if (base.verdict === 'own-account-delegated') return reach.verdict === 'single-principal' ? reach : base
  return reach.verdict === 'org' ? (mildest([base, reach]) ?? base) : base
}
