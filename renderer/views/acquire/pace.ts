import { useRef } from 'react'
import type { Job } from '../../../shared/job.ts'

export interface Sample {
  /** Milliseconds. */
  readonly at: number
  readonly objects: number
  readonly bytes: number
}

export interface Pace {
  readonly objectsASecond: number
  readonly bytesASecond: number
  /** Milliseconds; null while nobody can know. */
  readonly left: number | null
}

/** How fast it went over the samples, and how long the rest takes at that; null with too little to go by. */
export function paceOf(samples: readonly Sample[], total: number | null): Pace | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.at - first.at < 500) return null
  const seconds = (last.at - first.at) / 1000
  const objectsASecond = (last.objects - first.objects) / seconds
  const bytesASecond = (last.bytes - first.bytes) / seconds
  const left =
    total === null || objectsASecond <= 0 ? null : (Math.max(0, total - last.objects) / objectsASecond) * 1000
  return { objectsASecond, bytesASecond, left }
}

/** Of a running collection, over its last twenty seconds. */
export function usePace({ id, progress: { objects, collection } }: Job): Pace | null {
  const kept = useRef<{ of: string; samples: readonly Sample[] }>({ of: '', samples: [] })
  if (collection === undefined || collection.paused) {
    kept.current = { of: id, samples: [] }
    return null
  }
  const now = { at: Date.now(), objects: collection.downloaded, bytes: collection.downloadedBytes }
  const before = kept.current.of === id ? kept.current.samples : []
  const samples = [...before.filter(({ at }) => now.at - at < 20_000), now]
  kept.current = { of: id, samples }
  return paceOf(samples, objects.total)
}
