import { type Named, readTest, type Statement, type Test } from '../policy/document.ts'
import { isLike } from '../policy/wildcard.ts'

/** What the Deny statements of a policy leave of an Allow. */
export interface Narrowing {
  /** Nothing is left: a Deny without condition covers it. */
  readonly isVoid: boolean
  /** Of each list one test holds for what is left. */
  readonly alternatives: readonly (readonly Test[])[]
  /** Only these are left, where a Deny with NotPrincipal says so. */
  readonly onlyTo: readonly Named[] | null
}

/**
 * Reads "Allow everybody, Deny whoever is not of us" as what it is. A Deny counts where it covers every action and
 * resource of the Allow; one that speaks of less leaves a gap, and the Allow stays as wide as it is.
 */
export function narrowingOf(allow: Statement, statements: readonly Statement[]): Narrowing {
  const denies = statements.filter((each) => each.effect === 'Deny' && covers(each, allow))
  const ofAll = denies.filter(({ principals }) => !principals?.not && isForAll(principals?.named ?? []))
  const spared = denies.find(({ principals, tests }) => principals?.not === true && tests.length === 0)
  return {
    isVoid: denies.some((each) => each.tests.length === 0 && each.principals?.not !== true && hits(each, allow)),
    alternatives: ofAll.map(({ tests }) => leftBy(tests)).filter((tests) => tests !== null),
    onlyTo: spared?.principals?.named ?? null,
  }
}

function isForAll(named: readonly Named[]): boolean {
  return named.length === 0 || named.some(({ name }) => name === '*')
}

function hits(deny: Statement, allow: Statement): boolean {
  const denied = deny.principals?.named ?? []
  if (isForAll(denied)) return true
  return (
    allow.principals?.not === false &&
    allow.principals.named.every(({ kind, name }) => denied.some((each) => each.kind === kind && each.name === name))
  )
}

function covers(deny: Statement, allow: Statement): boolean {
  const actions = allow.actions?.not ? ['*'] : (allow.actions?.patterns ?? [])
  const denied = deny.actions
  if (denied === null || !actions.every((action) => coversOne(denied, action))) return false
  if (deny.resources === null || allow.resources === null) return true
  const { resources } = deny
  const wanted = allow.resources.not ? ['*'] : allow.resources.patterns
  const objects = actions.every((action) => /^s3:.*object/.test(action))
  return wanted
    .filter((each) => !objects || each.includes('/') || each === '*')
    .every((each) => coversOne(resources, each))
}

function coversOne(
  { not, patterns }: { readonly not: boolean; readonly patterns: readonly string[] },
  wanted: string,
): boolean {
  if (not) return !patterns.some((pattern) => isLike(pattern, wanted) || isLike(wanted, pattern))
  return patterns.some((pattern) => isLike(pattern, wanted))
}

const opposites: Readonly<Record<string, string>> = {
  stringnotequals: 'StringEquals',
  stringnotequalsignorecase: 'StringEqualsIgnoreCase',
  stringnotlike: 'StringLike',
  arnnotequals: 'ArnEquals',
  arnnotlike: 'ArnLike',
  notipaddress: 'IpAddress',
}

/** Services acting for us are often spared; that opens nothing to other people. */
const forServices = /^aws:(?:principalisawsservice|viaawsservice|calledvia|principalservicename|securetransport)/i

/** What holds for whoever is not denied: one of these; null when anybody could pass. */
function leftBy(tests: readonly Test[]): readonly Test[] | null {
  const left: Test[] = []
  for (const test of tests) {
    if (forServices.test(test.key) && tests.length > 1) continue
    const opposite = opposites[test.base]
    // ForAnyValue is false without the key, so that such a Deny does not reach requests without it.
    if (opposite === undefined || test.set === 'ForAnyValue') return null
    left.push(readTest(opposite, test.key, test.values))
  }
  return left.length === 0 ? null : left
}
