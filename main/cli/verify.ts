import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EventsVerified, SealSummary, VerifyResult } from '../../shared/proof.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, duration, size } from './quantities.ts'
import { runJob } from './run-job.ts'
import { isRecord, verifyRecord } from './verify-record.ts'
import { verifyReport } from './verify-report.ts'

interface Options {
  readonly case?: string
  readonly publicKey?: string
  readonly events?: true
  readonly json?: true
}

/** `coldtrail verify CASE`, or a report of a case: `coldtrail verify FILE --case DIR` */
export const verifyCommand: Register = (program, context, end) => {
  program
    .command('verify')
    .description(
      "check a case: evidence against its hashes, ledger, audit log, and CloudTrail's signatures; or a report, figure by figure; needs no network",
    )
    .argument('<case|file>', 'folder of the case; or a report or an acquisition record, with --case')
    .option('--case <dir>', 'the case that the file was written of')
    .option('--public-key <key>', 'public key, or the file that holds it, of who signed the record')
    .option(
      '--events',
      'also read all evidence again and compare every event with its record; takes as long as the import',
    )
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      examples(
        'verify intrusion.coldtrail',
        'verify intrusion.coldtrail --events',
        'verify intrusion.coldtrail --json',
        'verify report.html --case intrusion.coldtrail',
        'verify record.json --case intrusion.coldtrail --public-key ana.key.pub',
      ),
    )
    .action(async (path: string, options: Options) => end(await verifyAny(context, path, options)))
}

async function verifyAny(context: Context, path: string, options: Options): Promise<number> {
  const json = options.json === true
  const { case: dir = null, publicKey: key = null } = options
  const isSigned = dir === null && existsSync(`${path}.minisig`)
  if (key !== null || isSigned || (await isRecord(path))) return verifyRecord(context, path, { dir, key, json })
  return dir === null ? verify(context, path, options.events === true, json) : verifyReport(context, path, dir, json)
}

async function verify(context: Context, dir: string, events: boolean, json: boolean): Promise<number> {
  const job = await inCase(context, { dir }, (door) => runJob(context, door, () => door.api.startVerify({ events })))
  const result = job.result !== null && 'holds' in job.result ? job.result : null
  if (result === null) return exitCodes.cancelled
  const { terminal } = context
  if (json) await terminal.print(`${safeJson(JSON.stringify({ case: resolve(dir), ...result }))}\n`)
  else for (const line of summary(result)) await terminal.line(line)
  for (const { what, reason } of json ? [] : result.problems) terminal.say(`${what}: ${reason}`)
  return result.holds && result.problems.length === 0 ? exitCodes.fine : exitCodes.problems
}

/** What a verification came to, a line for each thing that was checked. */
export function summary({
  holds,
  evidence,
  ledger,
  events,
  audit,
  cloudtrail,
  unchecked,
  seconds,
}: VerifyResult): readonly string[] {
  const { files, bytes, altered, missing, unreadable } = evidence
  return [
    `${holds ? 'the case holds' : 'THE CASE DOES NOT HOLD'}, checked in ${duration(seconds)}`,
    `evidence: ${count(files, 'file')} (${size(bytes)}), ${told({ altered, missing, unreadable }, 'all with the hash of the ledger')}`,
    `ledger: ${count(ledger.objects, 'object')}, ${count(ledger.events, 'event')}, ${ledger.problems.length === 0 ? 'they add up' : count(ledger.problems.length, 'problem')}`,
    ...(events === undefined ? [] : [eventsSaid(events)]),
    `audit log: ${count(audit.lines, 'line')}, ${audit.problems.length === 0 ? 'unbroken' : count(audit.problems.length, 'problem')}`,
    ...signatures(cloudtrail),
    ...unchecked.map((sentence) => `not checked: ${sentence}`),
  ]
}

function eventsSaid({ objects, records, altered, missing, invented, ledger }: EventsVerified): string {
  const amiss = told({ altered, missing, invented, 'told otherwise by the ledger': ledger }, 'all as the evidence says')
  return `events: ${count(records, 'record')} of ${count(objects, 'object')} read again, ${amiss}`
}

function signatures({ digests, logs, queryResults, keys, gaps, moved, backfill }: SealSummary): readonly string[] {
  const all = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, n) => sum + n, 0)
  if (all(digests) + all(queryResults) === 0)
    return ["CloudTrail signatures: the case holds no digests, so AWS's own proof cannot be checked"]
  const { notListed, notCovered, ...listed } = logs
  const odd = [
    gaps === 0 ? 'no gap' : count(gaps, 'gap'),
    ...(moved > 0 ? [`${moved.toLocaleString('en-US')} moved`] : []),
    ...(backfill > 0 ? [`${backfill.toLocaleString('en-US')} written later (backfill)`] : []),
  ]
  return [
    `CloudTrail digests: ${told(digests, 'none')}; ${odd.join(', ')}; ${count(keys, 'public key')}`,
    `CloudTrail logs: ${told({ ...listed, 'not listed': notListed, 'not covered': notCovered }, 'none')}`,
    ...(all(queryResults) > 0 ? [`CloudTrail Lake results: ${told(queryResults, 'none')}`] : []),
  ]
}

/** The counts that are not zero, in words. */
function told(counts: Readonly<Record<string, number>>, nothing: string): string {
  const some = Object.entries(counts).filter(([, n]) => n > 0)
  return some.length === 0 ? nothing : some.map(([what, n]) => `${n.toLocaleString('en-US')} ${what}`).join(', ')
}
