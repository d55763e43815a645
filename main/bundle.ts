import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Checked, Handlers } from '../shared/api.ts'
import type { BundleContents } from '../shared/bundle.ts'
import type { ExportResult, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { inBundleThread } from './bundle-thread.ts'
import type { Jobs } from './jobs.ts'
import type { PackedFile } from './pack-bundle.ts'
import { partPath, sweepParts } from './part-path.ts'
import type { CaseFile } from './store/case-file.ts'
import { bytesAt, evidenceName, evidencePath } from './store/evidence.ts'
import { type HeldObject, heldObjects } from './store/held-objects.ts'
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
  const folder = dirname(target)
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw new Problem('not-found', `there is no folder '${folder}' to write to`)
  if (await stat(target).catch(() => null))
    throw new Problem('refused', `'${target}' is there already; choose another name`)
  await sweepParts(folder)
  const { id, name } = await file.info()
  const head = {
    kind: 'coldtrail-bundle',
    version: 1,
    tool: `Coldtrail ${version}`,
    contents,
    case: { id, name },
    writtenAt: new Date().toISOString(),
    writtenBy: who(),
  } as const
  file.audit('bundle-begun', { contents, path: target })
  const own = join(file.tmp, `bundle-${randomUUID()}`)
  const to = partPath(target)
  try {
    report(copying)
    const files = await filesFor(file, contents, own, signal)
    const packed = await inBundleThread({ kind: 'pack', head, files, to, passphrase }, report, signal)
    const { files: rows, bytes, sha256, left } = packed
    await rename(to, target)
    file.audit('bundle-written', { contents, path: target, rows, bytes, sha256, left: left.files })
    return { path: target, rows, bytes, sha256, left }
  } finally {
    await rm(to, { force: true })
    await rm(own, { force: true })
  }
}

async function filesFor(
  file: CaseFile,
  contents: BundleContents,
  own: string,
  signal: AbortSignal,
): Promise<readonly PackedFile[]> {
  if (contents === 'marks') {
    await exportMarks(file.db, await file.info(), own, signal)
    return [{ name: 'marks.json', from: own }]
  }
  await snapshot(file.db, own, signal)
  const rules = (await readdir(join(file.path, 'rules')).catch(() => [])).filter((name) => /\.ya?ml$/i.test(name))
  return [
    { name: 'case.json', from: join(file.path, 'case.json') },
    { name: 'case.duckdb', from: own },
    { name: 'audit.jsonl', from: join(file.path, 'audit.jsonl') },
    ...rules.map((name) => ({ name: `rules/${name}`, from: join(file.path, 'rules', name) })),
    ...(contents === 'case' ? evidenceOf(file.path, await heldObjects(file.db)) : []),
  ]
}

/** Each file of evidence once, in the order of their hashes; also what was imported in place, as long as it is still there. */
function evidenceOf(casePath: string, held: readonly HeldObject[]): readonly PackedFile[] {
  const files = new Map<string, PackedFile>()
  for (const { file_sha256: sha256, in_place, uri } of held) {
    const name = evidenceName(sha256)
    if (in_place === null) files.set(name, { name, from: evidencePath(casePath, sha256) })
    else if (!files.has(name))
      files.set(name, { name, from: bytesAt(casePath, sha256, in_place), orLeft: { uri, sha256 } })
  }
  return [...files.values()]
}

const copying: Progress = {
  phase: 'copying the database',
  objects: { done: 0, total: null },
  bytes: { done: 0, total: null },
  rows: 0,
  rowsPerSecond: 0,
  secondsLeft: null,
}
