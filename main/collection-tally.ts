import type { Committed } from '../shared/batch.ts'
import type { CollectionCounters } from '../shared/collection.ts'
import type { Progress } from '../shared/job.ts'
import type { Pace } from './fetch/pace.ts'
import type { Offer } from './source/source.ts'

/** The live figures of a collection, added to those that every import tells. */
export class CollectionTally {
  readonly #report: (progress: Progress) => void
  readonly #isPaused: () => boolean
  #counters: CollectionCounters = {
    source: '',
    discovered: 0,
    known: 0,
    downloaded: 0,
    downloadedBytes: 0,
    decoded: 0,
    rows: 0,
    duplicates: 0,
    errors: 0,
    parallel: 0,
    slowed: 0,
    paused: false,
  }
  #planned = { objects: 0, bytes: 0 }
  #last: Progress = {
    phase: 'listing',
    objects: { done: 0, total: null },
    bytes: { done: 0, total: null },
    rows: 0,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
  #isListing = true

  constructor(report: (progress: Progress) => void, isPaused: () => boolean) {
    this.#report = report
    this.#isPaused = isPaused
  }

  /** Takes the progress of the import beneath. */
  readonly progress = (progress: Progress): void => {
    this.#last = progress
    const { discovered, known, downloaded, rows: _, ...more } = this.#counters
    const collection = {
      ...more,
      discovered,
      known,
      downloaded,
      rows: progress.rows,
      decoded: progress.objects.done,
      paused: this.#isPaused(),
    }
    const total = this.#isListing ? null : discovered - known
    this.#report({
      ...progress,
      phase: collection.paused ? 'paused' : this.#isListing ? 'listing' : 'collecting',
      objects: { done: progress.objects.done, total },
      bytes: { done: this.#counters.downloadedBytes, total: this.#isListing ? null : this.#planned.bytes || null },
      secondsLeft: null,
      collection,
    })
  }

  begins(source: string): void {
    this.#isListing = true
    this.#add({ source })
  }

  planned(): void {
    this.#isListing = false
    this.#add({})
  }

  discovered(offer: Offer, isKnown: boolean): void {
    if (!isKnown)
      this.#planned = { objects: this.#planned.objects + 1, bytes: this.#planned.bytes + (offer.bytes ?? 0) }
    const { discovered, known } = this.#counters
    this.#add({ discovered: discovered + 1, known: known + (isKnown ? 1 : 0) })
  }

  downloaded(bytes: number, { limit, slowed }: Pace): void {
    const { downloaded, downloadedBytes } = this.#counters
    this.#add({ downloaded: downloaded + 1, downloadedBytes: downloadedBytes + bytes, parallel: limit, slowed })
  }

  failed(): void {
    this.#add({ errors: this.#counters.errors + 1 })
  }

  committed({ state, duplicates }: Committed['objects'][number]): void {
    const { duplicates: before, errors } = this.#counters
    this.#add({ duplicates: before + duplicates, errors: errors + (state === 'partial' ? 1 : 0) })
  }

  end(): { readonly planned: { objects: number; bytes: number }; readonly known: number } {
    return { planned: this.#planned, known: this.#counters.known }
  }

  #add(change: Partial<CollectionCounters>): void {
    this.#counters = { ...this.#counters, ...change }
    this.progress(this.#last)
  }
}
