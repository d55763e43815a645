import { createHash } from 'node:crypto'
import type { Refused } from '../../shared/rule.ts'
import { parseCondition } from './condition.ts'
import { isMap, parseSelections } from './detection.ts'
import { type Logsource, readLogsource } from './logsource.ts'
import { all, holdsWithout, type Node } from './node.ts'
import { refuse, shown } from './refusal.ts'
import type { EventRule, Rule } from './rule.ts'
import { textsOf } from './rule-info.ts'

/** A document that narrows rules written elsewhere, for what is ordinary in one place. */
export interface RuleFilter {
  readonly file: string
  readonly id: string | null
  readonly title: string
  readonly text: string
  /** Ids, names or titles; null: every rule of its log source. */
  readonly references: readonly string[] | null
  readonly source: Logsource
  /** What an event has to satisfy beside the rule. */
  readonly passes: Node
}

/**
 * A Sigma filter: https://sigmahq.io/sigma-specification/specification/sigma-filters-specification.html
 * Its condition is one more that an event has to satisfy, `not selection` as a rule; `rules: any`, an empty list or none
 * means every rule of the log source. That is how pySigma reads it. An example of the specification leaves the `not` out
 * and still means an exception: what would hide everything but its selection is refused, as nobody can tell which is meant.
 */
export function parseFilter(value: Readonly<Record<string, unknown>>, file: string, text: string): RuleFilter {
  const { filter } = value
  if (!isMap(filter)) return refuse('filter must be a map of rules, selections and a condition')
  const { rules, condition, ...named } = filter
  const [title] = textsOf(value.title)
  if (title === undefined) return refuse('the filter has no title')
  const selections = parseSelections(named)
  if (selections.size === 0) refuse('the filter holds no selection')
  if (typeof condition !== 'string') return refuse("the filter needs a condition such as 'not selection'")
  const passes = parseCondition(condition, selections)
  if (!holdsWithout(passes, new Set(selections.values())))
    refuse(
      `the condition ${shown(condition)} of the filter would hide whatever it does not select; for an exception write 'not …'`,
    )
  const references = textsOf(rules)
  const isAny = references.length === 0 || (references.length === 1 && references[0]?.toLowerCase() === 'any')
  return {
    file,
    id: textsOf(value.id)[0] ?? null,
    title,
    text,
    references: isAny ? null : references,
    source: readLogsource(isMap(value.logsource) ? value.logsource : {}),
    passes,
  }
}

/**
 * Rules with what filters add to them. The text of a rule is then followed by those of its filters, so that whoever reads
 * what a finding stands on reads them too, and its version is another. Refused: filters that mean no loaded rule, and of
 * others each reference that means none.
 */
export function applyFilters(
  rules: readonly Rule[],
  filters: readonly RuleFilter[],
): { readonly rules: readonly Rule[]; readonly refused: readonly Refused[] } {
  const own = once(filters)
  const refused = own.flatMap((filter) =>
    whyUseless(filter, rules).map((reason) => ({ file: filter.file, id: filter.id, title: filter.title, reason })),
  )
  return { refused, rules: rules.map((rule) => narrowed(rule, own)) }
}

/** A filter that is written twice is one. */
function once(filters: readonly RuleFilter[]): readonly RuleFilter[] {
  return [...new Map(filters.map((filter) => [filter.text, filter])).values()]
}

function narrowed(rule: Rule, filters: readonly RuleFilter[]): Rule {
  const meant = filters.filter((filter) => isMeant(rule, filter))
  if (rule.kind === 'correlation' || meant.length === 0) return rule
  const documents = [rule.info.text, ...meant.map((filter) => filter.text)]
  const text = documents.map((each) => each.replace(/^---\s*\n/, '')).join('---\n')
  return {
    ...rule,
    detection: all([rule.detection, ...meant.map(({ passes }) => passes)]),
    info: {
      ...rule.info,
      text,
      hash: createHash('sha256').update(text).digest('hex'),
      filters: meant.map(({ title }) => title),
    },
  }
}

function isMeant(rule: Rule, filter: RuleFilter): boolean {
  if (rule.kind === 'correlation' || rule.wazuh) return false
  return isOfSource(rule, filter.source) && (filter.references === null || filter.references.some(names(rule)))
}

function names({ info }: Rule): (reference: string) => boolean {
  return (reference) => info.id === reference || info.name === reference || info.title === reference
}

/** A filter for a log source is one for rules of it, not for those that look at more. */
function isOfSource({ formats, detection }: EventRule, source: Logsource): boolean {
  if (source.mark !== undefined) {
    const [first] = detection.kind === 'and' ? detection.parts : [detection]
    return first?.kind === 'leaf' && first.field === source.mark
  }
  return source.formats === null || (formats?.every((format) => source.formats?.includes(format)) ?? false)
}

/** A reason for each reference of a filter that narrows nothing. */
function whyUseless(filter: RuleFilter, rules: readonly Rule[]): readonly string[] {
  const { references } = filter
  if (references === null)
    return rules.some((rule) => isMeant(rule, filter)) ? [] : ['no rule of its log source was loaded']
  const useless = references.flatMap((reference) => {
    const named = rules.filter((rule) => names(rule)(reference))
    return named.some((rule) => isMeant(rule, filter)) ? [] : [whyNot(reference, named[0])]
  })
  return useless.length === references.length ? useless : useless.map((reason) => `${reason}; it narrows the others`)
}

function whyNot(reference: string, named: Rule | undefined): string {
  const title = shown(named?.info.title)
  if (!named) return `it is for ${shown(reference)}, and no rule that was loaded has that id, name or title`
  if (named.kind === 'correlation')
    return `it is for ${title}, a correlation: filters are for the rules that it refers to`
  if (named.wazuh) return `it is for ${title}, a rule of Wazuh: filters are for rules of Sigma`
  return `it is for ${title}, which is not of the filter's log source`
}
