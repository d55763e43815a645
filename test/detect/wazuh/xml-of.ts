/** A rule of Wazuh as facts about it. */
export interface Facts {
  readonly file: string
  readonly id: number
  readonly level: number
  readonly if_sid?: string
  readonly if_group?: string
  readonly if_matched_sid?: string
  readonly decoded_as?: string
  readonly frequency?: number
  readonly timeframe?: number
  readonly ignore?: number
  readonly conditions: readonly Condition[]
  readonly groups: readonly string[]
  readonly mitre: readonly string[]
}

interface Condition {
  readonly type: 'field' | 'match' | 'list' | 'same_field'
  readonly name?: string
  readonly field?: string
  readonly syntax?: string
  readonly negate?: boolean
  readonly pattern?: string
  readonly lookup?: string
  readonly list?: string
}

/** The facts as a rule file. */
export function xmlOf(facts: readonly Facts[]): string {
  return `<group name="">\n${facts.map(ruleXml).join('\n')}\n,</group>\n`
}

function ruleXml(facts: Facts): string {
  const attributes = (['id', 'level', 'frequency', 'timeframe', 'ignore'] as const).flatMap((name) =>
    facts[name] === undefined ? [] : [`${name}="${facts[name]}"`],
  )
  const parents = (['decoded_as', 'if_sid', 'if_group', 'if_matched_sid'] as const).flatMap((name) =>
    facts[name] === undefined ? [] : [`<${name}>${facts[name]}</${name}>`],
  )
  const rest = [
    ...facts.conditions.map(conditionXml),
    `<description>Rule ${facts.id}: $(aws.eventName).</description>`,
    `<mitre>${facts.mitre.map((id) => `<id>${id}</id>`).join('')}</mitre>`,
    `<group>${facts.groups.join(',')},</group>`,
    '<options>no_full_log</options>',
  ]
  return `<rule ${attributes.join(' ')}>${[...parents, ...rest].join('\n')}</rule>`
}

function conditionXml({ type, name, field, syntax, negate, pattern = '', lookup, list }: Condition): string {
  const text = pattern.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  if (type === 'same_field') return `<same_field>${field}</same_field>`
  if (type === 'list') return `<list field="${field}" lookup="${lookup}">${list}</list>`
  const negated = negate ? ' negate="yes"' : ''
  return type === 'match'
    ? `<match type="${syntax}"${negated}>${text}</match>`
    : `<field name="${name}" type="${syntax}"${negated}>${text}</field>`
}
