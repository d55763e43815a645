import type { Refused } from '../../shared/rule.ts'
import type { CorrelationRule, EventRule, Rule } from './rule.ts'

/** Whether two rules detect the same. */
export function isSame(one: Rule, other: Rule): boolean {
  return meaningOf(one) === meaningOf(other)
}

/** What a rule detects, without what it says about itself: equal for rules that detect the same. */
export function meaningOf({ info: _info, examples: _examples, wazuh: _wazuh, ...rest }: Rule): string {
  return JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

/** The rules that a correlation refers to, in its order: by id, then name, then title; in its own file first. */
export function referencesOf(rule: CorrelationRule, rules: readonly Rule[]): readonly (Rule | null)[] {
  const near = [...rules.filter(({ info }) => info.file === rule.info.file), ...rules]
  const find = (same: (other: Rule) => boolean) => near.find((other) => other !== rule && same(other))
  return rule.references.map(
    (reference) =>
      find(({ info }) => info.id === reference) ??
      find(({ info }) => info.name === reference) ??
      find(({ info }) => info.title === reference) ??
      null,
  )
}

/** The event rules beneath a correlation that was not refused: those that it refers to, and those of its correlations; each once. */
export function basesOf(rule: CorrelationRule, rules: readonly Rule[]): readonly EventRule[] {
  const all = referencesOf(rule, rules).flatMap((base) =>
    base === null ? [] : base.kind === 'event' ? [base] : basesOf(base, rules),
  )
  return [...new Set(all)]
}

/** Refuses correlations whose rules are not there, and marks rules that are there for correlations only. */
export function resolveReferences(
  rules: readonly Rule[],
  refusedBefore: readonly Refused[],
): { readonly rules: readonly Rule[]; readonly refused: readonly Refused[] } {
  const refused = [...refusedBefore]
  const silent = new Set<string>()
  const sound = rules.filter((rule) => {
    if (rule.kind === 'event') return true
    const reason = unsound(rule, rules, [], refusedBefore)
    if (reason === null) {
      if (!rule.generate) for (const base of referencesOf(rule, rules)) if (base) silent.add(base.info.key)
      return true
    }
    const { file, id, title } = rule.info
    refused.push({ file, id, title, reason })
    return false
  })
  return {
    rules: sound.map((rule) => ({
      ...rule,
      info: { ...rule.info, reported: rule.info.reported && !silent.has(rule.info.key), ...shared(rule, sound) },
    })),
    refused,
  }
}

/** A correlation looks at what its rules look at. */
function shared(rule: Rule, rules: readonly Rule[]) {
  if (rule.kind === 'event') return {}
  const bases = basesOf(rule, rules)
  const groups = [...new Set([...bases.flatMap(({ info }) => info.groups), ...rule.info.groups])]
  const filters = [...new Set(bases.flatMap(({ info }) => info.filters ?? []))]
  return {
    ...(filters.length > 0 ? { filters } : {}),
    bases: bases.map(({ info }) => info.key),
    groups,
    formats: [...new Set(bases.flatMap(({ info }) => info.formats))],
  }
}

const deepest = 8

/** Why a correlation cannot be evaluated. `above`: the correlations that lead to it. */
function unsound(
  rule: CorrelationRule,
  rules: readonly Rule[],
  above: readonly CorrelationRule[],
  refused: readonly Refused[],
): string | null {
  const bases = referencesOf(rule, rules)
  const missing = rule.references.find((_, place) => !bases[place])
  if (missing !== undefined) {
    const known = refused.find(({ id, title }) => id === missing || title === missing)
    return known
      ? `it refers to '${missing}', which is refused: ${known.reason}`
      : `it refers to '${missing}', and no rule that was loaded has that id, name or title`
  }
  if (bases.length > 60) return 'it refers to more than 60 rules'
  if (above.length >= deepest) return `it is a chain of more than ${deepest} correlations`
  for (const base of bases) {
    if (base === rule || above.some((each) => each === base))
      return `it refers to itself by way of '${rule.info.title}'`
    if (base?.kind === 'event' && base.firstSeen)
      return `it refers to '${base.info.title}', which has a first_seen condition: those cannot be correlated`
    const reason = base?.kind === 'correlation' ? unsound(base, rules, [...above, rule], refused) : null
    if (reason !== null) return `it refers to '${base?.info.title}', which is refused: ${reason}`
  }
  const { type, bounds } = rule
  const chained = bases.filter((base) => base?.kind === 'correlation')
  const [first] = chained
  if (first && isMeasure(type))
    return `it takes the ${type.replace('value_', '')} of values of '${first.info.title}', a correlation: an incident has no one value`
  const twice = chained.find((base, place) => chained.indexOf(base) !== place)
  if (twice) return `it refers twice to '${twice.info.title}', a correlation: count its incidents with event_count`
  if (
    type === 'temporal' &&
    bounds.some(
      ({ operator, value }) =>
        (operator === '>=' && value > bases.length) || (operator === '>' && value >= bases.length),
    )
  ) {
    return `it asks for more rules than the ${bases.length} that it refers to`
  }
  return null
}

function isMeasure(type: CorrelationRule['type']): boolean {
  return type.startsWith('value_') && type !== 'value_count'
}
