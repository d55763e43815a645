import { spawnSync } from 'node:child_process'
import { statfsSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { Database } from '../../main/store/database.ts'
import { keepEvidence } from '../../main/store/evidence.ts'
import { batchOf, decoders, folder, record, removeFolders, secret, version } from './batches.ts'

/** A disk of 48 MB. Only a system's administrator can make one; elsewhere these tests say that they did not run. */
const disk = folder()
const hasDisk =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]).status === 0

beforeAll(() => {
  if (!hasDisk) console.warn('skipped: a full disk can be tried only where a small one can be mounted (Linux, as root)')
})
afterAll(() => {
  if (hasDisk) spawnSync('umount', [disk])
  removeFolders()
})

/** Leaves so many bytes free. */
function fill(free: number): string {
  const { bavail, bsize } = statfsSync(disk)
  const path = join(disk, 'filler')
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - free)))
  return path
}

function manyRecords(of: string): Record<string, unknown>[] {
  return Array.from({ length: 2000 }, (_, n) =>
    record(`${of}-${n}`, { requestParameters: { n: Array.from({ length: 40 }, (_, k) => Math.sin(n * 41 + k)) } }),
  )
}

test.runIf(hasDisk)('a full disk is foreseen, costs nothing that was stored, and is told', async () => {
  const path = join(disk, 'a.coldtrail')
  const elsewhere = folder()
  const file = await CaseFile.create(path, { name: 'A', version, lock: secret })
  await file.commit(batchOf(elsewhere, [{ uri: 'a', records: manyRecords('a') }]), decoders, 1)
  const filler = fill(3_000_000)
  const batch = batchOf(elsewhere, [{ uri: 'b', records: manyRecords('b') }])
  await expect(file.commit(batch, decoders, 1)).rejects.toMatchObject({
    code: 'no-room',
    message: expect.stringMatching(/the disk that holds .*a\.coldtrail is full; make room/),
  })
  await rm(filler)
  expect(await file.db.all('SELECT count(*) AS n FROM event')).toEqual([{ n: 2000 }])
  await file.close()
})

test.runIf(hasDisk)('evidence that does not fit is told and leaves nothing half', async () => {
  const path = join(disk, 'b.coldtrail')
  const file = await CaseFile.create(path, { name: 'B', version, lock: secret })
  const filler = fill(1_000_000)
  const bytes = Buffer.alloc(5_000_000)
  await expect(keepEvidence(path, 'ab'.repeat(32), { bytes })).rejects.toMatchObject({ code: 'no-room' })
  const { bavail, bsize } = statfsSync(disk)
  expect(bavail * bsize).toBeGreaterThan(900_000)
  await rm(filler)
  await file.close()
})

test.runIf(hasDisk)('a disk that fills up under the database is told, and the case opens again whole', async () => {
  const path = join(disk, 'c.coldtrail')
  const elsewhere = folder()
  const file = await CaseFile.create(path, { name: 'C', version, lock: secret })
  await file.commit(batchOf(elsewhere, [{ uri: 'a', records: manyRecords('a') }]), decoders, 1)
  const filler = fill(200_000)
  const writing = file.db.write(async (tx) => {
    await tx.run(
      "INSERT INTO event (format, id, object_id, ordinal) SELECT 'x', repeat(md5(range::VARCHAR), 9), 9, range FROM range(400000)",
    )
  })
  await expect(writing).rejects.toMatchObject({
    code: expect.stringMatching(/no-room|failed/),
    message: expect.stringMatching(/disk/),
  })
  await rm(filler)
  await file.close()
  const again = await CaseFile.open(path, { readOnly: false, version, lock: secret })
  expect(await again.db.all('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM event')).toEqual([
    { n: 2000, ids: 2000 },
  ])
  await again.commit(batchOf(elsewhere, [{ uri: 'b', records: manyRecords('b') }]), decoders, 1)
  expect((await again.info()).events).toBe(4000)
  await again.close()
})

test.runIf(hasDisk)('a question that needs more room than there is fails by itself', async () => {
  const path = join(disk, 'd')
  const tmp = join(disk, 'd-tmp')
  spawnSync('mkdir', ['-p', path, tmp])
  const db = await Database.open(join(path, 'case.duckdb'), { readOnly: false, evidence: path, tmp, memoryLimitMb: 64 })
  const filler = fill(2_000_000)
  const asked = db.all(
    'SELECT md5(range::VARCHAR) AS m, repeat(md5(range::VARCHAR), 5) AS r FROM range(2000000) ORDER BY m LIMIT 1 OFFSET 1999999',
  )
  await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/no-room|failed/) })
  expect(await db.all('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await rm(filler)
  await db.close()
})
