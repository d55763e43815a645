import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyAudit } from '../../main/store/audit.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import { migrations, newest } from '../../main/store/migrations.ts'
import { openCase } from '../../main/store/open-case.ts'
import { nobody } from '../../shared/case.ts'
import { batchOf, decoders, folder, record, removeFolders, secret, version } from './batches.ts'
import { buildChild } from './build-child.ts'

let child: string
beforeAll(async () => {
  child = await buildChild()
})
const files: CaseFile[] = []
afterEach(async () => {
  for (const file of files.splice(0)) await file.close()
})
afterAll(removeFolders)

async function create(path = join(folder(), 'a.coldtrail')): Promise<CaseFile> {
  const file = await CaseFile.create(path, { name: 'The case', version, lock: secret })
  files.push(file)
  return file
}

async function open(path: string, readOnly = false): Promise<CaseFile> {
  const file = await CaseFile.open(path, { readOnly, version, lock: secret })
  files.push(file)
  return file
}

async function closedCase(): Promise<string> {
  const file = await create()
  await file.commit(batchOf(file.tmp, [{ uri: 'file:///a', records: [record('1'), record('2')] }]), decoders, 1)
  await file.close()
  return file.path
}

/** Everything that a folder holds: names, sizes, times and contents. */
function everything(path: string): readonly unknown[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const name = join(entry.parentPath, entry.name)
      const { size, mtimeMs, mode } = statSync(name)
      return entry.isFile()
        ? { name, size, mtimeMs, mode, text: readFileSync(name, 'latin1') }
        : { name, mtimeMs, mode }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

test('a new case holds nothing and says what it is', async () => {
  const file = await create()
  expect(await file.info()).toEqual({
    path: file.path,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'The case',
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    createdBy: version,
    schema: newest(),
    readOnly: false,
    readOnlyBecause: null,
    ours: nobody,
    dataVersion: 1,
    events: 0,
  })
  expect(readdirSync(file.path).sort()).toEqual([
    'audit.jsonl',
    'case.duckdb',
    ...(existsSync(join(file.path, 'case.duckdb.wal')) ? ['case.duckdb.wal'] : []),
    'case.json',
    'case.lock',
    'evidence',
    'left.json',
    'tmp',
  ])
})

test('it is what it was when it is opened again', async () => {
  const path = await closedCase()
  const file = await open(path)
  const sha256 = '00'.repeat(32)
  expect({
    events: (await file.info()).events,
    hasEvidence: file.hasEvidence,
    unknown: file.known(sha256),
    next: (await file.commit(batchOf(file.tmp, [{ uri: 'file:///b', records: [record('3')] }]), decoders, 1)).objects[0]
      ?.object_id,
  }).toEqual({ events: 2, hasEvidence: true, unknown: undefined, next: 2 })
})

test.each([
  ['a folder with other files', (path: string) => writeFileSync(join(path, 'thesis.doc'), 'x'), 'refused'],
  ['a case', (path: string) => writeFileSync(join(path, 'case.json'), '{}'), 'refused'],
])('it creates nothing over %s', async (_, fill, code) => {
  const path = join(folder(), 'there')
  mkdirSync(path)
  fill(path)
  const before = everything(path)
  await expect(create(path)).rejects.toMatchObject({ code })
  expect(everything(path)).toEqual(before)
})

test('it creates a case where an earlier creation was killed', async () => {
  const path = await closedCase()
  cpSync(path, `${path}-half`, { recursive: true })
  spawnSync('rm', [join(`${path}-half`, 'case.json')])
  expect((await (await create(`${path}-half`)).info()).events).toBe(0)
})

test.each([
  ['no folder', () => join(folder(), 'nowhere'), 'not-found'],
  ['a folder that is no case', () => folder(), 'not-found'],
])('it opens no case where there is %s', async (_, path, code) => {
  await expect(open(path())).rejects.toMatchObject({ code })
})

test('it is open once', async () => {
  const file = await create()
  await expect(open(file.path)).rejects.toMatchObject({
    code: 'locked',
    message: expect.not.stringContaining(secret.token),
  })
  await expect(open(file.path, true)).rejects.toMatchObject({ code: 'locked' })
  await file.close()
  await (await open(file.path)).close()
})

test('read-only, it is read and left exactly as it is', async () => {
  const path = await closedCase()
  const before = everything(path)
  const file = await open(path, true)
  file.audit('looked-at', {})
  const info = await file.info()
  await expect(file.saveOurs(nobody)).rejects.toMatchObject({ code: 'read-only' })
  await expect(file.beginImport({})).rejects.toMatchObject({ code: 'read-only' })
  await expect(file.db.run('DELETE FROM event')).rejects.toThrow(/read-only/)
  const { tmp } = file
  await file.close()
  expect(everything(path)).toEqual(before)
  expect({ ...info, tmpIsLeft: existsSync(tmp), tmpInCase: tmp.startsWith(path) }).toMatchObject({
    readOnly: true,
    readOnlyBecause: 'it was opened read-only, as asked',
    events: 2,
    tmpIsLeft: false,
    tmpInCase: false,
  })
})

test('read-only, it is read while another computer has it, and says so', async () => {
  const path = await closedCase()
  const theirs = { pid: 1, host: 'desk-of-ann', startedAt: '2024-01-15T10:00:00Z', processStart: null, ...secret }
  writeFileSync(join(path, 'case.lock'), JSON.stringify(theirs))
  const before = everything(path)
  await expect(open(path)).rejects.toMatchObject({ code: 'locked', message: expect.stringContaining('read-only') })
  const file = await open(path, true)
  expect(await file.info()).toMatchObject({
    events: 2,
    readOnlyBecause: expect.stringMatching(/as asked; the computer desk-of-ann has had it open since 2024-01-15/),
  })
  await file.close()
  expect(everything(path)).toEqual(before)
})

test('read-only, it also reads what a killed engine left in the log of the database', async () => {
  const path = await closedCase()
  expect(spawnSync(process.execPath, [child, 'commit-and-die', path]).signal).toBe('SIGKILL')
  expect(statSync(join(path, 'case.duckdb.wal')).size).toBeGreaterThan(0)
  const before = everything(path)
  const file = await open(path, true)
  expect((await file.info()).events).toBe(5)
  await file.close()
  expect(everything(path)).toEqual(before)
})

test.runIf(process.getuid?.() === 0)('on a medium that cannot be written it opens read-only by itself', async () => {
  const path = await closedCase()
  const medium = folder()
  if (spawnSync('mount', ['--bind', '-o', 'ro', path, medium]).status !== 0) return
  if (spawnSync('mount', ['-o', 'remount,ro,bind', medium]).status !== 0) return
  try {
    const file = await open(medium)
    expect(await file.info()).toMatchObject({
      readOnly: true,
      readOnlyBecause: 'it lies on a medium that cannot be written',
      events: 2,
    })
    await file.db.run('CREATE TABLE scratch.t AS SELECT rowid AS rid FROM event')
    await file.close()
  } finally {
    spawnSync('umount', [medium])
  }
})

test('a case of a later Coldtrail is not touched', async () => {
  const file = await create()
  await file.db.write((tx) => tx.run("UPDATE meta SET value = '99'"))
  await file.close()
  for (const readOnly of [false, true]) {
    await expect(open(file.path, readOnly)).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringMatching(new RegExp(`schema 99.*up to ${newest()};`)),
    })
  }
  expect(existsSync(join(file.path, 'case.lock'))).toBe(false)
})

