import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../main/store/audit.ts'
import { CaseFile } from '../../main/store/case-file.ts'

const how = { readOnly: false, version: '0.0.0-test', lock: { token: 't', socket: 's' } }
let path = ''
const log = () => join(path, 'audit.jsonl')
const lines = () => readFileSync(log(), 'utf8').trimEnd().split('\n')

beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'coldtrail-left-')), 'a.coldtrail')
  const file = await CaseFile.create(path, { name: 'A', ...how })
  for (const note of ['one', 'two', 'three']) file.audit('noted', { note })
  await file.db.run(`INSERT INTO object BY NAME SELECT 1 AS object_id, 'file:///a' AS uri, 'stored' AS state, 10 AS bytes,
    'none' AS evidence, 1 AS import_id, TIMESTAMP '2026-01-01' AS imported_at, 'ana' AS imported_by, 0 AS events,
    0 AS duplicates, 0 AS conflicts, 0 AS bad_records`)
  await file.close()
})
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }))

async function problems(readOnly = false): Promise<readonly string[]> {
  const file = await CaseFile.open(path, { ...how, readOnly })
  await file.close()
  return readOnly ? file.changedOutside : (await verifyAudit(path)).problems
}

async function inDatabase(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(path, 'case.duckdb'))
  const connection = await instance.connect()
  await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
}

/** As somebody who knows how the log is made would change it: every hash is right again. */
function chainedAgain(change: (line: { details: unknown }) => void): void {
  let previous: string | null = null
  const written = lines().map((text) => {
    const { hash: _, ...line } = JSON.parse(text)
    change(line)
    const next = { ...line, previous }
    previous = createHash('sha256').update(JSON.stringify(next)).digest('hex')
    return `${JSON.stringify({ ...next, hash: previous })}\n`
  })
  writeFileSync(log(), written.join(''))
}

describe('a case that is opened again', () => {
  test('is what it was, however often', async () => {
    expect(await problems()).toEqual([])
    expect(await problems(true)).toEqual([])
    expect(await problems()).toEqual([])
  })

  test.each([
    [
      'the newest lines of the log were cut',
      () => writeFileSync(log(), `${lines().slice(0, -2).join('\n')}\n`),
      'cut or',
    ],
    ['the log was emptied', () => writeFileSync(log(), ''), 'cut or'],
    [
      'the newest line was damaged as by a crash',
      () => writeFileSync(log(), readFileSync(log(), 'utf8').slice(0, -9)),
      'cut or',
    ],
    [
      'the log was written anew with right hashes',
      () =>
        chainedAgain((line) => {
          if (JSON.stringify(line.details).includes('two')) line.details = { note: 'nothing' }
        }),
      'cut or',
    ],
    [
      'a line of the ledger was changed',
      () => inDatabase("UPDATE object SET uri = 'file:///b'"),
      'the ledger was changed',
    ],
    ['left.json was taken away', () => rmSync(join(path, 'left.json')), 'left.json is gone'],
    ['left.json was emptied', () => writeFileSync(join(path, 'left.json'), ''), 'left.json is gone'],
    ['a line of the ledger was removed', () => inDatabase('DELETE FROM object'), 'the ledger was changed'],
  ])('says for good that %s', async (_, change, said) => {
    await change()
    expect(await problems(true)).toEqual([expect.stringContaining(said)])
    expect(await problems()).toEqual([expect.stringContaining(said)])
    expect(await problems()).toEqual([expect.stringContaining(said)])
  })

  test('is what it was where a crash tore the note of how it was left, and not where that is gone', async () => {
    const lock = JSON.stringify({
      pid: 2 ** 22 + 1,
      host: hostname(),
      startedAt: '2026-01-01T00:00:00Z',
      token: 't',
      socket: 's',
    })
    writeFileSync(join(path, 'left.json'), '{"audit":{"li')
    writeFileSync(join(path, 'case.lock'), lock)
    expect(await problems()).toEqual([])
    rmSync(join(path, 'left.json'))
    writeFileSync(join(path, 'case.lock'), lock)
    expect(await problems()).toEqual([expect.stringContaining('left.json is gone')])
  })

  test('of a version that had no such note is not accused', async () => {
    chainedAgain((line) => {
      line.details = null
    })
    rmSync(join(path, 'left.json'))
    expect(await problems()).toEqual([])
  })

  test('does not take what came before a crash for a forgery', async () => {
    const file = await CaseFile.open(path, how)
    const before = readFileSync(join(path, 'left.json'), 'utf8')
    await file.db.run("UPDATE object SET state = 'rejected'")
    file.audit('noted', { note: 'four' })
    await file.close()
    writeFileSync(join(path, 'left.json'), before)
    expect(await problems()).toEqual([])
  })
})
