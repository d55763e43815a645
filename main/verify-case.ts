import type { Progress } from '../shared/job.ts'
import type { Seal, VerifyResult } from '../shared/proof.ts'
import { type DigestFile, judge } from './proof/judge.ts'
import type { HeldLog } from './proof/logs.ts'
import { baseOf } from './proof/place.ts'
import { verifyAudit } from './store/audit.ts'
import type { CaseFile } from './store/case-file.ts'
import { bytesAt, evidenceNames } from './store/evidence.ts'
import { type HeldObject, heldObjects } from './store/held-objects.ts'
import { ledgerSums } from './store/read/ledger-sums.ts'
import { saveSeals, saveVerification } from './store/seals.ts'
import { who } from './store/who.ts'
import { uncheckedOf } from './unchecked.ts'
import { verifyEvents } from './verify-events.ts'
import { lookAtFiles } from './verify-pool.ts'
import type { EvidenceFile, FoundFile } from './verify-worker.ts'

/** Kinds of objects that prove others. */
const proving = {
  digest: 'cloudtrail-digest',
  keys: 'cloudtrail-public-keys',
  signFile: 'cloudtrail-lake-sign',
} as const
const mostProblems = 1000

/**
 * Verifies a case: every file of evidence against its hash, the ledger against the events, the chain of the audit log,
 * and what CloudTrail's signatures say of the logs. The verdicts go into the ledger (`integrity`) and the table `seal`;
 * a case that is open read-only is verified just the same and nothing is written. `withEvents`: every event is compared
 * with its record too (verify-events.ts).
 */
export async function verifyCase(
  file: CaseFile,
  withEvents: boolean,
  report: (progress: Progress) => void,
  onSaved: () => void,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const started = performance.now()
  const at = new Date().toISOString()
  const held = await heldObjects(file.db)
  const files = filesOf(file.path, held)
  const tally = new Tally(files.length, started, report)
  const objectsOf = byFile(file.path, held)
  const amiss: Seal[] = []
  const contents = new Map<number, FoundFile['contents'][number]>()
  await lookAtFiles(
    files,
    (evidence, found) => {
      tally.add(evidence, found)
      if (found.state !== 'same') amiss.push(...evidenceSeals(objectsOf.get(evidence.path) ?? [], found))
      for (const content of found.contents) contents.set(content.objectId, content)
    },
    signal,
  )
  tally.phase('judging signatures')
  const proof = judge(heldBy(held, contents))
  const sums = await ledgerSums(file.db, signal)
  const chain = await verifyAudit(file.path, file.newestAudit)
  // Where nothing may be written, the log does not say itself what was changed.
  const audit = { ...chain, problems: [...chain.problems, ...(file.readOnly ? file.changedOutside : [])] }
  const stray = await strayEvidence(file.path, held)
  const compared = withEvents ? await verifyEvents(file, tally.amiss, tally.compares, signal) : null

  const seals = [...amiss, ...proof.seals]
  const ledger = {
    objects: sums.lines.reduce((sum, line) => sum + line.objects, 0),
    events: sums.events,
    problems: [...sums.amiss, ...stray],
  }
  const problems = [
    ...tally.problems,
    ...ledger.problems.map((reason) => ({ what: 'ledger', reason })),
    ...(compared?.problems ?? []),
    ...audit.problems.map((reason) => ({ what: 'audit.jsonl', reason })),
    ...proof.problems.map((reason) => ({ what: 'public keys', reason })),
    ...proof.seals.filter(isAmiss).map(({ uri, verdict, reason }) => ({ what: uri, reason: `${verdict}: ${reason}` })),
  ]
  const result: VerifyResult = {
    holds:
      tally.isSound && ledger.problems.length === 0 && audit.problems.length === 0 && !isAnyAmiss(compared?.events),
    evidence: tally.evidence,
    ledger,
    ...(compared === null ? {} : { events: compared.events }),
    audit,
    cloudtrail: proof.summary,
    unchecked: [
      ...uncheckedOf({ held, seals, objects: ledger.objects }),
      ...(compared === null && ledger.events > 0 ? [eventsUnchecked] : []),
    ],
    problems: problems.slice(0, mostProblems),
    seconds: Math.round(performance.now() - started) / 1000,
  }
  if (!file.readOnly) {
    await file.writeProof(async (tx) => {
      await saveSeals(tx, seals, at)
      await saveVerification(tx, { at, by: who(), result })
    })
    const { holds, evidence, events, cloudtrail } = result
    file.audit('case-verified', { holds, evidence, events, ledger: ledger.problems, audit: audit.problems, cloudtrail })
    onSaved()
  }
  return result
}

const eventsUnchecked =
  'events were counted, not compared with what the evidence says: verify with events does that, and takes as long as the import'

function isAnyAmiss(events: VerifyResult['events']): boolean {
  return events !== undefined && events.altered + events.missing + events.invented + events.ledger > 0
}

/** What a person must look at: signs of tampering, and losses. */
function isAmiss({ verdict }: Seal): boolean {
  return verdict === 'altered' || verdict === 'missing' || verdict === 'not-listed'
}

