import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Checked, Handlers } from '../shared/api.ts'
import type { ExportResult, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import type { RecordHead, RecordObject, RecordVerified } from '../shared/record.ts'
import { idText } from './custody/minisign-key.ts'
import { readRecord } from './custody/read-record.ts'
import { recordWriters } from './custody/record-file.ts'
import { hashFile } from './hash-file.ts'
import type { Jobs } from './jobs.ts'
import { moveInto } from './move-into.ts'
import { checkedSignature, signatureFor, signingKey } from './sign-file.ts'
import { auditLog } from './store/audit-log.ts'
import type { CaseFile } from './store/case-file.ts'
import { notInCase, recordOfCase } from './store/read/record.ts'
import { who } from './store/who.ts'
import { writtenHere } from './written-here.ts'

/** How the engine answers about acquisition records: who brought what into the case, when, from where, with which hash. */
export function recordHandlers(
  file: CaseFile,
  jobs: Jobs,
  version: string,
): Pick<Handlers<'case'>, 'imports' | 'startRecord' | 'startVerifyRecord'> {
  return {
    imports: async (_, signal) => (await recordOfCase(file.db, null, signal)).imports,
    startRecord: async (what) =>
      jobs.start('export', basename(what.path), (report, signal) => writeRecord(file, what, version, report, signal)),
    startVerifyRecord: async (what) =>
      jobs.start('verify-record', basename(what.path), (report, signal) => verifyRecord(file, what, report, signal)),
  }
}

async function writeRecord(
  file: CaseFile,
  { import: importId, format, path, sign }: Checked<'startRecord'>,
  version: string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const target = resolve(path)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new Problem('not-found', `there is no folder '${dirname(target)}' to write to`)
  const key = sign === null ? null : await signingKey(sign.key, sign.passphrase)
  const { imports, totals, count, pages } = await recordOfCase(file.db, importId, signal)
  const { id, name, createdAt } = await file.info()
  const newest = (await auditLog(file.path)({ search: '', action: null, offset: 0, limit: 1 }, signal)).rows[0]
  const head: RecordHead = {
    kind: 'coldtrail-acquisition-record',
    version: 1,
    tool: `Coldtrail ${version}`,
    case: { id, name, createdAt },
    import: importId,
    writtenAt: new Date().toISOString(),
    writtenBy: who(),
    audit: newest?.seq && newest.hash ? { line: newest.seq, sha256: newest.hash } : null,
    imports,
    totals,
  }
  const written = join(file.tmp, `record-${randomUUID()}`)
  const besides = `${written}.minisig`
  try {
    report(at('writing', 0, count))
    const pieces = Readable.from(recordWriters[format](head, pages))
    await pipeline(pieces, createWriteStream(written, { flags: 'wx' }), { signal })
    report(at('hashing', count, count))
    const result: ExportResult = {
      path: target,
      rows: count,
      bytes: (await stat(written)).size,
      sha256: await hashFile(written),
      ...(file.readOnly && { isUnlogged: true }),
    }
    if (key === null) {
      await moveInto(written, target)
      file.audit('record-written', { import: importId, format, ...result })
      return result
    }
    const signature = await signatureFor(key, written, basename(target))
    await writeFile(besides, signature, { flag: 'wx' })
    signal.throwIfAborted()
    await moveInto(written, target)
    await moveInto(besides, `${target}.minisig`)
    const signed = { path: `${target}.minisig`, keyId: idText(key.id) }
    file.audit('record-written', { import: importId, format, ...result, signed: { ...signed, signature } })
    return { ...result, signed }
  } finally {
    await rm(written, { force: true })
    await rm(besides, { force: true })
  }
}

/** Larger ones do not fit in one text. */
const mostBytes = 400 << 20
const mostProblems = 1000
const atOnce = 5000

async function verifyRecord(
  file: CaseFile,
  { path, signature, publicKey }: Checked<'startVerifyRecord'>,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<RecordVerified> {
  const from = resolve(path)
  const status = await stat(from).catch(() => null)
  if (!status?.isFile()) throw new Problem('not-found', `there is no file '${from}'`)
  if (status.size > mostBytes)
    throw new Problem('bad-input', `'${from}' is larger than ${mostBytes >> 20} MB, which is more than can be checked`)
  const { head, objects, isAsWritten: isOfNow } = await readRecord(await readFile(from, 'utf8'))
  const problems: { uri: string; reason: string }[] = []
  let differing = 0
  for (let begin = 0; begin < objects.length; begin += atOnce) {
    report(at('comparing', begin, objects.length))
    const some: readonly RecordObject[] = objects.slice(begin, begin + atOnce)
    const missing = await notInCase(file.db, some, signal)
    differing += missing.size
    const named = some.filter((_, place) => missing.has(place))
    for (const { uri } of named.slice(0, mostProblems - problems.length))
      problems.push({ uri, reason: 'the case holds no object of this address with these bytes' })
  }
  const { id, name } = await file.info()
  const otherCase =
    head.case.id === id ? null : `it was written of the case ${head.case.id}, this one is ${id} (${name})`
  const audit = await auditProblem(file, head, signal)
  const sha256 = await hashFile(from)
  const written = await writtenHere(file, 'record-written', sha256, signal)
  // Another version may write the same otherwise; that this file was written stands in the audit log.
  const isAsWritten = isOfNow || written !== null
  const result: RecordVerified = {
    file: from,
    sha256,
    written,
    signature: await checkedSignature(from, signature, publicKey),
    agrees: isAsWritten && written !== null && otherCase === null && audit === null && differing === 0,
    isAsWritten,
    head,
    otherCase,
    audit,
    named: objects.length,
    problems,
  }
  file.audit('record-verified', { path: from, sha256: result.sha256, agrees: result.agrees })
  return result
}

/** The line of the audit log that a record names must still be there, with its hash. */
async function auditProblem(file: CaseFile, { audit }: RecordHead, signal: AbortSignal): Promise<string | null> {
  if (audit === null) return null
  const { rows } = await auditLog(file.path)({ search: audit.sha256, action: null, offset: 0, limit: 1000 }, signal)
  const isThere = rows.some(({ seq, hash }) => seq === audit.line && hash === audit.sha256)
  return isThere ? null : `line ${audit.line} of the audit log is not the one that the record names`
}

function at(phase: string, done: number, total: number): Progress {
  return {
    phase,
    objects: { done, total },
    bytes: { done: 0, total: null },
    rows: done,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
}
