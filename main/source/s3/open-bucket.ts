import type { ListedSource } from '../../../shared/source.ts'
import { awsProblem, explain, judgeDownload } from '../aws-problem.ts'
import { Clients } from '../clients.ts'
import { type Ground, type Note, note, type OpenSource, problem, type Said, type Settled } from '../source.ts'
import { Bucket } from './bucket.ts'
import { lifecycle } from './lifecycle.ts'
import { offerOf } from './offers.ts'
import { prefixesOf } from './prefixes.ts'
import { probe } from './probe.ts'
import { publicKeys } from './public-keys.ts'
import { testBucket } from './test-bucket.ts'
import { versions } from './versions.ts'
import { walk } from './walk.ts'
import { wantedOf } from './wanted.ts'

/** A bucket whose objects are found by listing it. With `deleteAfter`, and only then, it deletes what was verified. */
export function openBucket(source: ListedSource, ground: Ground): OpenSource {
  const clients = new Clients(source.access, ground)
  const bucket = new Bucket(source.bucket, clients)
  const wanted = wantedOf(source)
  const said = (error: unknown, operation: string, target: string) =>
    clients.secrets.scrub(explain(error, operation, target))

  return {
    kind: 'listing',

    async *offers(signal): AsyncGenerator<Said> {
      const digests = new Map<string, { first: string; last: string }>()
      let found = 0
      const leftOut: string[] = []
      for (const prefix of prefixesOf(source)) {
        for await (const page of walk(bucket, prefix, wanted, signal, (folder) => leftOut.push(folder))) {
          for (const { listed, place } of page) {
            found++
            if (place.service === 'CloudTrail-Digest') span(digests, place.region, place.firstDay)
            yield { kind: 'offer', ...offerOf(bucket.name, listed, place, { version: null, mark: 'current' }) }
          }
        }
        if (source.kind !== 's3-bucket' || !source.versions) continue
        for await (const one of versions(bucket, prefix, wanted, said, signal)) {
          if (one.kind === 'offer') found++
          yield one
        }
      }
      if (leftOut.length > 0)
        yield note(`${leftOut.length} folders were left out because of the day in their names, such as ${leftOut[0]}`)
      if (found === 0) yield await nothingFound(bucket, source, signal)
      for (const [region, days] of digests) yield* publicKeys(clients, region, days, ground, said, signal)
    },

    get: (offer, from, etag, receive, signal) => {
      const { key } = offer.s3 ?? { key: '' }
      return bucket.get({ key, version: offer.mark === 'current' ? null : offer.version }, from, etag, receive, signal)
    },
    judge: (error) => {
      const trouble = judgeDownload(error)
      return { ...trouble, reason: clients.secrets.scrub(trouble.reason) }
    },

    explain: (error) => {
      clients.doubt(error)
      const { permission } = awsProblem(error, 'ListObjectsV2')
      return { text: said(error, 'ListObjectsV2', bucket.name), permission }
    },
    async settle(settled, signal): Promise<readonly Note[]> {
      if (source.kind !== 's3-bucket' || !source.deleteAfter) return []
      const notes: Note[] = []
      for (const { offer, etag } of settled.filter(mayBeDeleted)) {
        if (offer.s3 === null || etag === null) continue
        if (signal.aborted) break
        try {
          await bucket.remove(offer.s3.key, etag, signal)
        } catch (error) {
          const { permission, status } = awsProblem(error, 'DeleteObject')
          const why =
            status === 412
              ? `${offer.uri} was replaced after it was collected, so it was not deleted: the next run collects it`
              : said(error, 'DeleteObject', `deleting ${offer.uri}`)
          notes.push(problem(why, permission))
          if (permission !== null) break
        }
      }
      return notes
    },

    probe: (offer, signal) => probe(bucket, offer, said, signal),
    test: (signal) => testBucket(bucket, source, clients, wanted, said, signal),
    outlook: async (signal) => ({ objects: null, notes: await lifecycle(bucket, prefixesOf(source), said, signal) }),
    close: async () => clients.close(),
  }
}

/** Only what is in the case whole, with the hash of the kept bytes read back; never a version, never what failed. */
function mayBeDeleted({ offer, state, verified }: Settled): boolean {
  return offer.mark === 'current' && verified !== null && (state === 'stored' || state === 'duplicate')
}

function span(digests: Map<string, { first: string; last: string }>, region: string | null, day: string | null): void {
  if (region === null || day === null) return
  const known = digests.get(region)
  if (!known) digests.set(region, { first: day, last: day })
  else if (day < known.first) known.first = day
  else if (day > known.last) known.last = day
}

/** Nothing is the answer that needs a reason most: a wrong path looks just like an empty bucket. */
async function nothingFound(bucket: Bucket, source: ListedSource, signal: AbortSignal): Promise<Note> {
  const path = source.kind === 's3-bucket' ? source.path : ''
  const has = await beginning(bucket, signal)
  const asked = source.kind === 's3-bucket' ? ` for ${source.layout} under '${path}'` : ' of Security Lake'
  return problem(`nothing was found${asked} that the filters let through; ${has}`)
}

/** What the bucket begins with; a policy may let us list our own folder alone. */
async function beginning(bucket: Bucket, signal: AbortSignal): Promise<string> {
  try {
    const there: string[] = []
    for await (const { folders, keys } of bucket.list('', { folders: true, most: 20 }, signal)) {
      there.push(...folders, ...keys.map(({ key }) => key))
    }
    return there.length === 0 ? 'the bucket is empty' : `the bucket begins with ${there.slice(0, 5).join(', ')}`
  } catch (error) {
    signal.throwIfAborted()
    if (awsProblem(error, 'ListObjectsV2').permission === null) throw error
    return 'the rest of the bucket may not be listed with these credentials'
  }
}
