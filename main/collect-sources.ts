import type { Committed } from '../shared/batch.ts'
import type { ImportResult } from '../shared/case.ts'
import type { CollectionNote, CollectionResult } from '../shared/collection.ts'
import type { Source } from '../shared/source.ts'
import { type Batch, bring, type Tally } from './collect.ts'
import type { CollectionTally } from './collection-tally.ts'
import type { Downloaded, Receive } from './fetch/download.ts'
import { fetchAll } from './fetch/fetch-all.ts'
import type { Gate } from './fetch/gate.ts'
import { Pace } from './fetch/pace.ts'
import { type Packed, Packs } from './fetch/packs.ts'
import { hashFile } from './hash-file.ts'
import type { Found } from './source/folder.ts'
import type { Body, Offer, OpenSource, Settled } from './source/source.ts'
import type { SourceDesk } from './source-desk.ts'
import { tasksAsTheyCome } from './source-tasks.ts'
import { Spool } from './spool.ts'
import type { CaseFile } from './store/case-file.ts'
import { evidencePath } from './store/evidence.ts'

/** One offer on its way: which source it is of, and the others that name the same object. */
interface Pending {
  readonly source: Source
  readonly open: OpenSource
  readonly offer: Offer
  readonly key: string
  readonly twins: Offer[]
  packed: Packed | null
}

/**
 * Collects from sources into the case: what they offer, less what the case has → fetched, many at once → the way of
 * every import (decode, keep, commit) → the source is told what became of it, and only then may it delete anything.
 */
export class Collection {
  readonly #file: CaseFile
  readonly #desk: SourceDesk
  readonly #tally: CollectionTally
  readonly #gate: Gate
  readonly #pending = new Map<number, Pending>()
  readonly #underWay = new Map<string, Pending>()
  readonly #notes: CollectionNote[] = []
  readonly #packs: Packs
  #number = 0
  #stopped = false

  constructor(file: CaseFile, desk: SourceDesk, tally: CollectionTally, gate: Gate) {
    this.#file = file
    this.#desk = desk
    this.#tally = tally
    this.#gate = gate
    this.#packs = new Packs(file.tmp)
  }

