import { setTimeout } from 'node:timers/promises'
import { ByteCheck, type Claims } from './check-bytes.ts'
import { DiskError, Landing } from './landing.ts'
import { type Pace, waitBefore } from './pace.ts'
import type { Packed, Packs } from './packs.ts'
import type { Watch } from './watch.ts'

/** Something that can be downloaded, from any byte on. */
export interface Remote<A extends Claims = Claims> {
  readonly etag: string | null
  /** The bytes from `from` on; with `etag`, refused when they are no longer those of this one. Resolves behind the last. */
  open(from: number, etag: string | null, receive: Receive<A>, signal: AbortSignal): Promise<void>
  /** What an error of `open` asks for. */
  judge(error: unknown): {
    readonly what: 'again' | 'slow' | 'changed' | 'fail'
    readonly reason: string
  }
}

/** Is told what the endpoint says of the object, and takes its bytes as they come. What it throws ends the request. */
export type Receive<A extends Claims> = (answer: A) => (part: Uint8Array) => void

export interface Downloaded<A extends Claims> {
  /** A file of its own, or where in a pack. */
  readonly path: string | null
  readonly packed: Packed | null
  readonly bytes: number
  readonly sha256: string
  /** The first answer: what the endpoint says of the object. */
  readonly answer: A
}

/** It cannot be had: the message is the reason in the ledger. */
export class NotFetched extends Error {}

/** Failures in a row without a byte of progress. */
const mostFailures = 8
/** Times that it is read from the beginning because its bytes were wrong, or another object stood there. */
const mostBeginnings = 5

/**
 * Downloads one object to the disk, hashed as it comes. A body that was cut is continued where it ended (Range,
 * If-Match), whatever the endpoint says of size and checksums is checked, and what is wrong is read again.
 * Errors: `NotFetched`, or those of our own disk.
 */
export async function download<A extends Claims>(
  remote: Remote<A>,
  path: string,
  packs: Packs,
  pace: Pace,
  watch: Watch,
): Promise<Downloaded<A>> {
  const signal = watch.run
  const landing = new Landing(path, packs)
  try {
    let failures = 0
    let beginnings = 1
    let etag = remote.etag
    let got: Held<A> | null = null
    const again = (reason: string) => {
      if (beginnings++ === mostBeginnings) throw new NotFetched(reason)
      got = null
      landing.restart()
    }
    for (;;) {
      await pace.turn(signal)
      const before: number = (got as Held<A> | null)?.at ?? 0
      const { held, error }: Read<A> = await read(remote, got, etag, landing, pace, watch)
      got = held
      if (error === null && held !== null) {
        const { answer, at, check } = held
        if (answer.bytes !== null && at > answer.bytes) again('it is longer than it is said to be')
        else if (answer.bytes === null || at === answer.bytes) {
          const { sha256, wrong } = check.end()
          if (wrong === null) {
            return { ...landing.end(), bytes: at, sha256, answer }
          }
          again(`its bytes do not have the ${wrong} that the endpoint keeps of them, ${mostBeginnings} times over`)
        }
        continue
      }
      signal.throwIfAborted()
      const { what, reason } = remote.judge(error)
      if (what === 'fail') throw new NotFetched(reason)
      if (what === 'slow') pace.slowDown()
      if (what === 'changed') {
        again(reason)
        etag = null
        continue
      }
      failures = (held?.at ?? 0) > before ? 0 : failures + 1
      if (failures === mostFailures) throw new NotFetched(`${reason} (${mostFailures} times)`)
      await setTimeout(waitBefore(failures), undefined, { signal })
    }
  } catch (error) {
    throw error instanceof DiskError ? error.cause : error
  } finally {
    landing.discard()
  }
}

interface Held<A> {
  at: number
  readonly answer: A
  readonly check: ByteCheck
}

interface Read<A> {
  readonly held: Held<A> | null
  readonly error: unknown
}

/** One request: as far as its bytes go. A short body is an error of the connection like any other. */
async function read<A extends Claims>(
  remote: Remote<A>,
  before: Held<A> | null,
  etag: string | null,
  landing: Landing,
  pace: Pace,
  watch: Watch,
): Promise<Read<A>> {
  let held = before
  const asked = performance.now()
  const receive = (answer: A) => {
    pace.answered(performance.now() - asked)
    watch.heard()
    held ??= { at: 0, answer, check: new ByteCheck(answer) }
    const to = held
    return (part: Uint8Array) => {
      watch.heard()
      landing.write(part, to.at)
      to.check.add(part)
      to.at += part.length
    }
  }
  try {
    await remote.open(held?.at ?? 0, held?.answer.etag ?? etag, receive, watch.begin())
    const isShort = held === null || (held.answer.bytes !== null && held.at < held.answer.bytes)
    return { held, error: isShort ? cut() : null }
  } catch (error) {
    if (error instanceof DiskError) throw error
    return { held, error: watch.reason(error) }
  }
}

function cut(): Error {
  return Object.assign(new Error('the body ended before its time'), { code: 'ECONNRESET' })
}
