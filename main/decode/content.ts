import { gunzip } from './gunzip.ts'
import { isGzip } from './gzip-header.ts'
import { limits } from './limits.ts'
import { headOf, type Stored, Unreadable } from './stored.ts'
import { encodingOf, transcode } from './text.ts'

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
  while (isGzip(head)) {
    if (++layers > limits.layers)
      throw new Unreadable(`refused: more than ${limits.layers} layers of gzip around each other`)
    const inflated = await gunzip(inner, bytes)
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
