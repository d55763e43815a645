import { isMap, parseDetection } from './detection.ts'
import { type Logsource, readLogsource } from './logsource.ts'
import { all, type Node } from './node.ts'
import { parseCorrelation } from './parse-correlation.ts'
import { refuse, shown, within } from './refusal.ts'
import { isRepeated, repeated } from './repeated.ts'
import type { Example, Examples, FirstSeen, Rule } from './rule.ts'
import { readInfo } from './rule-info.ts'

/** A document of a rule file as a rule. Refused, with the reason, when any part of it cannot be evaluated. */
export function parseRule(value: unknown, file: string, text: string): Rule {
  if (!isMap(value)) return refuse('it is no Sigma rule: a rule is a map')
  if ('action' in value) refuse(`'action: ${String(value.action)}' belongs to Sigma 1: write the documents out`)
  const examples = readExamples(value)
  if ('correlation' in value) return { ...parseCorrelation(value, file, text), examples }
  if (!('detection' in value)) refuse('it is no Sigma rule: it has neither detection nor correlation')
  const source = within('logsource', () => readLogsource(isMap(value.logsource) ? value.logsource : {}))
  const info = readInfo(value, { file, text, kind: 'event', groups: source.groups, formats: source.formats ?? [] })
  return {
    kind: 'event',
    info,
    formats: source.formats,
    detection: marked(
      source,
      within('detection', () => parseDetection(value.detection)),
    ),
    firstSeen: within('first_seen', () => readFirstSeen(value.first_seen)),
    examples,
  }
}

function marked({ mark }: Logsource, detection: Node): Node {
  return mark === undefined ? detection : all([{ kind: 'leaf', field: mark, test: { kind: 'exists' } }, detection])
}

/** `hits` and `misses`: every entry a record as logged, or a list of such. */
function readExamples(value: Readonly<Record<string, unknown>>): Examples {
  const read = (name: 'hits' | 'misses') => {
    const entries = value[name] ?? []
    if (!Array.isArray(entries)) return refuse(`${name} is a list of records as logged`)
    return entries.map((entry, place) => {
      const records: readonly unknown[] = Array.isArray(entry) ? entry : [entry]
      if (records.length > 0 && records.every(isMap)) {
        return records.flatMap((record): readonly Example[] => (isRepeated(record) ? repeated(record) : [record]))
      }
      return refuse(`${name}[${place}] is no record: a record is a JSON object as logged`)
    })
  }
  return { hits: read('hits'), misses: read('misses') }
}

function readFirstSeen(value: unknown): FirstSeen | null {
  if (value === undefined || value === null) return null
  if (!isMap(value)) return refuse('first_seen is a map of fields and days')
  const { fields, days } = value
  if (
    !Array.isArray(fields) ||
    fields.length === 0 ||
    !fields.every((field) => typeof field === 'string' && field !== '')
  ) {
    return refuse('first_seen: fields is a list of names of fields')
  }
  if (typeof days !== 'number' || !(days > 0) || days > 3660)
    return refuse(`first_seen: days is a number from 1 to 3660, not ${shown(days)}`)
  return { fields, days }
}
