import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyAudit } from '../../main/store/audit.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import { folder, removeFolders, secret, version } from './batches.ts'
import { buildChild } from './build-child.ts'

let child: string
beforeAll(async () => {
  child = await buildChild()
})
afterAll(removeFolders)

/** Starts an import and kills it `afterBatches` batches and some milliseconds later; resolves to the batches that it told. */
async function importUntilKilled(path: string, afterBatches: number, milliseconds: number): Promise<number> {
  const running = spawn(process.execPath, [child, 'import-all', path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = 0
  running.stdout.on('data', (text: Buffer) => {
    told += text.toString().split('\n').length - 1
    if (told >= afterBatches) setTimeout(() => running.kill('SIGKILL'), milliseconds)
  })
  await once(running, 'exit')
  return told
}

test('an import that is killed again and again loses nothing and doubles nothing', async () => {
  const path = join(folder(), 'a.coldtrail')
  await (await CaseFile.create(path, { name: 'A', version, lock: secret })).close()
  const moments = [
    [1, 3],
    [3, 11],
    [6, 24],
    [8, 40],
  ] as const
  for (const [batches, milliseconds] of moments) {
    const told = await importUntilKilled(path, batches, milliseconds)
    const file = await CaseFile.open(path, { readOnly: true, version, lock: secret })
    const [stored] = await file.db.all<{ n: number }>("SELECT count(*) AS n FROM object WHERE state = 'stored'")
    await file.close()
    expect(stored?.n, 'what was told to be committed is there').toBeGreaterThanOrEqual(told * 3)
  }
  await importUntilKilled(path, Number.POSITIVE_INFINITY, 0)

  const file = await CaseFile.open(path, { readOnly: false, version, lock: secret })
  const [counts] = await file.db.all(`
    SELECT
      (SELECT count(*) FROM object) AS objects,
      (SELECT count(DISTINCT uri) FROM object WHERE state = 'stored') AS uris,
      (SELECT sum(events) FROM object) AS told_events,
      (SELECT sum(duplicates) FROM object) AS told_duplicates,
      (SELECT count(*) FROM event) AS events,
      (SELECT count(DISTINCT id) FROM event) AS ids,
      (SELECT count(DISTINCT (object_id, ordinal)) FROM event) AS places,
      (SELECT count(*) FROM event_origin) AS origins,
      (SELECT count(*) FROM conflict) AS conflicts,
      (SELECT count(*) FROM event ANTI JOIN object USING (object_id)) AS orphans,
      (SELECT count(*) FROM import WHERE state = 'interrupted') AS interrupted`)
  const kept = readdirSync(join(path, 'evidence'), { recursive: true }).filter((name) => String(name).length > 60)
  const unkept = await file.db.all<{ n: number }>('SELECT count(*) AS n FROM object WHERE evidence_path IS NULL')
  await file.close()
  expect({ ...counts, kept: kept.length, unkept }).toEqual({
    objects: 30,
    uris: 30,
    told_events: 30 * 190 + 10,
    told_duplicates: 29 * 10,
    events: 30 * 190 + 10,
    ids: 30 * 190 + 10,
    places: 30 * 190 + 10,
    origins: 29 * 10,
    conflicts: 0,
    orphans: 0,
    interrupted: moments.length,
    kept: 30,
    unkept: [{ n: 0 }],
  })
  expect((await verifyAudit(path)).problems).toEqual([])
})
