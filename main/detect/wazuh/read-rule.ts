import type { Node } from '../node.ts'
import { refuse, shown } from '../refusal.ts'
import { type Asked, type Dialect, dialects, patternOf } from './dialects.ts'
import type { Element } from './read-xml.ts'
import type { Counted, ListTest, Named, WazuhRule } from './wazuh-rule.ts'

/** A `<rule>`, whole or refused: https://documentation.wazuh.com/current/user-manual/ruleset/ruleset-xml-syntax/rules.html */
export function readRule(
  element: Element,
  { file, groups }: { readonly file: string; readonly groups: readonly string[] },
): WazuhRule {
  const { attributes, children } = element
  for (const name of Object.keys(attributes)) if (!known.has(name)) refuse(`the attribute ${name} is not evaluated`)
  const id = attributes.id ?? ''
  if (!/^\d{1,9}$/.test(id)) refuse(`its id ${shown(id)} is no number`)
  if (attributes.noalert !== undefined && attributes.noalert !== '0')
    refuse('noalert is not evaluated: give it level 0')
  for (const child of children) checkElement(child)
  const all = (name: string) => children.filter((child) => child.name === name)
  const one = (name: string) => {
    const found = all(name)
    if (found.length > 1) refuse(`<${name}> stands there ${found.length} times, and the original joins them end to end`)
    return found[0]
  }
  const title = all('description')
    .map(({ text }) => text.trim())
    .join(' ')
  if (title === '') refuse('it has no description')
  const decoder = one('decoded_as')?.text.trim() ?? 'json'
  if (decoder !== 'json') refuse(`it is for what the decoder ${shown(decoder)} reads; logs of AWS are read by json`)
  const ids = one('if_sid')?.text
  const group = one('if_group')?.text.trim()
  return {
    file,
    line: element.line,
    text: `<group name="${escaped(groups.join(','))}">\n  ${element.source}\n</group>\n`,
    id,
    level: numberOf('level', attributes.level, 0, 16),
    title: title.replace(/\s+/g, ' '),
    groups: [
      ...new Set([...groups, ...all('group').flatMap(({ text }) => text.split(','))].map((each) => each.trim())),
    ].filter((each) => each !== ''),
    mitre: all('mitre').flatMap(({ children: ids }) => ids.map(({ text }) => text.trim())),
    references: all('info').flatMap(({ text }) => (/^https?:\/\//.test(text.trim()) ? [text.trim()] : [])),
    overwrite: attributes.overwrite === 'yes',
    below: ids !== undefined ? idsOf(ids) : group !== undefined ? { by: 'group', group } : null,
    tests: [
      ...all('field').map(fieldTest),
      ...wholeTests.flatMap(([name, dialect]) => {
        const test = one(name)
        return test ? [wholeTest(test, dialect)] : []
      }),
      ...statics.flatMap((name) => all(name).map((test) => valueTest(name, test, 'osmatch'))),
    ],
    lists: all('list').map(listTest),
    counted: countedOf(attributes, one('if_matched_sid')?.text, one('if_matched_group')?.text, all),
    notes: notesOf(attributes, all),
  }
}

const known = new Set(['id', 'level', 'frequency', 'timeframe', 'ignore', 'overwrite', 'accuracy', 'noalert'])
const wholeTests = [
  ['match', 'osmatch'],
  ['regex', 'osregex'],
] as const
/** Names at the top of a document that are elements of their own instead of names of fields. */
const statics = ['action', 'status', 'id', 'url', 'protocol', 'data', 'extra_data'] as const
const otherStatics = ['srcip', 'dstip', 'srcport', 'dstport', 'srcuser', 'dstuser', 'user', 'systemname', 'system_name']

const evaluated = new Set<string>([
  ...['description', 'decoded_as', 'if_sid', 'if_group', 'if_matched_sid', 'if_matched_group', 'field', 'match'],
  ...['regex', 'list', 'group', 'mitre', 'info', 'options', 'same_field', 'different_field', 'not_same_field'],
  ...['same_location', 'global_frequency', 'cve', ...statics],
])

function checkElement({ name }: Element): void {
  if (evaluated.has(name)) return
  const field = /^(?:not_)?(?:same|different)_(.+)$/.exec(name)?.[1]
  if (field !== undefined)
    refuse(
      `<${name}> looks at ${field}, which documents of AWS do not have: name the field, as in <same_field>aws.sourceIPAddress</same_field>`,
    )
  refuse(`<${name}> is not evaluated`)
}

function numberOf(name: string, text: string | undefined, least: number, most: number): number {
  const number = text !== undefined && /^\d{1,7}$/.test(text.trim()) ? Number(text) : -1
  return number >= least && number <= most
    ? number
    : refuse(`${name} is a number from ${least} to ${most}, not ${shown(text ?? '')}`)
}

function idsOf(text: string): Named {
  const ids = text.split(/[\s,]+/).filter((id) => id !== '')
  return ids.length > 0 && ids.every((id) => /^\d{1,9}$/.test(id))
    ? { by: 'id', ids }
    : refuse(`${shown(text)} are no ids of rules`)
}

function fieldTest(element: Element): Node {
  const name = element.attributes.name ?? ''
  if (name === '') refuse('a <field> has no name')
  if ([...statics, ...otherStatics].some((each) => each === name))
    refuse(`the field ${shown(name)} is static to the original, which refuses it in <field>`)
  return valueTest(name, element, 'osregex')
}

function valueTest(field: string, element: Element, dialect: Dialect): Node {
  return { kind: 'leaf', field, test: { kind: 'flat', asked: asked(element, dialect), negated: isNegated(element) } }
}

/** A pattern over the line of the log. */
function wholeTest(element: Element, dialect: Dialect): Node {
  const patterns = asked(element, dialect)
  if (patterns.length > 1 || /(^|[^\\])[$^]/.test(element.text.replace(/\[\^/g, '[')))
    refuse(`<${element.name}> is anchored in the line of the log, which is not kept as one text: test a field`)
  return { kind: 'leaf', field: null, test: { kind: 'flat', asked: patterns, negated: isNegated(element) } }
}

function asked(element: Element, usual: Dialect): Asked {
  const wanted = element.attributes.type ?? usual
  const dialect = dialects.find((each) => each === wanted.toLowerCase())
  return dialect ? patternOf(dialect, element.text.trim()) : refuse(`patterns of type ${shown(wanted)} are unknown`)
}

function isNegated({ attributes }: Element): boolean {
  return attributes.negate?.toLowerCase() === 'yes'
}

const lookups: Readonly<Record<string, Pick<ListTest, 'lookup' | 'negated'>>> = {
  match_key: { lookup: 'key', negated: false },
  not_match_key: { lookup: 'key', negated: true },
  match_key_value: { lookup: 'value', negated: false },
  address_match_key: { lookup: 'address', negated: false },
  not_address_match_key: { lookup: 'address', negated: true },
}

function listTest({ attributes: { field = '', lookup = 'match_key', check_value }, text }: Element): ListTest {
  const how = Object.hasOwn(lookups, lookup) ? lookups[lookup] : undefined
  if (!how) return refuse(`the lookup ${shown(lookup)} is not evaluated: ${Object.keys(lookups).join(', ')} are`)
  if (field === '') refuse('a <list> names no field')
  if (how.lookup === 'value' && check_value === undefined) refuse('match_key_value needs a check_value')
  return {
    field,
    list: text.trim(),
    ...how,
    value: how.lookup === 'value' ? patternOf('osmatch', check_value ?? '') : null,
  }
}

function countedOf(
  { frequency, timeframe }: Readonly<Record<string, string>>,
  sid: string | undefined,
  group: string | undefined,
  all: (name: string) => readonly Element[],
): Counted | null {
  if (sid === undefined && group === undefined) {
    if (frequency !== undefined) refuse('it has a frequency and neither if_matched_sid nor if_matched_group')
    return null
  }
  if (sid !== undefined && group !== undefined) refuse('it has both if_matched_sid and if_matched_group')
  const different = [...all('different_field'), ...all('not_same_field')].map(({ text }) => text.trim())
  if (different.length > 1) refuse('it names more than one field that has to be different')
  const of = sid !== undefined ? idsOf(sid) : ({ by: 'group', group: (group as string).trim() } as const)
  if (of.by === 'id' && of.ids.length > 1) refuse('if_matched_sid names one rule')
  return {
    of,
    // Without a frequency one event before is enough.
    events: frequency === undefined ? 2 : numberOf('frequency', frequency, 2, 9999),
    seconds: timeframe === undefined ? 360 : numberOf('timeframe', timeframe, 1, 99_999),
    sameFields: all('same_field').map(({ text }) => text.trim()),
    differentField: different[0] ?? null,
  }
}

function notesOf(
  { ignore }: Readonly<Record<string, string>>,
  all: (name: string) => readonly Element[],
): readonly string[] {
  const fields = [...all('field'), ...all('list')].flatMap(({ attributes: { name, field } }) => name ?? field ?? [])
  const shifted = fields.find((field) => field.startsWith('data.'))
  return [
    ...(ignore === undefined || ignore === '0'
      ? []
      : [`ignore="${ignore}" silences nothing here: what belongs together is one finding`]),
    ...(shifted === undefined
      ? []
      : [`no document has the field '${shifted}': alerts show data.aws.…, rules name aws.…`]),
    ...(all('same_location').length > 0 ? ['same_location always holds: all logs of AWS come from one place'] : []),
    ...(all('if_sid').length > 0 && all('if_group').length > 0
      ? ['if_group says nothing beside if_sid, as in the original']
      : []),
  ]
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
