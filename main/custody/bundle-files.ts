import { createHash } from 'node:crypto'
import type { BundleHead } from '../../shared/bundle.ts'
import { Problem } from '../../shared/problem.ts'
import { ruleFileName } from '../../shared/rule-file-name.ts'
import { type TarEntry, type TarFile, tarOf } from './tar-stream.ts'

const headName = 'coldtrail-bundle.json'
const listName = 'files.jsonl'
const mostHead = 65_536

/**
 * A bundle as a tar: what it is first, then its files, and last a list of them with their hashes. Error `refused`: a file
 * has a name that could not be unpacked again. Error `failed`: evidence does not have its hash.
 */
export async function* bundleOf(
  head: BundleHead,
  files: AsyncIterable<TarFile>,
  packed: (files: number, bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const list: string[] = []
  let bytes = 0
  async function* hashed(): AsyncGenerator<TarFile> {
    yield textFile(headName, `${JSON.stringify(head, null, 1)}\n`)
    for await (const file of files) {
      if (!isOurs(file.path))
        throw new Problem('refused', `a bundle cannot hold a file of the name '${file.path}': rename it`)
      const hash = createHash('sha256')
      const open = async function* () {
        for await (const piece of file.open()) {
          hash.update(piece)
          bytes += piece.length
          yield piece
          packed(list.length, bytes)
        }
      }
      yield { ...file, open }
      const sha256 = hash.digest('hex')
      if (isEvidence(file.path) && !file.path.endsWith(`/${sha256}`))
        throw new Problem('failed', `'${file.path}' is not what was imported any more: verify the case to see what is`)
      list.push(`${JSON.stringify({ path: file.path, bytes: file.size, sha256 })}\n`)
    }
    yield textFile(listName, list.join(''))
  }
  yield* tarOf(hashed())
}

/**
 * Takes a bundle apart: hands over each file, asks for the hash of what was read, and at the end compares all of them with
 * the list. Names that no bundle has are refused, so no path leads out of where it is unpacked.
 * Errors: `bad-input` (damaged, or not what was packed), `refused` (a name of another kind).
 */
export async function takeApart(
  entries: AsyncIterable<TarEntry>,
  begin: (head: BundleHead) => Promise<void>,
  keep: (path: string, bytes: number, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<{ readonly head: BundleHead; readonly files: number; readonly bytes: number }> {
  const got = new Map<string, { readonly bytes: number; readonly sha256: string }>()
  let head: BundleHead | null = null
  let list: string | null = null
  for await (const { path, size, content } of entries) {
    if (head === null) {
      if (path !== headName || size > mostHead) throw new Problem('bad-input', 'this is no bundle of Coldtrail')
      head = headOf(await textOf(content))
      await begin(head)
    } else if (list !== null || got.has(path))
      throw new Problem('bad-input', `the bundle holds '${path}' where it must not`)
    else if (path === listName) list = await textOf(content)
    else {
      if (!isOurs(path)) throw new Problem('refused', `the bundle holds '${path}', which is no file of a case`)
      const hash = createHash('sha256')
      const watched = async function* () {
        for await (const piece of content) {
          hash.update(piece)
          yield piece
        }
      }
      await keep(path, size, watched())
      const sha256 = hash.digest('hex')
      if (isEvidence(path) && !path.endsWith(`/${sha256}`))
        throw new Problem('bad-input', `the bundle holds evidence under a hash that it does not have: ${path}`)
      got.set(path, { bytes: size, sha256 })
    }
  }
  if (head === null || list === null)
    throw new Problem('bad-input', 'the bundle ends early: it holds no list of its files')
  compare(list, got)
  return { head, files: got.size, bytes: [...got.values()].reduce((sum, file) => sum + file.bytes, 0) }
}

/** Evidence is named by its hash. */
function isEvidence(path: string): boolean {
  return path.startsWith('evidence/')
}

/** The names that a bundle can hold. */
function isOurs(path: string): boolean {
  if (path.startsWith('rules/')) return ruleFileName.test(path.slice('rules/'.length))
  return /^(case\.json|case\.duckdb|audit\.jsonl|marks\.json|evidence\/[0-9a-f]{2}\/[0-9a-f]{64})$/.test(path)
}

function compare(list: string, got: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>): void {
  const listed = new Set<string>()
  for (const line of list.split('\n')) {
    if (line === '') continue
    const { path, bytes, sha256 } = parsed<{ path: string; bytes: number; sha256: string }>(line)
    const there = got.get(path)
    if (there?.bytes !== bytes || there.sha256 !== sha256)
      throw new Problem('bad-input', `'${path}' in the bundle is not what was packed`)
    listed.add(path)
  }
  if (listed.size !== got.size) throw new Problem('bad-input', 'the bundle holds files that its list does not name')
}

function headOf(text: string): BundleHead {
  const head = parsed<BundleHead>(text)
  if (head.kind !== 'coldtrail-bundle') throw new Problem('bad-input', 'this is no bundle of Coldtrail')
  if (head.version !== 1)
    throw new Problem(
      'newer',
      `this bundle has version ${head.version}; open it with the newer Coldtrail that wrote it`,
    )
  return head
}

function parsed<T extends object>(text: string): T {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as T
  } catch {
    // Said below: the parser's own words would quote what lies in the bundle.
  }
  throw new Problem('bad-input', 'the bundle is damaged: it says nothing readable about what it holds')
}

function textFile(path: string, text: string): TarFile {
  const bytes = Buffer.from(text)
  return {
    path,
    size: bytes.length,
    async *open() {
      yield bytes
    },
  }
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
