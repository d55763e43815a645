import { type EventColumnName, eventColumns, outcomes, severities } from '../event.ts'
import { namedFields, resolveField } from './fields.ts'

export interface Completions {
  /** What an option replaces: UTF-16 offsets, `to` excluded. */
  readonly from: number
  readonly to: number
  readonly options: readonly { readonly label: string; readonly detail: string }[]
}

const values: Partial<Record<EventColumnName, readonly string[]>> = {
  outcome: outcomes,
  severity: severities,
  category: ['management', 'data', 'insight', 'network', 'finding'],
  kind: [
    'AwsApiCall',
    'AwsServiceEvent',
    'AwsConsoleAction',
    'AwsConsoleSignIn',
    'AwsCloudTrailInsight',
    'AwsVpceEvent',
  ],
  actor_type: [
    'Root',
    'IAMUser',
    'AssumedRole',
    'Role',
    'FederatedUser',
    'SAMLUser',
    'WebIdentityUser',
    'IdentityCenterUser',
    'AWSAccount',
    'AWSService',
    'Directory',
    'Unknown',
  ],
  fidelity: ['full', 'flattened', 'bare'],
  flags: ['duplicate-keys', 'lone-surrogates', 'bad-time', 'damaged'],
}

/** What may be meant at a place of a search: the names of fields, and behind one the values that it is known to hold. */
export function completions(text: string, cursor: number): Completions {
  const before = text.slice(0, cursor)
  const none = { from: cursor, to: cursor, options: [] }
  if (isQuoted(before)) return none
  const word = /[^\s()"]*$/.exec(before)?.[0] ?? ''
  const list = /([\p{L}_][\p{L}\p{N}_-]*)(?::|!?=)\([^()]*$/u.exec(before)
  if (list) return valueCompletions(list[1] as string, word.replace(/^-/, ''), text, cursor)
  const parts = /^-?([\p{L}_][\p{L}\p{N}_-]*)?(?:(:|!?=|[<>]=?)(.*))?$/su.exec(word)
  if (!parts) return none
  const [, name = '', sign, value = ''] = parts
  if (sign) return name ? valueCompletions(name, value, text, cursor) : none
  return fieldCompletions(name, text, cursor)
}

function fieldCompletions(name: string, text: string, cursor: number): Completions {
  const rest = /^[\p{L}\p{N}_-]*:?/u.exec(text.slice(cursor))?.[0].length ?? 0
  const wanted = name.toLowerCase()
  const begins = namedFields.filter((field) => field.name.toLowerCase().startsWith(wanted))
  const holds = namedFields.filter(
    (field) => wanted.length > 2 && !begins.includes(field) && field.name.toLowerCase().includes(wanted),
  )
  const options = [...begins, ...holds].map(({ name, meaning }) => ({ label: `${name}:`, detail: meaning }))
  return { from: cursor - name.length, to: cursor + rest, options }
}

function valueCompletions(name: string, value: string, text: string, cursor: number): Completions {
  const rest = /^[^\s()"]*/.exec(text.slice(cursor))?.[0].length ?? 0
  const at = { from: cursor - value.length, to: cursor + rest }
  const field = resolveField(name, [])
  if ('nearest' in field) return { ...at, options: [] }
  const truths = field.type === 'boolean' ? ['true', 'false'] : []
  if (field.test !== undefined) return { ...at, options: truths.map((label) => ({ label, detail: field.name })) }
  const known = [
    ...(field.found?.values ?? []).map((label) => ({ label, detail: field.name })),
    ...field.columns.flatMap((column) =>
      [...(values[column] ?? []), ...truths].map((label) => ({ label, detail: eventColumns[column].title })),
    ),
  ]
  const general = [
    { label: '*', detail: 'any value' },
    { label: 'none', detail: 'no value' },
  ]
  const all = field.match === 'anywhere' ? [] : [...known, ...general]
  return { ...at, options: all.filter(({ label }) => label.toLowerCase().startsWith(value.toLowerCase())) }
}

/** Whether a quote is open at the end of the text; outside quotes a backslash may escape one. */
function isQuoted(text: string): boolean {
  return (text.replace(/\\./gs, '').match(/"/g) ?? []).length % 2 === 1
}
