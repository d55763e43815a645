import type { ImportResult } from './case.ts'

/** Something to know about a collection that is no object; `permission` is what would mend it, or null. */
export interface CollectionNote {
  readonly source: string
  readonly text: string
  readonly permission: string | null
  /** `note`: good to know. `problem`: something that was asked for is missing. `failed`: the source could not go on. */
  readonly kind: 'note' | 'problem' | 'failed'
}

/** What a collection would bring, told before the first object is read. Of queues only what the queue itself says. */
export interface CollectionPlan {
  readonly sources: readonly SourcePlan[]
  /** Bytes free where the case lies, and how many the objects and their rows need about. */
  readonly room: { readonly free: number; readonly needed: number }
}

export interface SourcePlan {
  readonly source: string
  /** To be fetched; null where it cannot be known before. */
  readonly objects: number | null
  readonly bytes: number | null
  /** In the case already. */
  readonly known: { readonly objects: number; readonly bytes: number }
  /** Of `objects`: versions that somebody overwrote or deleted. Delete markers hold no bytes and are only listed. */
  readonly noncurrent: number
  readonly deleteMarkers: number
  readonly places: readonly PlannedPlace[]
  /** Requests that fetching takes, and what AWS lists for them in us-east-1, US dollars; transfer is not in it. */
  readonly requests: number | null
  readonly dollars: number | null
  readonly minutes: number | null
  readonly notes: readonly CollectionNote[]
}

/** What lies in one account, region and day, as far as the keys tell. */
export interface PlannedPlace {
  readonly account: string | null
  readonly region: string | null
  readonly service: string | null
  /** YYYY-MM-DD. */
  readonly day: string | null
  readonly objects: number
  readonly bytes: number
  readonly known: number
}

export interface CollectionResult extends ImportResult {
  readonly planned: { readonly objects: number; readonly bytes: number }
  /** Calls to AWS by operation, repeats included. */
  readonly requests: Readonly<Record<string, number>>
  /** Objects that were in the case already and were not fetched again. */
  readonly known: number
  readonly notes: readonly CollectionNote[]
}

/** Live figures of a running collection. */
export interface CollectionCounters {
  readonly source: string
  readonly discovered: number
  readonly known: number
  readonly downloaded: number
  readonly downloadedBytes: number
  readonly decoded: number
  readonly rows: number
  readonly duplicates: number
  readonly errors: number
  /** Requests at once, and how often the endpoint has asked for fewer. */
  readonly parallel: number
  readonly slowed: number
  readonly paused: boolean
}

/** What has been collected of one source, account, region, service and day: a field of the heat map. */
export interface CollectedPlace {
  readonly source: string
  readonly account: string | null
  readonly region: string | null
  readonly service: string | null
  readonly day: string | null
  readonly objects: number
  readonly bytes: number
  readonly failed: number
  /** Noncurrent versions and delete markers. */
  readonly deleted: number
}

/** One run of a collection, newest first. */
export interface CollectionRun {
  readonly import_id: number
  readonly sources: readonly string[]
  readonly startedAt: string
  readonly endedAt: string | null
  readonly state: 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted'
  readonly result: CollectionResult | null
}

/** One sentence of "test connection". */
export interface SourceCheck {
  readonly ok: boolean
  readonly text: string
  readonly permission: string | null
}
