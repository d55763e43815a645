import { isUtf8 } from 'node:buffer'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Collected } from '../../shared/batch.ts'

/** Something that was found where a person pointed: an object to read, or the reason why it cannot be one. */
export interface Found {
  readonly uri: string
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: string | null
  /** What the ledger already knows of it, when it is read again. */
  readonly metadata?: Readonly<Record<string, unknown>> | null
  /** Set when there is nothing to read: why. */
  readonly unreadable: { readonly state: 'skipped' | 'rejected'; readonly reason: string } | null
  /** Set when a source delivered it: then `path` is a file of ours, which may be moved, or '' where there is none. */
  readonly collected?: Collected
  /** Where its bytes lie in a file of ours that holds many. */
  readonly packed?: { readonly path: string; readonly from: number }
}

/**
 * Every file under the given files and folders, each once. Links are not followed (they may leave the folder or loop),
 * and what cannot be listed is found all the same, with its reason.
 * `named` replaces the folder in the URIs: files that were dropped or generated have no place of their own.
 */
export async function* findFiles(
  paths: readonly string[],
  named: string | null,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const seen = new Set<string>()
  for (const path of paths) {
    for await (const some of find([path], signal)) {
      for (const found of some) {
        if (seen.has(found.uri)) continue
        seen.add(found.uri)
        yield named === null ? found : { ...found, uri: namedUri(named, path, found.path) }
      }
    }
  }
}

/** So many are asked about at once: one after the other there is more waiting than work. */
const atOnce = 64

/** What lies at these paths and under them, in their order, some at a time. */
async function* find(places: readonly (string | Found)[], signal: AbortSignal): AsyncGenerator<readonly Found[]> {
  for (let from = 0; from < places.length; from += atOnce) {
    signal.throwIfAborted()
    let files: Found[] = []
    for (const one of await Promise.all(places.slice(from, from + atOnce).map(look))) {
      if ('inside' in one) {
        yield files
        files = []
        yield* find(one.inside, signal)
      } else files.push(one)
    }
    yield files
  }
}

async function look(place: string | Found): Promise<Found | { readonly inside: readonly (string | Found)[] }> {
  if (typeof place !== 'string') return place
  const uri = pathToFileURL(place).href
  try {
    const status = await lstat(place)
    if (status.isDirectory()) return { inside: await within(place) }
    const what = status.isSymbolicLink() ? 'a link: links are not followed' : 'no regular file'
    return {
      uri,
      path: place,
      bytes: status.isFile() ? status.size : 0,
      modifiedAt: status.mtime.toISOString(),
      unreadable: status.isFile() ? null : { state: 'skipped', reason: what },
    }
  } catch (error) {
    return unreadable(uri, place, `cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function within(folder: string): Promise<readonly (string | Found)[]> {
  const names = await readdir(folder, { encoding: 'buffer' })
  return names
    .sort(Buffer.compare)
    .map((name) => (isUtf8(name) ? join(folder, name.toString()) : unnamed(folder, name)))
}

/** Text cannot name it: several such names would become one, under which nothing is found. */
function unnamed(folder: string, name: Buffer): Found {
  const written = Array.from(name, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`)).join(
    '',
  )
  const uri = `${pathToFileURL(folder).href}/${written.replace(/[^\w.%-]/g, encodeURIComponent)}`
  return unreadable(uri, join(folder, written), 'its name is not written in UTF-8; rename it and import it again')
}

function unreadable(uri: string, path: string, reason: string): Found {
  return { uri, path, bytes: 0, modifiedAt: null, unreadable: { state: 'rejected', reason } }
}

function namedUri(named: string, root: string, path: string): string {
  const relative = path === root ? basename(path) : path.slice(root.length).replace(/^[\\/]+/, '')
  return `${named}:/${relative.split(sep).map(encodeURIComponent).join('/')}`
}