function filesOf(casePath: string, held: readonly HeldObject[]): readonly EvidenceFile[] {
  const files = new Map<string, { path: string; sha256: string; contents: EvidenceFile['contents'][number][] }>()
  for (const object of held) {
    const { object_id: objectId, uri, format, file_sha256: sha256, entry } = object
    const path = fileOf(casePath, object)
    const file = files.get(path) ?? { path, sha256, contents: [] }
    files.set(path, file)
    const whole = Object.values(proving).some((each) => each === format)
    if (whole || mayBeListed(uri)) file.contents.push({ objectId, entry, whole })
  }
  return [...files.values()]
}

/** Where the file lies that holds an object. */
function fileOf(casePath: string, { in_place, file_sha256 }: HeldObject): string {
  return bytesAt(casePath, file_sha256, in_place)
}

function byFile(casePath: string, held: readonly HeldObject[]): ReadonlyMap<string, readonly HeldObject[]> {
  const objects = new Map<string, HeldObject[]>()
  for (const object of held) {
    const path = fileOf(casePath, object)
    const there = objects.get(path)
    if (there) there.push(object)
    else objects.set(path, [object])
  }
  return objects
}

/** A line for each object whose file is not what was imported any more. */
function evidenceSeals(objects: readonly HeldObject[], { state, reason }: FoundFile): readonly Seal[] {
  const verdict = state === 'altered' || state === 'missing' ? state : 'unverifiable'
  return objects.map(({ object_id: objectId, uri }) => ({
    kind: 'evidence',
    uri,
    objectId,
    verdict,
    reason: state === 'altered' ? reason : `its file in the evidence is ${state}: ${reason}`,
    digestId: null,
    link: null,
    from: null,
    to: null,
  }))
}

/** Only log files of trails are listed in digests, and their names say that they are. */
function mayBeListed(uri: string): boolean {
  return /^\d{12}_CloudTrail/.test(baseOf(uri))
}

function heldBy(held: readonly HeldObject[], contents: ReadonlyMap<number, FoundFile['contents'][number]>) {
  const digests: DigestFile[] = []
  const logs: HeldLog[] = []
  const keys: Uint8Array[] = []
  const signFiles: { objectId: number; uri: string; content: Uint8Array }[] = []
  for (const { object_id: objectId, uri, format, signature, backfill: isBackfill } of held) {
    const found = contents.get(objectId)
    const content = found?.whole
    if (format === proving.keys) content && keys.push(content)
    else if (format === proving.digest) content && digests.push({ objectId, uri, content, signature, isBackfill })
    else if (format === proving.signFile) content && signFiles.push({ objectId, uri, content })
    else if (found) logs.push({ objectId, uri, sha256: found.sha256, damage: found.damage })
  }
  const results = held.map(({ object_id: objectId, uri, sha256 }) => ({ objectId, uri, sha256 }))
  return { digests, logs, keys, signFiles, results: signFiles.length > 0 ? results : [] }
}

async function strayEvidence(casePath: string, held: readonly HeldObject[]): Promise<readonly string[]> {
  const known = new Set(held.map(({ file_sha256 }) => file_sha256))
  const stray: string[] = []
  for await (const names of evidenceNames(casePath)) stray.push(...names.filter((name) => !known.has(name)))
  if (stray.length === 0) return []
  return [`${stray.length} files of evidence are in no line of the ledger, the first is ${stray[0]}`]
}

/** Counts the files of evidence and says how far it is. */
class Tally {
  readonly #total: number
  readonly #started: number
  readonly #report: (progress: Progress) => void
  readonly problems: { what: string; reason: string }[] = []
  /** Files that are not what they were. */
  readonly amiss = new Set<string>()
  #files = 0
  #bytes = 0
  #compares: number | null = null
  #of = { altered: 0, missing: 0, unreadable: 0 }

  constructor(total: number, started: number, report: (progress: Progress) => void) {
    this.#total = total
    this.#started = started
    this.#report = report
  }

  get isSound(): boolean {
    return this.#of.altered + this.#of.missing + this.#of.unreadable === 0
  }

  get evidence(): VerifyResult['evidence'] {
    return { files: this.#files, bytes: this.#bytes, ...this.#of }
  }

  add({ path }: EvidenceFile, { bytes, state, reason }: FoundFile): void {
    this.#files++
    this.#bytes += bytes
    if (state !== 'same') {
      this.#of[state]++
      this.amiss.add(path)
      if (this.problems.length < mostProblems) this.problems.push({ what: path, reason: `${state}: ${reason}` })
    }
    this.phase('hashing evidence')
  }

  readonly compares = (objects: { readonly done: number; readonly total: number }, rows: number): void => {
    this.#compares ??= performance.now()
    const seconds = (performance.now() - this.#compares) / 1000
    const share = objects.total === 0 ? 1 : objects.done / objects.total
    this.#report({
      phase: 'comparing events with their records',
      objects,
      bytes: { done: this.#bytes, total: null },
      rows,
      rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0,
      secondsLeft: share > 0.01 ? Math.round((seconds / share) * (1 - share)) : null,
    })
  }

  phase(phase: string): void {
    const seconds = (performance.now() - this.#started) / 1000
    const share = this.#total === 0 ? 1 : this.#files / this.#total
    this.#report({
      phase,
      objects: { done: this.#files, total: this.#total },
      bytes: { done: this.#bytes, total: null },
      rows: 0,
      rowsPerSecond: 0,
      secondsLeft: share > 0.01 ? Math.round((seconds / share) * (1 - share)) : null,
    })
  }
}
