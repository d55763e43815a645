import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { detect } from '../../main/analyze.ts'
import { cloudtrail } from '../../main/decode/cloudtrail.ts'
import { decoders } from '../../main/decode/index.ts'
import { readTable } from '../../main/decode/table.ts'
import { type Loaded, loadText } from '../../main/detect/load-rules.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import type { DetectResult } from '../../shared/detection.ts'
import { batchOf, folder, secret, version } from '../store/batches.ts'

export type Record_ = Readonly<Record<string, unknown>>

/** A case that holds these CloudTrail records, one object each, so that event i is object i + 1. */
export async function caseOf(records: readonly Record_[]): Promise<CaseFile> {
  const file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
  await add(file, records)
  return file
}

/** Commits records as the byte workers frame them: fields that CloudTrail does not know stand beside the record. */
export async function add(file: CaseFile, records: readonly Record_[]): Promise<void> {
  if (records.length === 0) return
  const batch = batchOf(
    file.tmp,
    records.map((record, place) => ({ uri: `file:///${Math.random()}/${place}.json`, records: [record] })),
    'cloudtrail',
  )
  const path = batch.lines[0]?.path as string
  const lines = records.map((record, o) => {
    const unknown = Object.entries(record).filter(([name]) => !Object.hasOwn(cloudtrail.columns ?? {}, name))
    const x = unknown.length > 0 ? `,"x":${JSON.stringify(Object.fromEntries(unknown))}` : ''
    return `{"o":${o},"n":0,"h":"sha256:${o}-${Math.random()}"${x},"r":${JSON.stringify(record)}}\n`
  })
  writeFileSync(path, lines.join(''))
  await file.commit(batch, decoders, 1, readTable)
}

const never = new AbortController().signal

export async function run(file: CaseFile, loaded: Loaded): Promise<DetectResult> {
  return detect(file, loaded, () => {}, never)
}

export function load(...texts: readonly string[]): Loaded {
  const loaded = loadText(texts.join('\n---\n'), 'rules.yml')
  if (loaded.refused.length > 0) throw new Error(JSON.stringify(loaded.refused))
  return loaded
}

/** Which objects each rule found, by its title. */
export async function found(file: CaseFile): Promise<Readonly<Record<string, readonly number[]>>> {
  const rows = await file.db.all<{ title: string; object_id: number }>(`
    SELECT DISTINCT rule.title, de.object_id FROM detection_event de
    JOIN detection d USING (detection_id) JOIN rule ON rule.rule_no = d.rule_no
    ORDER BY ALL`)
  const all: Record<string, number[]> = {}
  for (const { title, object_id } of rows) {
    const objects = all[title] ?? []
    objects.push(object_id)
    all[title] = objects
  }
  return all
}
