import type { ViewFilter } from '../../../shared/ossec.ts'
import { Source } from '../../../shared/source.ts'
import { type Tag, typeOf, valuesOf, yesOrNo } from './block.ts'
import { bucketOf, bucketTags, bucketTypes, type Definition } from './bucket.ts'
import { viewFilterOf } from './discard.ts'
import type { Element } from './read-xml.ts'
import type { Place, Report } from './report.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { reportService, serviceTags, serviceTypes } from './service.ts'
import { subscriberOf, subscriberTags, subscriberTypes } from './subscriber.ts'

/** What an import has found so far. */
export interface Reading {
  readonly report: Report
  readonly sources: Source[]
  readonly views: ViewFilter[]
  /** How many sources wanted each name. */
  readonly names: Map<string, number>
}

const moduleTags = {
  disabled: 'refused',
  interval: 'refused',
  day: 'refused',
  wday: 'refused',
  time: 'refused',
  run_on_start: 'refused',
  skip_on_error: 'refused',
  remove_from_bucket: 'refused',
  access_key: 'ignored',
  secret_key: 'ignored',
  bucket: 'refused',
} as const
const blocks = {
  bucket: { types: bucketTypes, tags: bucketTags },
  service: { types: serviceTypes, tags: serviceTags },
  subscriber: { types: subscriberTypes, tags: subscriberTags },
} as const

/** A `<wodle>`: its schedule, then block after block. A mistake in the schedule refuses all of it, one in a block only that. */
export function readModule(module: Element, reading: Reading): void {
  const { report } = reading
  const before = report.errors
  const own = { ...module, children: module.children.filter((child) => !isBlock(child)) }
  const tags = valuesOf(own, moduleTags, report)
  const schedule = scheduleOf(tags, report)
  const legacy = tags.get('bucket')
  if (!legacy) legacyOnly(tags, report)
  if (!legacy && !module.children.some(isBlock)) {
    report.refused(module, 'there is no <bucket>, <service> or <subscriber> in it: nothing to collect')
  }
  const isSound = report.errors === before
  if (!isSound) report.refused(module, 'nothing of it is imported until the refused lines are corrected')
  for (const block of module.children.filter(isBlock)) {
    attempt(reading, block, isSound && schedule, () => readBlock(block, report))
  }
  if (legacy)
    attempt(reading, legacy, isSound && schedule, () => ({ made: readLegacy(legacy, tags, report), view: null }))
}

function isBlock({ name, attributes }: Element): boolean {
  return Object.hasOwn(blocks, name) && (name !== 'bucket' || attributes.length > 0)
}

function legacyOnly(tags: ReadonlyMap<string, Tag>, report: Report): void {
  for (const name of ['access_key', 'secret_key', 'remove_from_bucket']) {
    const tag = tags.get(name)
    if (!tag || (name === 'remove_from_bucket' && yesOrNo(tag, report) === null)) continue
    const isKey = name !== 'remove_from_bucket'
    const text = 'here it means only a bucket without a type, and there is none'
    report.idle(tag, isKey ? `${text}; remove the key, and think of it as leaked` : text, isKey ? 'warning' : 'info')
  }
}

interface Read {
  readonly made: (Definition & { readonly incomplete: boolean }) | null
  readonly view: Omit<ViewFilter, 'name'> | null
}

/** Reads a block; it becomes a source when nothing in it was refused, and its lines say which. */
function attempt(reading: Reading, place: Place, schedule: Schedule | false, read: () => Read): void {
  const { report, sources, views } = reading
  const before = report.errors
  const from = report.lines.length
  const { made, view } = read()
  const source = made && schedule && report.errors === before ? add(made, schedule, place, reading) : null
  if (source) {
    sources.push(source)
    report.of(source.name, from)
    if (view) views.push({ name: `without what ${source.name} discarded`, ...view })
  } else if (report.errors > before || !schedule) report.undo(from)
}

function readBlock(block: Element, report: Report): Read {
  const kind = block.name as keyof typeof blocks
  const type = typeOf(block, blocks[kind].types, report)
  const tags = valuesOf(block, blocks[kind].tags, report)
  if (type === null) return { made: null, view: null }
  const view = hidden(block, type, tags, report)
  switch (kind) {
    case 'bucket':
      return { made: bucketOf(type, block, tags, report), view }
    case 'subscriber':
      return { made: subscriberOf(type, block, tags, report), view }
    case 'service':
      reportService(type, block, tags, report)
      return { made: null, view: null }
  }
}

function hidden(block: Element, type: string, tags: ReadonlyMap<string, Tag>, report: Report): Read['view'] {
  const rule = block.children.find((child) => child.name === 'discard_regex')
  if (type === 'security_lake' && rule) {
    report.refused(rule, 'the original knows no discard_regex for Security Lake: take it out')
    return null
  }
  return viewFilterOf(tags.get('discard_regex'), block.name === 'bucket' || type === 'inspector', report)
}

/** `<bucket>name</bucket>`, from before there were types: CloudTrail. */
function readLegacy(tag: Tag, tags: ReadonlyMap<string, Tag>, report: Report): Read['made'] {
  report.changed(tag, 'a bucket without a type is one with CloudTrail logs', 'warning')
  const own = ['access_key', 'secret_key', 'remove_from_bucket'].flatMap((name) => tags.get(name) ?? [])
  const values = [...own.map((one) => [one.name, one] as const), ['name', { ...tag, name: 'bucket' }] as const]
  return bucketOf('cloudtrail', tag, new Map(values), report)
}

function add(
  { name, source, incomplete }: NonNullable<Read['made']>,
  schedule: Schedule,
  place: Place,
  { report, names }: Reading,
): Source | null {
  const disabled = schedule.disabled || incomplete
  const parsed = Source.safeParse({ ...source, ...schedule, disabled, name: unique(name, names) })
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) report.refused(place, `${issue.path.join('.')}: ${issue.message}`)
  return null
}

/** A name that no other source has, of the characters that a name may have. */
function unique(wanted: string, names: Map<string, number>): string {
  const base = wanted
    .replace(/[^\p{L}\p{N} ._@/-]+/gu, ' ')
    .replace(/(?<=\.)\.+| (?= )/g, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim()
    .slice(0, 90)
  for (;;) {
    const count = (names.get(base) ?? 0) + 1
    names.set(base, count)
    const name = count === 1 ? base : `${base} ${count}`
    if (count === 1) return name
    if (!names.has(name)) {
      names.set(name, 1)
      return name
    }
  }
}