test('a case of an earlier Coldtrail is copied and brought up to date', async () => {
  const path = await closedCase()
  const next = newest() + 1
  const steps = [
    ...migrations,
    { version: next, up: async (tx: { run(sql: string): Promise<void> }) => tx.run('CREATE TABLE later (n INTEGER)') },
  ]
  await expect(openCase(path, true, version, secret, steps)).rejects.toMatchObject({ code: 'refused' })
  const parts = await openCase(path, false, version, secret, steps)
  const state = {
    schema: await parts.db.all("SELECT value FROM meta WHERE key = 'schema'"),
    later: await parts.db.all('SELECT count(*) AS n FROM later'),
    events: await parts.db.all('SELECT count(*) AS n FROM event'),
    backup: statSync(join(path, `case.schema-${newest()}.duckdb`)).mode & 0o777,
  }
  await parts.db.close()
  parts.writing?.audit.close()
  expect(state).toEqual({ schema: [{ value: String(next) }], later: [{ n: 0 }], events: [{ n: 2 }], backup: 0o444 })
  expect(readFileSync(join(path, 'audit.jsonl'), 'utf8')).toContain(
    `"action":"case-migrated","details":{"from":${newest()},"to":${next}`,
  )
})

test('a migration that fails leaves the case as it was', async () => {
  const path = await closedCase()
  const steps = [...migrations, { version: newest() + 1, up: async () => Promise.reject(new Error('no')) }]
  await expect(openCase(path, false, version, secret, steps)).rejects.toThrow('no')
  const file = await open(path)
  expect(await file.info()).toMatchObject({ schema: newest(), events: 2 })
})

