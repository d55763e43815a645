import { gunzip } from './gunzip.ts'
import { isGzip } from './gzip-header.ts'
import { type Inflated, inflate } from './inflate.ts'
import { limits } from './limits.ts'
import { snappyOf } from './snappy.ts'
import { headOf, type Stored, Unreadable } from './stored.ts'
import { encodingOf, transcode } from './text.ts'
import { isZstd, unzstd } from './unzstd.ts'

/** What is inside all wrappings: UTF-8, or what calls itself so. */
export interface Content {
  /** The first bytes, up to 64 KiB. */
  readonly head: Buffer
  open(): AsyncIterable<Buffer>
  /** Why it ends before it should, when it does. */
  readonly damage: string | null
  readonly isCompressed: boolean
}

const headBytes = 64 * 1024

/** Takes the wrappings off, by what the bytes are and never by name; throws Unreadable. `bytes`: size as stored. */
export async function unwrap(stored: Stored, bytes: number): Promise<Content> {
  let inner = stored
  let damage: string | null = null
  let layers = 0
  let head = await headOf(inner, headBytes)
  for (;;) {
    const unpack = wrapperOf(head)
    if (unpack === null) break
    if (++layers > limits.layers)
      throw new Unreadable(`refused: more than ${limits.layers} layers of compression around each other`)
    const inflated = await unpack(inner, bytes)
    inner = inflated.content
    damage ??= inflated.damage
    head = await headOf(inner, headBytes)
  }
  const encoding = encodingOf(head)
  const source = inner
  if (encoding === 'utf8') return { head, open: () => source.open(), damage, isCompressed: layers > 0 }
  const open = () => transcode(source.open(), encoding)
  return { head: await headOf({ whole: null, open }, headBytes), open, damage, isCompressed: layers > 0 }
}

type Wrapper = (stored: Stored, outer: number) => Promise<Inflated>

/** How to take off the wrapping that bytes begin with, or null when they begin with none. */
function wrapperOf(head: Buffer): Wrapper | null {
  if (isGzip(head)) return gunzip
  if (isZstd(head)) return (stored, outer) => inflate(stored, unzstd, outer)
  const snappy = snappyOf(head, head.length < headBytes)
  return snappy === null ? null : (stored, outer) => inflate(stored, snappy, outer)
}
