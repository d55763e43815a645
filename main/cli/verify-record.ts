import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { RecordVerified, SignatureChecked } from '../../shared/record.ts'
import type { Context } from './context.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { runJob } from './run-job.ts'

/** Whether a file is an acquisition record in HTML or JSON, by what stands in its beginning. */
export async function isRecord(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const text = buffer.subarray(0, bytesRead).toString('utf8')
    return /^\{\s*"kind": "coldtrail-acquisition-record"|<title>Acquisition record/.test(text)
  } catch {
    return false
  } finally {
    await file.close()
  }
}

/**
 * Checks a record: the signature beside it, and with a case each of its objects, the page and the audit log. Exit code 1
 * when anything does not hold, or nothing could be checked.
 */
export async function verifyRecord(
  context: Context,
  file: string,
  { dir, key, json }: { readonly dir: string | null; readonly key: string | null; readonly json: boolean },
): Promise<number> {
  const path = resolve(file)
  const signature = await context.signing.check(path, key)
  const job =
    dir === null
      ? null
      : await inCase(context, { dir }, (door) => runJob(context, door, () => door.api.startVerifyRecord({ path })))
  const record = job?.result && 'agrees' in job.result ? job.result : null
  if (job !== null && record === null) return exitCodes.cancelled
  const { terminal } = context
  if (json) await terminal.print(`${safeJson(JSON.stringify({ file: path, signature, record: shown(record) }))}\n`)
  else {
    for (const line of [...ofSignature(signature), ...ofRecord(record)]) await terminal.line(line)
    for (const { uri, reason } of record?.problems ?? []) terminal.say(`${uri}: ${reason}`)
  }
  const isKnown = signature?.holds === true || record !== null
  return isKnown && signature?.holds !== false && record?.agrees !== false ? exitCodes.fine : exitCodes.problems
}

function ofSignature(signature: SignatureChecked | null): readonly string[] {
  if (signature === null) return ['signature: none beside the file']
  const { keyId, holds, comment, reason } = signature
  if (holds === null) return [`signature: of key ${keyId}, not checked: ${reason}`]
  return [
    holds
      ? `signature: holds, key ${keyId}, ${comment?.replaceAll('\t', ', ')}`
      : `SIGNATURE DOES NOT HOLD (key ${keyId}): ${reason}`,
  ]
}

function ofRecord(record: RecordVerified | null): readonly string[] {
  if (record === null) return ['objects: not checked: give the case with --case']
  const { agrees, isAsWritten, written, otherCase, audit, named, problems, sha256 } = record
  return [
    `${agrees ? 'the record agrees with the case' : 'THE RECORD DOES NOT AGREE WITH THE CASE'} (sha256 ${sha256})`,
    `file: ${isAsWritten ? 'as Coldtrail wrote it, byte for byte' : 'CHANGED since Coldtrail wrote it'}`,
    written === null
      ? 'audit log: NO LINE says that this case wrote this very file: objects may have been left out'
      : `audit log: written ${written.at} by ${written.by} (line ${written.line})`,
    ...(otherCase === null ? [] : [`case: ${otherCase}`]),
    ...(audit === null ? [] : [`audit log: ${audit}`]),
    `objects: ${count(named, 'object')}, ${problems.length === 0 ? 'all in the case with these bytes' : `${problems.length} not in the case so`}; verify the case itself to hash its evidence`,
  ]
}

function shown(record: RecordVerified | null) {
  if (record === null) return null
  const { file: _, head: __, signature: ___, ...rest } = record
  return rest
}