test('it remembers who is ours, whole, and notes the change', async () => {
  const file = await create()
  const ours = { ...nobody, accounts: [{ id: '012345678901', name: 'prod', partner: false }] }
  await file.saveOurs(ours)
  await file.close()
  const again = await open(file.path)
  expect({
    ours: again.ours,
    info: (await again.info()).ours,
    left: readdirSync(file.path).filter((name) => name.includes('tmp')),
  }).toEqual({
    ours,
    info: ours,
    left: ['tmp'],
  })
  expect(await verifyAudit(file.path)).toMatchObject({ problems: [] })
  expect(readFileSync(join(file.path, 'audit.jsonl'), 'utf8')).toContain('"action":"ours-saved"')
})

test('it keeps queries by name', async () => {
  const file = await create()
  await file.saveQuery("it's", 'SELECT 1')
  await file.saveQuery('b', 'SELECT 2')
  await file.saveQuery('b', 'SELECT 3')
  await file.saveQuery('c', 'SELECT 4')
  await file.deleteQuery('c')
  expect(await file.savedQueries()).toEqual([
    { name: 'b', sql: 'SELECT 3', savedAt: expect.stringMatching(/Z$/) },
    { name: "it's", sql: 'SELECT 1', savedAt: expect.stringMatching(/Z$/) },
  ])
})

test('it tells an import that ended from one that was left', async () => {
  const file = await create()
  const first = await file.beginImport({ paths: ['/a'] })
  await file.endImport(first, 'done', { events: 1 })
  await file.beginImport({ paths: ['/b'] })
  mkdirSync(join(file.path, 'evidence', 'ab'))
  const unclaimed = `ab${'0'.repeat(62)}`
  writeFileSync(join(file.path, 'evidence', 'ab', unclaimed), 'x')
  writeFileSync(join(file.path, 'tmp', 'left.part'), 'x')
  await file.close()
  const again = await open(file.path)
  expect({
    imports: await again.db.all(
      'SELECT import_id, state, what, ended_at IS NOT NULL AS ended, result FROM import ORDER BY ALL',
    ),
    tmp: readdirSync(again.tmp).filter((name) => name !== 'duckdb'),
    noted: readFileSync(join(file.path, 'audit.jsonl'), 'utf8').includes(
      `"details":{"owner":null,"imports":[2],"unclaimed":1,"examples":["${unclaimed}"]}`,
    ),
  }).toEqual({
    imports: [
      { import_id: 1, state: 'done', what: '{"paths":["/a"]}', ended: true, result: '{"events":1}' },
      { import_id: 2, state: 'interrupted', what: '{"paths":["/b"]}', ended: true, result: null },
    ],
    tmp: [],
    noted: true,
  })
})

test('it says what is wrong with a damaged case.json', async () => {
  const path = await closedCase()
  chmodSync(join(path, 'case.json'), 0o644)
  writeFileSync(join(path, 'case.json'), '{"kind":"coldtrail-ca')
  await expect(open(path)).rejects.toThrow(/case\.json is damaged/)
})
