import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Checked, Handlers } from '../shared/api.ts'
import type { BundleContents, BundleHead } from '../shared/bundle.ts'
import type { ExportResult, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { encrypted } from './custody/age.ts'
import { bundleOf } from './custody/bundle-files.ts'
import type { TarFile } from './custody/tar-stream.ts'
import { hashFile } from './hash-file.ts'
import type { Jobs } from './jobs.ts'
import type { CaseFile } from './store/case-file.ts'
import { evidenceName } from './store/evidence.ts'
import { heldObjects } from './store/held-objects.ts'
import { exportMarks } from './store/marks/exchange.ts'
import { snapshot } from './store/snapshot.ts'
import { who } from './store/who.ts'

/** How the engine packs its case for somebody else: a tar of checked files, encrypted under a passphrase. */
export function bundleHandlers(file: CaseFile, jobs: Jobs, version: string): Pick<Handlers<'case'>, 'startBundle'> {
  return {
    startBundle: async (what) => {
      if (jobs.list().some(({ kind, state }) => (kind === 'import' || kind === 'collect') && state === 'running'))
        throw new Problem(
          'refused',
          'an import is running in this case: wait for it or cancel it, then bundle the case',
        )
      return jobs.start('export', basename(what.path), (report, signal) => bundle(file, what, version, report, signal))
    },
  }
}

async function bundle(
  file: CaseFile,
  { contents, path, passphrase }: Checked<'startBundle'>,
  version: string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const target = resolve(path)
  if (!(await stat(dirname(target)).catch(() => null))?.isDirectory())
    throw new Problem('not-found', `there is no folder '${dirname(target)}' to write to`)
  if (await stat(target).catch(() => null))
    throw new Problem('refused', `'${target}' is there already; choose another name`)
  const { id, name } = await file.info()
  const head: BundleHead = {
    kind: 'coldtrail-bundle',
    version: 1,
    tool: `Coldtrail ${version}`,
    contents,
    case: { id, name },
    writtenAt: new Date().toISOString(),
    writtenBy: who(),
  }
  file.audit('bundle-begun', { contents, path: target })
  const own = join(file.tmp, `bundle-${randomUUID()}`)
  const beside = `${target}.${randomUUID().slice(0, 8)}.part`
  try {
    report(at('copying the database', 0, 0))
    const files = await filesFor(file, contents, own, signal)
    let packed = 0
    const pieces = bundleOf(head, stream(files), (done, bytes) => {
      packed = done
      report({ ...at('packing', done, files.length), bytes: { done: bytes, total: sum(files) } })
    })
    const cipher = await encrypted(pieces, passphrase)
    await pipeline(Readable.from(cipher), createWriteStream(beside, { flags: 'wx', mode: 0o600 }), { signal })
    report(at('hashing', packed, files.length))
    const result = {
      path: target,
      rows: files.length,
      bytes: (await stat(beside)).size,
      sha256: await hashFile(beside),
    }
    await rename(beside, target)
    file.audit('bundle-written', { contents, ...result })
    return result
  } finally {
    await rm(beside, { force: true })
    await rm(own, { force: true })
  }
}

async function filesFor(
  file: CaseFile,
  contents: BundleContents,
  own: string,
  signal: AbortSignal,
): Promise<readonly TarFile[]> {
  if (contents === 'marks') {
    await exportMarks(file.db, await file.info(), own, signal)
    return [await onDisk('marks.json', own)]
  }
  const held = contents === 'case' ? await heldObjects(file.db) : []
  const hashes = new Set(held.filter(({ in_place }) => in_place === null).map(({ file_sha256 }) => file_sha256))
  await snapshot(file.db, own, signal)
  const rules = (await readdir(join(file.path, 'rules')).catch(() => [])).filter((name) => /\.ya?ml$/i.test(name))
  const named: readonly (readonly [name: string, path: string])[] = [
    ['case.json', join(file.path, 'case.json')],
    ['case.duckdb', own],
    ['audit.jsonl', join(file.path, 'audit.jsonl')],
    ...rules.map((name) => [`rules/${name}`, join(file.path, 'rules', name)] as const),
    ...[...hashes].sort().map((sha256) => [evidenceName(sha256), join(file.path, evidenceName(sha256))] as const),
  ]
  const files: TarFile[] = []
  for (const [name, path] of named) files.push(await onDisk(name, path))
  return files
}

/** As long as it is now: the audit log may grow meanwhile. */
async function onDisk(path: string, from: string): Promise<TarFile> {
  const { size } = await stat(from)
  const open = () =>
    size === 0 ? stream<Uint8Array>([]) : createReadStream(from, { end: size - 1, highWaterMark: 1 << 20 })
  return { path, size, open }
}

async function* stream<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list
}

function sum(files: readonly TarFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0)
}

function at(phase: string, done: number, total: number): Progress {
  return {
    phase,
    objects: { done, total: total === 0 ? null : total },
    bytes: { done: 0, total: null },
    rows: done,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
}
