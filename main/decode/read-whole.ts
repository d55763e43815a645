import { statSync } from 'node:fs'
import { Problem } from '../../shared/problem.ts'
import { unwrap } from './content.ts'
import { limits } from './limits.ts'
import { fileAt, type Stored, Unreadable } from './stored.ts'
import { zipEntries } from './unzip.ts'

/** The whole text of an object without its wrappings; `entry`: its place in a zip archive, else null. Throws Problem `failed`. */
export async function readWhole(path: string, entry: number | null): Promise<string> {
  try {
    const bytes = statSync(path).size
    if (entry === null) return await textOf(fileAt(path), bytes)
    for await (const each of zipEntries(path, bytes)) {
      if (each.place === entry) return await textOf(await each.read(), each.bytes)
    }
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new Problem('failed', `the evidence cannot be read: ${cause.message}`, { cause })
  }
  throw new Problem('failed', `the archive holds no entry ${entry}`)
}

async function textOf(stored: Stored, bytes: number): Promise<string> {
  const pieces: Buffer[] = []
  let sum = 0
  for await (const piece of (await unwrap(stored, bytes)).open()) {
    sum += piece.length
    if (sum > limits.record) throw new Unreadable(`larger than ${limits.record / 1024 / 1024} MiB`)
    pieces.push(Buffer.from(piece))
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}
