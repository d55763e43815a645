import { Problem } from '../../shared/problem.ts'
import type { RecordFormat, RecordHead, RecordObject } from '../../shared/record.ts'
import { recordWriters } from './record-file.ts'
import { jsonOfPage } from './record-html.ts'

/**
 * What a record's file says, HTML or JSON, and whether the file is the one that is made of it. Error `bad-input`: it is no
 * record, or plain text, which can only be signed.
 */
export async function readRecord(
  text: string,
): Promise<{ readonly head: RecordHead; readonly objects: readonly RecordObject[]; readonly isAsWritten: boolean }> {
  const page = jsonOfPage(text)
  const format: RecordFormat = page === null ? 'json' : 'html'
  const { objects, ...head } = parsed(page ?? text)
  return {
    head,
    objects,
    isAsWritten: await isSame(
      text,
      recordWriters[format](head, () => paged(objects)),
    ),
  }
}

function parsed(json: string): RecordHead & { readonly objects: readonly RecordObject[] } {
  try {
    const record = JSON.parse(json) as RecordHead & { readonly objects: readonly RecordObject[] }
    if (record.kind !== 'coldtrail-acquisition-record' || !Array.isArray(record.objects))
      throw new Error('another kind')
    if (record.version !== 1) throw new Error(`its version is ${record.version}`)
    return record
  } catch (cause) {
    throw new Problem('bad-input', 'this is no acquisition record in HTML or JSON that this Coldtrail can read', {
      cause,
    })
  }
}

async function* paged(objects: readonly RecordObject[]): AsyncGenerator<readonly RecordObject[]> {
  if (objects.length > 0) yield objects
}

async function isSame(text: string, made: AsyncIterable<string>): Promise<boolean> {
  let at = 0
  try {
    for await (const piece of made) {
      if (!text.startsWith(piece, at)) return false
      at += piece.length
    }
  } catch {
    // What no file can be made of is not what was written.
    return false
  }
  return at === text.length
}
