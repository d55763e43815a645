import { statSync } from 'node:fs'
import { Problem } from '../../shared/problem.ts'
import { unwrap } from './content.ts'
import { keyTable } from './key-table.ts'
import { fileAt, type Stored, Unreadable } from './stored.ts'
import { surelyPlain, unfold } from './unfold.ts'
import { zipEntries } from './unzip.ts'
import { type Visitor, walk } from './walk.ts'

const plain = keyTable([surelyPlain], surelyPlain)

/**
 * Record number `ordinal` of the evidence at `path`, as logged: found by the same walk that framed it. `entry`: place of
 * the entry when the file is a zip archive, else null. Null when there is no such record; throws Problem `failed` when
 * the evidence cannot be read any more.
 */
export async function readRecord(path: string, entry: number | null, ordinal: number): Promise<Buffer | null> {
  try {
    const bytes = statSync(path).size
    if (entry === null) return await recordOf(fileAt(path), bytes, ordinal)
    for await (const each of zipEntries(path, bytes)) {
      if (each.place === entry) return await recordOf(await each.read(), each.bytes, ordinal)
    }
    return null
  } catch (error) {
    if (error instanceof Unreadable)
      throw new Problem('failed', `the evidence cannot be read: ${error.message}`, { cause: error })
    throw error
  }
}

async function recordOf(stored: Stored, bytes: number, ordinal: number): Promise<Buffer | null> {
  const content = await unwrap(stored, bytes)
  let record: Buffer | null = null
  let inList: string | null = null
  const visitor: Visitor = {
    table: plain,
    done: false,
    single: false,
    enter(list) {
      inList = list
    },
    record(b, from, to, place, found, _isText, broken) {
      const whole = broken ?? b.subarray(from, to)
      const isLeaf = !found.anonymous && inList !== 'Events'
      const leaves = isLeaf ? null : unfold(b.subarray(from, to), inList, [])
      const taken = leaves?.length ?? 1
      if (place + taken <= ordinal) return taken
      const leaf = leaves?.[ordinal - place] ?? null
      if (leaf === null) record = Buffer.from(whole)
      else if (leaf.kind === 'record') record = Buffer.from(leaf.logged ?? whole)
      visitor.done = true
      return taken
    },
    bad(place) {
      if (place === ordinal) visitor.done = true
    },
    full: () => false,
    async flush() {},
  }
  await walk(content.open(), visitor)
  return record
}
