import { isMap } from './detection.ts'
import { refuse, shown } from './refusal.ts'
import { type Bound, type CorrelationRule, correlationTypes } from './rule.ts'
import { readInfo, textsOf } from './rule-info.ts'

type Fields = Readonly<Record<string, unknown>>

/** A correlation rule: https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html */
export function parseCorrelation(value: Fields, file: string, text: string): Omit<CorrelationRule, 'examples'> {
  const correlation = value.correlation
  if (!isMap(correlation)) return refuse('correlation must be a map')
  const type = correlationTypes.find((each) => each === correlation.type)
  if (!type)
    return refuse(
      `correlations of type ${shown(correlation.type)} are not evaluated: ${correlationTypes.join(', ')} are`,
    )
  const references = textsOf(correlation.rules)
  if (references.length === 0) refuse('the correlation refers to no rule')
  const isTemporal = type === 'temporal' || type === 'temporal_ordered'
  const { bounds, field } = readCondition(correlation.condition, isTemporal)
  if (type === 'value_count' && field === null) refuse('value_count needs condition.field: whose values are counted')
  if (type === 'temporal_ordered' && bounds.length > 0)
    refuse('temporal_ordered takes no condition: all of its rules happen, in their order')
  return {
    kind: 'correlation',
    info: readInfo(value, { file, text, kind: 'correlation', groups: ['amazon', 'aws'], formats: [] }),
    type,
    references,
    groupBy: textsOf(correlation['group-by']),
    aliases: readAliases(correlation.aliases),
    seconds: readTimespan(correlation.timespan ?? correlation.timeframe),
    bounds,
    valueField: type === 'value_count' ? field : null,
    generate: correlation.generate === true,
  }
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
  isTemporal: boolean,
): { readonly bounds: readonly Bound[]; readonly field: string | null } {
  if ((value === undefined || value === null) && isTemporal) return { bounds: [], field: null }
  if (typeof value === 'string')
    return refuse('a condition over the names of rules is not evaluated: give a number, such as gte: 2')
  if (!isMap(value)) return refuse('the correlation needs a condition such as gte: 5')
  const bounds: Bound[] = []
  for (const [name, bound] of Object.entries(value)) {
    if (name === 'field') continue
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (!operator) return refuse(`the condition ${shown(name)} is none of ${Object.keys(operators).join(', ')}`)
    if (typeof bound !== 'number' || !Number.isInteger(bound) || bound < 0)
      return refuse(`the condition ${name} takes a whole number, not ${shown(bound)}`)
    bounds.push({ operator, value: bound })
  }
  const fields = textsOf(value.field)
  if (fields.length > 1) refuse('condition.field names one field')
  if (bounds.length === 0) return refuse('the correlation needs a condition such as gte: 5')
  if (
    bounds.every(
      ({ operator, value: most }) =>
        operator === '<' || operator === '<=' || operator === '<>' || (operator === '>=' && most === 0),
    )
  ) {
    refuse('the condition also holds where nothing happens: it needs a lower bound such as gte: 5')
  }
  return { bounds, field: fields[0] ?? null }
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