  async run(
    sources: readonly Source[],
    tally: Tally,
    onCommit: () => void,
    signal: AbortSignal,
  ): Promise<CollectionResult> {
    const what = { collect: sources.map(({ name }) => name), sources }
    const tasks = tasksAsTheyCome(this.#found(sources, signal))
    const committed = async (batch: Batch, outcome: Committed | null) => {
      if (outcome) await this.#settle(batch, outcome, signal)
      this.#desk.flush()
      onCommit()
    }
    try {
      const told = (result: ImportResult): CollectionResult => ({
        ...result,
        ...this.#tally.end(),
        requests: this.#desk.requests(),
        notes: this.#notes,
      })
      const result = await bring(this.#file, what, tasks, this.#file.hasEvidence, tally, committed, signal, told)
      return result as CollectionResult
    } finally {
      this.#packs.close()
      await this.#desk.close()
    }
  }

  async *#found(sources: readonly Source[], signal: AbortSignal): AsyncGenerator<Found> {
    for (const source of sources) {
      if (signal.aborted || this.#stopped) return
      const open = await this.#desk.open(source, signal)
      try {
        yield* this.#foundIn(source, open, signal)
      } catch (error) {
        if (signal.aborted) return
        if (isOfTheCase(error)) throw error
        const { text, permission } = open.explain(error)
        this.#note(source, text, 'failed', permission)
      }
    }
  }

  async *#foundIn(source: Source, open: OpenSource, signal: AbortSignal): AsyncGenerator<Found> {
    this.#tally.begins(source.name)
    const spool = open.kind === 'listing' ? await Spool.open(this.#file.tmp) : null
    try {
      if (spool) {
        for await (const offer of this.#fresh(source, open, signal)) await spool.add(offer)
        this.#tally.planned()
      }
      const offers = spool ? spool.offers() : this.#fresh(source, open, signal)
      const pace = new Pace()
      const fetched = fetchAll<Pending, Body>(
        this.#toFetch(source, open, offers),
        {
          folder: this.#file.tmp,
          packs: this.#packs,
          pace,
          gate: this.#gate,
          remote: ({ offer }) => (whyNot(offer) === null ? remoteOf(open, offer) : null),
          onBytes: (bytes) => this.#tally.downloaded(bytes, pace),
        },
        signal,
      )
      for await (const one of fetched) {
        yield one.ok ? this.#arrived(one.item, one) : this.#without(one.item, one.reason)
        if (!one.ok && one.reason !== null && !source.skipOnError) {
          this.#stop(source, `${one.item.offer.uri}: ${one.reason}`)
          return
        }
        if (this.#stopped) return
      }
    } finally {
      await spool?.close()
    }
  }

  /** What a source offers and the case does not have; a listing is compared a thousand at a time. */
  async *#fresh(source: Source, open: OpenSource, signal: AbortSignal): AsyncGenerator<Offer> {
    const atOnce = open.kind === 'listing' ? 1000 : 1
    let some: Offer[] = []
    let before = 0
    const sift = async function* (this: Collection): AsyncGenerator<Offer> {
      const offers = some
      some = []
      const known = await this.#file.collectedBefore(offers)
      before += known.size
      const settled: Settled[] = []
      for (const [place, offer] of offers.entries()) {
        this.#tally.discovered(offer, known.has(place))
        if (known.has(place)) settled.push({ offer, state: 'known', etag: offer.etag, verified: null })
        else yield offer
      }
      if (settled.some(({ offer }) => offer.message !== null)) await this.#tell(source, open, settled, signal)
    }.bind(this)
    for await (const said of open.offers(signal)) {
      await this.#gate.pass(signal)
      if (signal.aborted) return
      if (said.kind === 'note') this.#note(source, said.text, said.isProblem ? 'problem' : 'note', said.permission)
      else if (some.push(said) >= atOnce) yield* sift()
    }
    yield* sift()
    if (before > 0 && deletes(source)) {
      const text = `${before} objects were collected before and are still there: only what a run collects is deleted after it`
      this.#note(source, text, 'note', null)
    }
  }

  async *#toFetch(source: Source, open: OpenSource, offers: AsyncIterable<Offer>): AsyncGenerator<Pending> {
    for await (const offer of offers) {
      const key = JSON.stringify([offer.uri, offer.etag, offer.version])
      const same = this.#underWay.get(key)
      if (same) {
        same.twins.push(offer)
        continue
      }
      const pending: Pending = { source, open, offer, key, twins: [], packed: null }
      this.#underWay.set(key, pending)
      yield pending
    }
  }

  #arrived(pending: Pending, got: Downloaded<Body>): Found {
    const { offer } = pending
    const { answer } = got
    pending.packed = got.packed
    return {
      uri: offer.uri,
      path: got.path ?? '',
      ...(got.packed === null ? {} : { packed: got.packed }),
      bytes: got.bytes,
      modifiedAt: answer.modifiedAt ?? offer.modifiedAt,
      metadata: {
        ...answer.metadata,
        etag: answer.etag ?? offer.etag,
        versionId: answer.version ?? offer.version,
        ...(offer.mark === 'current' ? {} : { version: offer.mark }),
        ...(offer.message === null ? {} : { message: offer.message }),
        source: pending.source.name,
        fetchedAt: new Date().toISOString(),
      },
      unreadable: offer.unreadable,
      collected: this.#collected(pending, answer.etag ?? offer.etag, answer.version ?? offer.version),
    }
  }

  /** What there was no use in fetching, or what could not be had. */
  #without(pending: Pending, reason: string | null): Found {
    const known = whyNot(pending.offer)
    if (known !== null) return this.#notRead(pending, known)
    this.#tally.failed()
    return this.#notRead(pending, { state: 'rejected', reason: `not collected: ${reason}` })
  }

