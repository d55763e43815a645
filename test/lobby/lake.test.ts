import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import { zipFile } from '../decode/zip-file.ts'
import { parquetFiles } from '../parquet.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-lake-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
const logs = join(folder, 'logs')
const outside = join(folder, 'outside')
const path = join(folder, 'a.coldtrail')
const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

const flow = (ip: string, more = '') =>
  `SELECT {product: {name: 'Amazon VPC'}} AS metadata, 4001 AS class_uid, 1705312800000 AS time, {ip: '${ip}'} AS src_endpoint ${more}`

beforeAll(async () => {
  for (const each of [logs, outside]) mkdirSync(each)
  const [plain, wider, clash, gz, zipped, apart] = (await parquetFiles([
    flow('10.0.0.1'),
    flow('10.0.0.2', `, {bytes: 9007199254740993, packets: 1} AS traffic`),
    flow('10.0.0.3', `, 'only text' AS traffic, 7 AS filename`),
    flow('10.0.0.4'),
    flow('10.0.0.5'),
    flow('10.0.0.6'),
  ])) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer]
  writeFileSync(join(logs, 'plain.gz.parquet'), plain)
  writeFileSync(join(logs, 'wider.parquet'), wider)
  writeFileSync(join(logs, 'clash.parquet'), clash)
  writeFileSync(join(logs, 'gz.parquet.gz'), gzipSync(gz))
  writeFileSync(join(logs, 'archive.zip'), zipFile({ name: 'in/a.parquet', bytes: zipped }))
  writeFileSync(join(outside, 'apart.parquet'), apart)
  await lobby.api.createCase({ path, name: 'lake' })
  await imported(logs, false)
  await imported(outside, true)
})

test('every parquet is read, wherever it was: in a file, in gzip, in an archive, in place', async () => {
  expect(await rows(`SELECT source_ip FROM event ORDER BY ALL`)).toEqual([1, 2, 3, 4, 5, 6].map((n) => [`10.0.0.${n}`]))
})

test('lake holds all rows under the columns of all files, and leads to their events', async () => {
  expect(
    await rows(
      `SELECT src_endpoint.ip, traffic, filename, event.source_ip FROM lake JOIN event USING (object_id, ordinal) ORDER BY 1`,
    ),
  ).toEqual([
    ['10.0.0.1', null, null, '10.0.0.1'],
    ['10.0.0.2', '{"bytes":9007199254740993,"packets":1}', null, '10.0.0.2'],
    ['10.0.0.3', '"only text"', 7, '10.0.0.3'],
    ['10.0.0.4', null, null, '10.0.0.4'],
    ['10.0.0.5', null, null, '10.0.0.5'],
    ['10.0.0.6', null, null, '10.0.0.6'],
  ])
})

test('the raw record is the row as JSON, and says that it is one', async () => {
  for (const [object, ordinal, ip] of await rows(`SELECT object_id, ordinal, source_ip FROM event`)) {
    const detail = await lobby.api.event({ object_id: Number(object), ordinal: Number(ordinal) })
    expect([detail.rawIs, detail.rawProblem]).toEqual(['row', null])
    expect(JSON.parse(detail.raw ?? '')).toMatchObject({ class_uid: 4001, src_endpoint: { ip } })
  }
})

test('the schema tells of lake, and a query of a person may name it in any way that SQL allows', async () => {
  const lake = (await lobby.api.schema({})).find(({ table }) => table === 'lake')
  expect(lake?.columns.slice(0, 2).map(({ name, meaning }) => [name, meaning !== ''])).toEqual([
    ['object_id', true],
    ['ordinal', true],
  ])
  for (const sql of [
    'SELECT count(*)::INTEGER FROM LAKE -- a comment',
    'WITH a AS (SELECT * FROM lake) SELECT count(*)::INTEGER FROM a;',
    'SELECT (SELECT count(*)::INTEGER FROM lake) FROM event LIMIT 1',
  ])
    expect(await rows(sql)).toEqual([[6]])
  await expect(rows('SELECT nothing FROM lake')).rejects.toMatchObject({ message: expect.stringContaining('nothing') })
  await expect(rows("SELECT * FROM read_parquet('x')")).rejects.toMatchObject({ code: 'refused' })
})

test('lake can be exported', async () => {
  const file = join(folder, 'lake.csv')
  const what = { kind: 'sql', sql: 'SELECT src_endpoint.ip AS ip FROM lake ORDER BY ip' } as const
  await finished((await lobby.api.startExport({ what, format: 'csv', path: file })).id)
  expect(readFileSync(file, 'utf8').trim().split(/\r?\n/)).toEqual([
    'ip',
    ...[1, 2, 3, 4, 5, 6].map((n) => `10.0.0.${n}`),
  ])
})

test('a case that was moved and is read-only still has it, and evidence that is gone is told', async () => {
  await lobby.close()
  const moved = join(folder, 'moved.coldtrail')
  renameSync(path, moved)
  renameSync(outside, `${outside}-gone`)
  await lobby.api.openCase({ path: moved, readOnly: true })
  await expect(rows('SELECT count(*) FROM lake')).rejects.toMatchObject({
    message: expect.stringContaining('apart.parquet'),
  })
  renameSync(`${outside}-gone`, outside)
  expect(await rows('SELECT count(*)::INTEGER FROM lake')).toEqual([[6]])
})

async function rows(sql: string) {
  return (await lobby.api.sql({ sql })).rows
}

async function imported(from: string, inPlace: boolean): Promise<void> {
  await finished((await lobby.api.startImport({ paths: [from], inPlace })).id)
}

async function finished(id: string): Promise<void> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return
    if (job?.state !== 'running') throw new Error(job?.error?.message)
    await new Promise((done) => setTimeout(done, 20))
  }
}
