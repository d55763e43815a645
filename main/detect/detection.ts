import { parseCondition } from './condition.ts'
import { fieldItem, type Scalar } from './modifiers.ts'
import { all, any, type Node } from './node.ts'
import { refuse, shown, within } from './refusal.ts'

/** The `detection` of a rule: its named selections and the condition over them; a list of conditions is one or the other. */
export function parseDetection(detection: unknown): Node {
  if (!isMap(detection)) return refuse('detection must be a map of selections and a condition')
  const { condition, timeframe: _ignored, ...named } = detection
  const selections = parseSelections(named)
  if (selections.size === 0) refuse('detection holds no selection')
  const conditions = Array.isArray(condition) ? condition : [condition]
  if (conditions.length === 0 || !conditions.every((each) => typeof each === 'string')) {
    return refuse('detection needs a condition: a text, or a list of texts')
  }
  return within('condition', () => any(conditions.map((text) => parseCondition(text, selections))))
}

/** Selections by their names. */
export function parseSelections(named: Readonly<Record<string, unknown>>): ReadonlyMap<string, Node> {
  return new Map(Object.entries(named).map(([name, value]) => [name, within(name, () => selection(value, name))]))
}

/** A map is one thing and the other, a list one or the other; plain texts are keywords. */
function selection(value: unknown, name: string): Node {
  if (isMap(value)) {
    const items = Object.entries(value)
    if (items.length === 0) refuse(`the selection ${shown(name)} is empty`)
    return all(items.map(([key, values]) => within(key, () => item(key, values))))
  }
  if (Array.isArray(value)) {
    if (value.length === 0) refuse(`the selection ${shown(name)} is empty`)
    const keywords = value.filter(isScalar)
    const others = value.flatMap((part, place) => (isScalar(part) ? [] : [within(place, () => selection(part, name))]))
    return any([...(keywords.length > 0 ? [fieldItem('', keywords)] : []), ...others])
  }
  if (isScalar(value) && value !== null) return fieldItem('', [value])
  return refuse(`the selection ${shown(name)} is neither a map nor a list`)
}

function item(key: string, values: unknown): Node {
  const list = Array.isArray(values) ? values : [values]
  if (list.every(isScalar)) return fieldItem(key, list)
  return refuse(`${shown(key)}: a value is a text, a number, true, false or null, or a list of them`)
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