  #notRead(pending: Pending, unreadable: NonNullable<Found['unreadable']>): Found {
    const { offer, source } = pending
    return {
      uri: offer.uri,
      path: '',
      bytes: offer.bytes ?? 0,
      modifiedAt: offer.modifiedAt,
      metadata: {
        etag: offer.etag,
        versionId: offer.version,
        ...(offer.mark === 'current' ? {} : { version: offer.mark }),
        ...(offer.message === null ? {} : { message: offer.message }),
        source: source.name,
      },
      unreadable,
      collected: this.#collected(pending, offer.etag, offer.version),
    }
  }

  #collected(pending: Pending, etag: string | null, version: string | null): NonNullable<Found['collected']> {
    const { offer, source } = pending
    const { account, region, service, firstDay } = offer.place
    const number = this.#number++
    this.#pending.set(number, pending)
    return {
      offer: number,
      source: source.name,
      etag,
      version,
      mark: offer.mark,
      account,
      region,
      service,
      day: firstDay,
    }
  }

  /** What was committed is told to its source, together with what else named the same object. */
  async #settle(batch: Batch, committed: Committed, signal: AbortSignal): Promise<void> {
    const bySource = new Map<Pending['open'], { source: Source; settled: Settled[] }>()
    for (const [place, object] of batch.objects.entries()) {
      const outcome = committed.objects[place]
      if (!outcome) continue
      this.#tally.committed(outcome)
      const pending = object.collected && this.#pending.get(object.collected.offer)
      if (!object.collected || !pending) continue
      this.#pending.delete(object.collected.offer)
      this.#underWay.delete(pending.key)
      if (pending.packed) this.#packs.release(pending.packed)
      const of = bySource.get(pending.open) ?? { source: pending.source, settled: [] }
      bySource.set(pending.open, of)
      const verified = mayDelete(pending, outcome.state) ? await this.#verified(object.sha256) : null
      for (const offer of [pending.offer, ...pending.twins])
        of.settled.push({ offer, state: outcome.state, etag: object.collected.etag, verified })
      // A message that announces nothing readable is listed; others of the queue must not wait for it.
      const isPoison = pending.offer.message !== null && pending.offer.s3 === null
      if (outcome.state === 'rejected' && !pending.source.skipOnError && !isPoison)
        this.#stop(pending.source, `${object.uri}: ${outcome.reason ?? 'it could not be read'}`)
    }
    for (const [open, { source, settled }] of bySource) await this.#tell(source, open, settled, signal)
  }

  async #tell(source: Source, open: OpenSource, settled: readonly Settled[], signal: AbortSignal): Promise<void> {
    const deletable = settled.filter(({ verified }) => verified !== null)
    if (deletable.length > 0) {
      const objects = deletable.map(({ offer, state, verified }) => ({ uri: offer.uri, state, sha256: verified }))
      this.#file.audit('delete-after-collection', { source: source.name, objects })
    }
    for (const { text, permission, isProblem } of await open.settle(settled, signal))
      this.#note(source, text, isProblem ? 'problem' : 'note', permission)
  }

  /** The hash of the kept bytes, read back from the disk; null when they are not what they should be. */
  async #verified(sha256: string | null): Promise<string | null> {
    if (sha256 === null) return null
    const found = await hashFile(evidencePath(this.#file.path, sha256)).catch(() => null)
    return found === sha256 ? sha256 : null
  }

  #stop(source: Source, reason: string): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#note(source, `stopped at the first failure, as the source asks for: ${reason}`, 'failed', null)
  }

  #note(source: Source, text: string, kind: CollectionNote['kind'], permission: string | null): void {
    this.#notes.push({ source: source.name, text, permission, kind })
    this.#file.audit('collection-note', { source: source.name, text, permission, kind })
  }
}

function deletes(source: Source): boolean {
  return source.kind === 's3-bucket' && source.deleteAfter
}

/** Of what is in the case whole, and never a version: those are what somebody else has deleted. */
function mayDelete({ source, offer }: Pending, state: Settled['state']): boolean {
  return deletes(source) && offer.mark === 'current' && (state === 'stored' || state === 'duplicate')
}

/** Why an object is not worth a request, where it is not. */
function whyNot({ unreadable, inline }: Offer): Offer['unreadable'] {
  return inline === null ? unreadable : null
}

/** What came with its offer goes the same way as what is fetched. */
function remoteOf(open: OpenSource, offer: Offer) {
  const { inline } = offer
  return {
    etag: offer.etag,
    judge: (error: unknown) => open.judge(error),
    open: async (from: number, etag: string | null, receive: Receive<Body>, signal: AbortSignal): Promise<void> => {
      if (inline !== null) return receive(held(inline, offer))(inline)
      await open.get(offer, from, etag, (body) => receive(lengthened(body, offer)), signal)
    },
  }
}

/** Where an answer does not say how long it is, a cut one would look whole; the listing may know. */
function lengthened(body: Body, offer: Offer): Body {
  const isSame = body.etag !== null && body.etag === offer.etag
  return body.bytes === null && isSame ? { ...body, bytes: offer.bytes } : body
}

function held(bytes: Uint8Array, { modifiedAt }: Offer): Body {
  return {
    bytes: bytes.length,
    etag: null,
    version: null,
    modifiedAt,
    checksums: {},
    etagIsMd5: false,
    metadata: {},
  }
}

/** Trouble of the case and its disk ends the run; trouble of a source ends the source. */
function isOfTheCase(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'no-room', 'read-only'].includes(code)
}
