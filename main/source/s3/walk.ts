import type { Bucket, Listed } from './bucket.ts'
import { type Place, placeOf } from './place.ts'
import type { Wanted } from './wanted.ts'

export interface Walked {
  readonly listed: Listed
  readonly place: Place
}

/** Folders that are listed at the same time: a listing is one page after the other, so only this makes it fast. */
const atOnce = 8
/** Pages that may wait for whoever takes them. */
const waiting = 32

/**
 * Every wanted key under a prefix, in no order. Folders are opened one level at a time as long as their names may rule
 * something out (organization, account, service, region, year, month, day); what lies below is listed flat. Nothing
 * about the layout has to be said: organization folders, all accounts and each account's own regions are found by
 * themselves, page by page, and no order of keys is relied on. Folders that are left out by nothing but a date, where it
 * may be the date of a copy, are told.
 */
export async function* walk(
  bucket: Bucket,
  prefix: string,
  wanted: Wanted,
  signal: AbortSignal,
  onLeftOut: (folder: string) => void = () => {},
): AsyncGenerator<readonly Walked[]> {
  const todo: { readonly prefix: string; readonly flat: boolean }[] = [{ prefix, flat: false }]
  const running = new Set<Promise<void>>()
  const pages: (readonly Walked[])[] = []
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  let failure: { readonly error: unknown } | null = null
  let wake = () => {}
  const blocked: (() => void)[] = []
  const taken = () => {
    for (const go of blocked.splice(0)) go()
  }

  const open = async (folder: { readonly prefix: string; readonly flat: boolean }): Promise<void> => {
    for await (const page of bucket.list(folder.prefix, { folders: !folder.flat }, both)) {
      const keys = keep(page.keys, prefix, wanted)
      if (keys.length > 0) pages.push(keys)
      for (const inner of page.folders) {
        const place = placeOf(inner, prefix.length)
        if (wanted.folder(place)) todo.push({ prefix: inner, flat: isDeepEnough(place, wanted) })
        else if (place.firstDay !== null && !inner.includes('AWSLogs/')) onLeftOut(inner)
      }
      wake()
      while (pages.length > waiting && !both.aborted) await new Promise<void>((resolve) => blocked.push(resolve))
    }
  }
  const start = () => {
    while (running.size < atOnce) {
      const folder = todo.pop()
      if (!folder) return
      const task = open(folder)
        .catch((error) => {
          failure ??= { error }
        })
        .finally(() => {
          running.delete(task)
          wake()
        })
      running.add(task)
    }
  }
  try {
    for (;;) {
      if (failure) throw (failure as { error: unknown }).error
      start()
      const page = pages.shift()
      if (page) {
        taken()
        yield page
      } else if (running.size === 0) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    stop.abort()
    taken()
    await Promise.allSettled(running)
  }
}

/** Whether everything below is wanted as far as days go, so that opening the folder level by level would tell nothing. */
function isDeepEnough({ firstDay, lastDay }: Place, { from, until }: Wanted): boolean {
  if (firstDay === null || lastDay === null) return false
  return firstDay === lastDay || ((from === null || firstDay >= from) && (until === null || lastDay <= until))
}

function keep(keys: readonly Listed[], prefix: string, wanted: Wanted): readonly Walked[] {
  return keys.flatMap((listed) => {
    const place = placeOf(listed.key, prefix.length)
    return wanted.key(listed.key, place, listed.modifiedAt) ? [{ listed, place }] : []
  })
}
