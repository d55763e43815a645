import { parseCondition } from './condition.ts'
import { isMap } from './detection.ts'
import { holdsWithout, type Leaf, leavesOf } from './node.ts'
import { refuse, shown, within } from './refusal.ts'
import { type Bound, type CorrelationRule, correlationTypes } from './rule.ts'
import { readInfo, textsOf } from './rule-info.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * A correlation rule: https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
 * Its conditions over the names of rules, `percentile` and value_median are those of pySigma, which that leaves open.
 */
export function parseCorrelation(value: Fields, file: string, text: string): Omit<CorrelationRule, 'examples'> {
  const { correlation } = value
  if (!isMap(correlation)) return refuse('correlation must be a map')
  return {
    kind: 'correlation',
    info: readInfo(value, { file, text, kind: 'correlation', groups: ['amazon', 'aws'], formats: [] }),
    ...within('correlation', () => readWhole(correlation)),
  }
}

function readWhole(correlation: Fields): Omit<CorrelationRule, 'examples' | 'kind' | 'info'> {
  const type = correlationTypes.find((each) => each === correlation.type)
  if (!type)
    return refuse(
      `correlations of type ${shown(correlation.type)} are not evaluated: ${correlationTypes.join(', ')} are`,
    )
  const asked = readAsked(type, correlation)
  if (asked.references.length === 0) refuse('the correlation refers to no rule')
  return {
    type,
    groupBy: textsOf(correlation['group-by']),
    aliases: within('aliases', () => readAliases(correlation.aliases)),
    seconds: within('timespan', () => readTimespan(correlation.timespan ?? correlation.timeframe)),
    generate: correlation.generate === true,
    ...asked,
  }
}

type Asked = Pick<CorrelationRule, 'references' | 'bounds' | 'valueFields' | 'combination' | 'percentile'>

/** What has to happen, of which rules. */
function readAsked(type: (typeof correlationTypes)[number], { rules, condition }: Fields): Asked {
  const references = textsOf(rules)
  if (type === 'temporal_ordered') {
    if (!asksForAll(condition, references.length))
      refuse(
        `of ${references.length} rules in an order all have to happen: leave the condition out, or write gte: ${references.length}`,
      )
    return { references, bounds: [], valueFields: [] }
  }
  if (type === 'temporal') {
    if (typeof condition === 'string') return { ...readCombination(condition, references), bounds: [], valueFields: [] }
    const bounds = condition === undefined || condition === null ? [] : readCondition(condition, 'counts').bounds
    return { references, bounds, valueFields: [] }
  }
  if (typeof condition === 'string') refuse('only temporal takes a condition over the names of rules')
  if (type === 'event_count') return { references, bounds: readCondition(condition, 'counts').bounds, valueFields: [] }
  const { bounds, fields, percentile } = readCondition(condition, type === 'value_count' ? 'counts' : 'numbers')
  if (fields.length === 0) refuse(`${type} needs condition.field: whose values are meant`)
  if (fields.length > 1 && type !== 'value_count') refuse(`${type} takes one field, not ${fields.length}`)
  if (type === 'value_sum' && bounds.every((bound) => holdsFor(0, bound)))
    refuse('the condition also holds where nothing happens: it needs a lower bound such as gte: 5')
  if (type !== 'value_percentile') {
    if (percentile !== undefined) refuse(`percentile belongs to value_percentile, not to ${type}`)
    return { references, bounds, valueFields: fields }
  }
  if (typeof percentile !== 'number' || !(percentile > 0 && percentile <= 100))
    return refuse('value_percentile needs condition.percentile, above 0 and up to 100: which one is compared')
  return { references, bounds, valueFields: fields, percentile }
}

/** Whether a condition over how many of the rules happen holds when all of them do, and only then. */
function asksForAll(condition: unknown, rules: number): boolean {
  if (condition === undefined || condition === null) return true
  if (!isMap(condition)) return false
  const { bounds } = readCondition(condition, 'counts')
  return Array.from({ length: rules + 1 }).every(
    (_, count) => bounds.every((bound) => holdsFor(count, bound)) === (count === rules),
  )
}

