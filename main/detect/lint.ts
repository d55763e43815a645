import type { Remark } from '../../shared/rule.ts'
import { type Actions, strangeActions } from './lint-actions.ts'
import { contradicted, deadFilters, needed } from './lint-conflicts.ts'
import { type Leaf, leavesOf, type Node } from './node.ts'
import { meaningOf } from './references.ts'
import type { EventRule, Rule } from './rule.ts'
import { plainText } from './wildcards.ts'

/** Rules that load and cannot find what they are meant to, as far as that can be told from their text. `actions`: what AWS can log. */
export function lint(rules: readonly Rule[], actions: Actions): readonly Remark[] {
  const titles = new Map<string, string>()
  return rules.flatMap((rule) => {
    const { file, id, title } = rule.info
    const meaning = meaningOf(rule)
    const same = titles.get(meaning)
    if (same === undefined) titles.set(meaning, title)
    const texts = [
      ...(same === undefined ? [] : [`it detects the same as '${same}'`]),
      ...(rule.wazuh?.notes ?? []),
      ...(rule.kind === 'event' ? eventRemarks(rule, actions) : []),
    ]
    return [...new Set(texts)].map((remark) => ({ file, id, title, remark }))
  })
}

/** Whether a rule can never find anything: the remark that says why, else null. */
export function whyDead(rule: Rule): string | null {
  const never = rule.wazuh?.notes.find((note) => note.startsWith('it never finds anything: '))
  if (never !== undefined) return never.slice('it never finds anything: '.length)
  return rule.kind === 'event' ? (contradiction(rule.detection) ?? strangeFields(rule)[0] ?? null) : null
}

function eventRemarks(rule: EventRule, actions: Actions): readonly string[] {
  const contradicted = contradiction(rule.detection)
  return [
    ...(contradicted === null ? [] : [contradicted]),
    ...strangeFields(rule),
    ...strangeActions(rule, actions),
    ...deadFilters(rule),
    ...leavesOf(rule.detection).flatMap((leaf) => leafRemarks(leaf, actions)),
    ...fewExamples(rule),
  ]
}

function fewExamples({ examples: { hits, misses } }: EventRule): readonly string[] {
  if (hits.length + misses.length === 0 || (hits.length >= 2 && misses.length >= 2)) return []
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
  const has = `${count(hits.length, 'hit', 'hits')} and ${count(misses.length, 'miss', 'misses')}`
  return [`it has ${has}: two of each show where it ends`]
}

function leafRemarks({ field, test }: Leaf, actions: Actions): readonly string[] {
  if (test.kind === 'field' && test.how === 'equals' && /arn$/i.test(field ?? '') && /name$/i.test(test.other)) {
    return [`${field} is an ARN and ${test.other} a name: they are never equal; endswith is meant`]
  }
  if (test.kind !== 'text') return []
  const texts = test.any.map((pattern) => pattern.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''))
  const path = texts.find((text) => /^(userIdentity|requestParameters|responseElements)\.[\w.]+$/.test(text))
  if (path !== undefined && field !== null)
    return [`'${path}' is compared as text; fieldref compares with the field of that name`]
  if (field !== 'eventSource') return []
  const odd = test.any.map(plainText).find((text) => text !== null && isCutShort(text.toLowerCase(), actions))
  return odd == null ? [] : [`eventSource is never '${odd}': it ends in .amazonaws.com`]
}

/** Partners have names of their own; those of AWS end in one way. */
function isCutShort(source: string, actions: Actions): boolean {
  return !source.endsWith('.amazonaws.com') && (source.includes('amazonaws') || actions.has(source))
}

/** Top-level fields of CloudTrail records: AWS CloudTrail User Guide, "CloudTrail record contents". */
const cloudtrailFields = new Set([
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'managementEvent',
  'readOnly',
  'resources',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'addendum',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
  'eventContext',
])

/** A test on a field that no record has, where the rule cannot hold without it. */
function strangeFields({ formats, detection }: EventRule): readonly string[] {
  if (!formats?.every((format) => format.startsWith('cloudtrail'))) return []
  return needed(detection).flatMap(({ field, test }) => {
    if (field === null || test.kind === 'null' || test.kind === 'flat') return []
    const top = field.split('.')[0] as string
    return cloudtrailFields.has(top) ? [] : [`no CloudTrail record has the field '${top}', which it needs`]
  })
}

/** Two needed tests of one field that exclude each other. */
function contradiction(detection: Node): string | null {
  const field = contradicted(detection)
  return field === null ? null : `it asks for two values of ${field} at once, which no record has`
}
