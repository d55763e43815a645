import type { CollectionNote, CollectionPlan, PlannedPlace, SourcePlan } from '../shared/collection.ts'
import type { Progress } from '../shared/job.ts'
import type { Source } from '../shared/source.ts'
import type { Offer, OpenSource } from './source/source.ts'
import type { SourceDesk } from './source-desk.ts'
import type { CaseFile } from './store/case-file.ts'
import { room } from './store/evidence.ts'

/**
 * What a collection would bring, by listing only: nothing is fetched and nothing written but the calls that were made.
 * A source that cannot be asked is in the plan with the reason.
 */
export async function planSources(
  file: CaseFile,
  desk: SourceDesk,
  sources: readonly Source[],
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<CollectionPlan> {
  const plans: SourcePlan[] = []
  try {
    for (const source of sources) {
      const open = await desk.open(source, signal)
      plans.push(await planOne(file, open, source, report, signal))
    }
  } finally {
    await desk.close()
  }
  const bytes = plans.reduce((sum, plan) => sum + (plan.bytes ?? 0), 0)
  return { sources: plans, room: { free: await room(file.path), needed: Math.round(bytes * (1 + rowsAByte)) } }
}

/** Rows take about 15 % of the inflated bytes, and logs inflate about twelvefold (measured). */
const rowsAByte = 12 * 0.15
/** Of one machine from S3: objects and bytes a second at which a collection goes, on the careful side. */
const objectsASecond = 150
const bytesASecond = 30e6
/** Objects of so many accounts and services are asked whether they could be read. */
const mostSamples = 20
/** US dollars for one request in us-east-1: https://aws.amazon.com/s3/pricing/ */
const dollarsAGet = 0.0004 / 1000

async function planOne(
  file: CaseFile,
  open: OpenSource,
  source: Source,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<SourcePlan> {
  const plan = new Plan(source)
  try {
    const outlook = await open.outlook(signal)
    for (const { text, permission } of outlook.notes) plan.note(text, permission, 'note')
    if (open.kind === 'live') return plan.live(outlook.objects)
    let some: Offer[] = []
    const compare = async () => {
      const known = await file.collectedBefore(some)
      for (const [place, offer] of some.entries()) plan.add(offer, known.has(place))
      some = []
      report(plan.progress())
    }
    for await (const said of open.offers(signal)) {
      if (said.kind === 'note') plan.note(said.text, said.permission, said.isProblem ? 'problem' : 'note')
      else if (some.push(said) >= 1000) await compare()
    }
    await compare()
    for (const offer of plan.samples) {
      for (const { text, permission, isProblem } of (await open.probe?.(offer, signal)) ?? [])
        plan.note(text, permission, isProblem ? 'problem' : 'note')
    }
    return plan.listed()
  } catch (error) {
    signal.throwIfAborted()
    const { text, permission } = open.explain(error)
    plan.note(text, permission, 'failed')
    return plan.listed()
  }
}

class Plan {
  readonly #source: Source
  readonly #notes: CollectionNote[] = []
  readonly #places = new Map<string, { -readonly [K in keyof PlannedPlace]: PlannedPlace[K] }>()
  readonly #samples = new Map<string, Offer>()
  readonly #unreadable = new Map<string, number>()
  #objects = 0
  #bytes = 0
  #known = { objects: 0, bytes: 0 }
  #noncurrent = 0
  #deleteMarkers = 0
  #unnamed = 0

  constructor(source: Source) {
    this.#source = source
  }

  note(text: string, permission: string | null, kind: CollectionNote['kind']): void {
    this.#notes.push({ source: this.#source.name, text, permission, kind })
  }

  /** One new object of each account and service. */
  get samples(): readonly Offer[] {
    return [...this.#samples.values()]
  }

  add(offer: Offer, isKnown: boolean): void {
    const { place, bytes, mark, unreadable } = offer
    if (mark === 'delete-marker') this.#deleteMarkers++
    const { account, region, service, firstDay: day } = place
    const key = JSON.stringify([account, region, service, day])
    const known = this.#places.get(key) ?? { account, region, service, day, objects: 0, bytes: 0, known: 0 }
    this.#places.set(key, known)
    known.objects++
    known.bytes += bytes ?? 0
    if (isKnown) {
      known.known++
      this.#known = { objects: this.#known.objects + 1, bytes: this.#known.bytes + (bytes ?? 0) }
      return
    }
    if (unreadable !== null) {
      if (unreadable.state === 'rejected')
        this.#unreadable.set(unreadable.reason, (this.#unreadable.get(unreadable.reason) ?? 0) + 1)
      return
    }
    if (day === null) this.#unnamed++
    if (mark === 'noncurrent') this.#noncurrent++
    const kind = `${account} ${service}`
    if (mark === 'current' && this.#samples.size < mostSamples && !this.#samples.has(kind))
      this.#samples.set(kind, offer)
    this.#objects++
    this.#bytes += bytes ?? 0
  }

  progress(): Progress {
    return {
      phase: 'listing',
      objects: { done: this.#objects + this.#known.objects, total: null },
      bytes: { done: this.#bytes + this.#known.bytes, total: null },
      rows: 0,
      rowsPerSecond: 0,
      secondsLeft: null,
    }
  }

  listed(): SourcePlan {
    const seconds = Math.max(this.#objects / objectsASecond, this.#bytes / bytesASecond)
    const bounded = 'until' in this.#source && (this.#source.from !== null || this.#source.until !== null)
    if (bounded && this.#unnamed > 0)
      this.note(
        `${this.#unnamed} objects have no day in their names: they are collected unless they are older than 'from'`,
        null,
        'note',
      )
    for (const [reason, count] of this.#unreadable)
      this.note(`${count} ${count === 1 ? 'object is' : 'objects are'} not to be had: ${reason}`, null, 'problem')
    return {
      ...this.#base(),
      objects: this.#objects,
      bytes: this.#bytes,
      requests: this.#objects,
      dollars: Math.ceil(this.#objects * dollarsAGet * 10_000) / 10_000,
      minutes: Math.ceil((seconds / 60) * 10) / 10,
    }
  }

  live(objects: number | null): SourcePlan {
    return { ...this.#base(), objects, bytes: null, requests: null, dollars: null, minutes: null }
  }

  #base() {
    return {
      source: this.#source.name,
      known: this.#known,
      noncurrent: this.#noncurrent,
      deleteMarkers: this.#deleteMarkers,
      places: [...this.#places.values()].sort((a, b) => order(a).localeCompare(order(b), 'en')),
      notes: this.#notes,
    }
  }
}

function order({ day, account, region, service }: PlannedPlace): string {
  return `${day ?? ''} ${account ?? ''} ${region ?? ''} ${service ?? ''}`
}
