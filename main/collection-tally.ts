import type { Committed } from '../shared/batch.ts'
import type { CollectionCounters } from '../shared/collection.ts'
import type { Progress } from '../shared/job.ts'
import type { Pace } from './fetch/pace.ts'
import type { Offer } from './source/source.ts'

/** Told at most so often, milliseconds: to tell each object by itself took a fortieth of all that the engine's own thread does. */
const tellEvery = 50

/** The live figures of a collection, added to those that every import tells. */
export class CollectionTally {
  readonly #report: (progress: Progress) => void
  readonly #isPaused: () => boolean
  readonly #counters: Mutable<CollectionCounters> = {
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
  readonly #planned = { objects: 0, bytes: 0 }
  #last: Progress = {
    phase: 'listing',
    objects: { done: 0, total: null },
    bytes: { done: 0, total: null },
    rows: 0,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
  #isListing = true
  #told = Number.NEGATIVE_INFINITY
  #later: NodeJS.Timeout | null = null

  constructor(report: (progress: Progress) => void, isPaused: () => boolean) {
    this.#report = report
    this.#isPaused = isPaused
  }

  /** Takes the progress of the import beneath. */
  readonly progress = (progress: Progress): void => {
    this.#last = progress
    this.#told = performance.now()
    this.#notLater()
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
    this.#counters.source = source
    this.progress(this.#last)
  }

  planned(): void {
    this.#isListing = false
    this.progress(this.#last)
  }

  discovered(offer: Offer, isKnown: boolean): void {
    this.#counters.discovered++
    if (isKnown) this.#counters.known++
    else {
      this.#planned.objects++
      this.#planned.bytes += offer.bytes ?? 0
    }
    this.#changed()
  }

  downloaded(bytes: number, { limit, slowed }: Pace): void {
    this.#counters.downloaded++
    this.#counters.downloadedBytes += bytes
    this.#counters.parallel = limit
    this.#counters.slowed = slowed
    this.#changed()
  }

  failed(): void {
    this.#counters.errors++
    this.#changed()
  }

  committed({ state, duplicates }: Committed['objects'][number]): void {
    this.#counters.duplicates += duplicates
    if (state === 'partial') this.#counters.errors++
    this.#changed()
  }

  /** The last word: nothing is told after it. */
  end(): { readonly planned: { objects: number; bytes: number }; readonly known: number } {
    this.progress(this.#last)
    return { planned: { ...this.#planned }, known: this.#counters.known }
  }

  /** Tells it now, or a little later together with what else has changed by then. */
  #changed(): void {
    if (this.#later) return
    const early = this.#told + tellEvery - performance.now()
    if (early <= 0) this.progress(this.#last)
    else this.#later = setTimeout(() => this.progress(this.#last), early)
  }

  #notLater(): void {
    if (this.#later) clearTimeout(this.#later)
    this.#later = null
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