/** `a and not (b or c)` over ids, names or titles of rules; without a list of rules, those are the ones that it names. */
function readCombination(condition: string, listed: readonly string[]): Pick<Asked, 'references' | 'combination'> {
  const words = (condition.match(/[^\s()]+/g) ?? []).filter((word) => !/^(and|or|not|of|all|any|them|\d+)$/i.test(word))
  const references = listed.length > 0 ? listed : [...new Set(words)]
  const nodes = references.map((field): Leaf => ({ kind: 'leaf', field, test: { kind: 'exists' } }))
  const combination = parseCondition(condition, new Map(nodes.map((node) => [node.field as string, node])))
  const asked = new Set(leavesOf(combination).map(({ field }) => field))
  const unasked = references.find((reference) => !asked.has(reference))
  if (unasked !== undefined) refuse(`the condition does not ask for ${shown(unasked)}, which is among its rules`)
  if (holdsWithout(combination))
    refuse('the condition also holds where nothing happens: it needs a rule that has to happen')
  return { references, combination }
}

const operators: Readonly<Record<string, Bound['operator']>> = {
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  eq: '=',
  neq: '<>',
}

function readCondition(
  value: unknown,
  of: 'counts' | 'numbers',
): { readonly bounds: readonly Bound[]; readonly fields: readonly string[]; readonly percentile: unknown } {
  if (!isMap(value)) return refuse('the correlation needs a condition such as gte: 5')
  const bounds: Bound[] = []
  for (const [name, bound] of Object.entries(value)) {
    if (name === 'field' || name === 'percentile') continue
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (!operator) return refuse(`the condition ${shown(name)} is none of ${Object.keys(operators).join(', ')}`)
    const isCount = Number.isInteger(bound) && Number(bound) >= 0
    if (typeof bound !== 'number' || !(of === 'counts' ? isCount : Number.isFinite(bound)))
      return refuse(`the condition ${name} takes a ${of === 'counts' ? 'whole ' : ''}number, not ${shown(bound)}`)
    bounds.push({ operator, value: bound })
  }
  if (bounds.length === 0) return refuse('the correlation needs a condition such as gte: 5')
  if (of === 'counts' && bounds.every((bound) => holdsFor(0, bound) || bound.operator === '<'))
    refuse('the condition also holds where nothing happens: it needs a lower bound such as gte: 5')
  return { bounds, fields: textsOf(value.field), percentile: value.percentile }
}

function holdsFor(count: number, { operator, value }: Bound): boolean {
  return {
    '>': count > value,
    '>=': count >= value,
    '<': count < value,
    '<=': count <= value,
    '=': count === value,
    '<>': count !== value,
  }[operator]
}

function readAliases(value: unknown): CorrelationRule['aliases'] {
  if (value === undefined || value === null) return {}
  if (!isMap(value)) return refuse('aliases is a map')
  return Object.fromEntries(
    Object.entries(value).map(([alias, fields]) => {
      if (!isMap(fields) || !Object.values(fields).every((field) => typeof field === 'string'))
        return refuse(`the alias ${shown(alias)} names a field for each rule`)
      return [alias, fields as Readonly<Record<string, string>>]
    }),
  )
}

const units: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
}

/** Seconds of 15s, 30m, 12h, 7d, 2w, 3M (of 30 days), 1y. */
function readTimespan(value: unknown): number {
  const found = typeof value === 'string' ? /^\s*(\d{1,6})\s*([smhdwMy])\s*$/.exec(value) : null
  const seconds = found ? Number(found[1]) * (units[found[2] as string] as number) : 0
  return seconds > 0 && seconds <= 315_360_000
    ? seconds
    : refuse(`the timespan ${shown(value)} is none such as 30s, 5m, 12h, 7d, up to 10y`)
}
