import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { evidencePath, keepEvidence, room } from '../../main/store/evidence.ts'
import { folder, removeFolders } from './batches.ts'

afterAll(removeFolders)

function caseFolder(): string {
  const path = folder()
  for (const inner of ['evidence', 'tmp']) mkdirSync(join(path, inner))
  return path
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test.each([0, 1, 5_000_000])('it keeps %i bytes whole, by name of their hash and read-only', async (size) => {
  const path = caseFolder()
  const bytes = Buffer.alloc(size, 'evidence')
  writeFileSync(join(path, 'given'), bytes)
  const kept = await keepEvidence(path, hash(bytes), { path: join(path, 'given') })
  expect({
    kept,
    same: readFileSync(kept).equals(bytes),
    mode: statSync(kept).mode & 0o777,
    left: readdirSync(join(path, 'tmp')),
  }).toEqual({
    kept: join(path, 'evidence', hash(bytes).slice(0, 2), hash(bytes)),
    same: true,
    mode: 0o444,
    left: [],
  })
})

test('it keeps the same bytes once, also when they come many times at once', async () => {
  const path = caseFolder()
  const bytes = Buffer.from('same')
  await Promise.all(Array.from({ length: 20 }, () => keepEvidence(path, hash(bytes), { bytes })))
  const before = statSync(evidencePath(path, hash(bytes))).ino
  await keepEvidence(path, hash(bytes), { bytes })
  expect({ ino: statSync(evidencePath(path, hash(bytes))).ino, left: readdirSync(join(path, 'tmp')) }).toEqual({
    ino: before,
    left: [],
  })
})

test('it replaces what a crash left half', async () => {
  const path = caseFolder()
  const bytes = Buffer.from('the whole of it')
  const target = evidencePath(path, hash(bytes))
  mkdirSync(join(target, '..'))
  writeFileSync(target, 'the wh')
  await keepEvidence(path, hash(bytes), { bytes })
  expect(readFileSync(target, 'utf8')).toBe('the whole of it')
})

test('it refuses a file that changed after it was hashed', async () => {
  const path = caseFolder()
  writeFileSync(join(path, 'given'), 'after')
  const kept = keepEvidence(path, hash(Buffer.from('befor')), { path: join(path, 'given') })
  await expect(kept).rejects.toThrow(/changed while it was imported/)
  expect(readdirSync(join(path, 'tmp'))).toEqual([])
})

test.each(['../../../etc/passwd', 'AB'.repeat(32), ''])('it takes no name but a hash: %j', (name) => {
  expect(() => evidencePath('/case', name)).toThrow('is no SHA-256')
})

test('it knows how much room there is', async () => {
  expect(await room(folder())).toBeGreaterThan(0)
})
