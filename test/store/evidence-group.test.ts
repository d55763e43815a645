import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { evidencePath } from '../../main/store/evidence.ts'
import { EvidenceGroup } from '../../main/store/evidence-group.ts'
import { folder, removeFolders } from './batches.ts'

afterAll(removeFolders)

function caseFolder(): string {
  const path = folder()
  for (const inner of ['evidence', 'tmp']) mkdirSync(join(path, inner))
  return path
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const inTmp = (path: string) => readdirSync(join(path, 'tmp'))

test('it keeps nothing under its name before all of it is on the disk, and then everything', async () => {
  const path = caseFolder()
  const group = new EvidenceGroup(path)
  const pieces = Array.from({ length: 300 }, (_, n) => Buffer.from(n === 0 ? '' : `piece ${n}`))
  const kept = pieces.map((bytes) => group.keep(hash(bytes), bytes))
  expect(group.isFull).toBe(true)
  expect(inTmp(path)).toHaveLength(300)
  expect(readdirSync(join(path, 'evidence'))).toEqual([])

  await group.settle()
  for (const [n, target] of (await Promise.all(kept)).entries()) {
    expect(target).toBe(evidencePath(path, hash(pieces[n] as Buffer)))
    expect(readFileSync(target)).toEqual(pieces[n])
    expect(statSync(target).mode & 0o777).toBe(0o444)
  }
  expect({ left: inTmp(path), waiting: group.waiting, isFull: group.isFull }).toEqual({
    left: [],
    waiting: 0,
    isFull: false,
  })
})

test('it writes the same bytes once, and not at all where they are kept already', async () => {
  const path = caseFolder()
  const group = new EvidenceGroup(path)
  const bytes = Buffer.from('same')
  const twice = [group.keep(hash(bytes), bytes), group.keep(hash(bytes), bytes)]
  expect({ files: inTmp(path).length, waiting: group.waiting }).toEqual({ files: 1, waiting: 2 })
  await group.settle()
  const [first, second] = await Promise.all(twice)
  expect(second).toBe(first)
  expect(await group.keep(hash(bytes), bytes)).toBe(first)
  expect(group.waiting).toBe(0)
})

test('it replaces what a crash left half', async () => {
  const path = caseFolder()
  const bytes = Buffer.from('the whole of it')
  const target = evidencePath(path, hash(bytes))
  mkdirSync(join(target, '..'))
  writeFileSync(target, 'the wh')
  const group = new EvidenceGroup(path)
  const kept = group.keep(hash(bytes), bytes)
  await group.settle()
  expect(readFileSync(await kept, 'utf8')).toBe('the whole of it')
})

test('what cannot be moved into place fails alone and leaves nothing half', async () => {
  const path = caseFolder()
  const [good, bad] = [Buffer.from('good'), Buffer.from('bad')]
  // A folder of this name stands where the file should go.
  mkdirSync(join(evidencePath(path, hash(bad)), 'in the way'), { recursive: true })
  const group = new EvidenceGroup(path)
  const kept = [group.keep(hash(good), good), group.keep(hash(bad), bad)]
  await group.settle()
  expect((await Promise.allSettled(kept)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(inTmp(path)).toEqual([])
})

test('what cannot be written is told at once', async () => {
  const path = caseFolder()
  const group = new EvidenceGroup(join(path, 'gone'))
  await expect(group.keep(hash(Buffer.from('x')), Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(group.waiting).toBe(0)
})

test('it leaves nothing when nobody wants it', async () => {
  const path = caseFolder()
  const group = new EvidenceGroup(path)
  void group.keep(hash(Buffer.from('x')), Buffer.from('x'))
  await group.discard()
  expect({ tmp: inTmp(path), evidence: readdirSync(join(path, 'evidence')) }).toEqual({ tmp: [], evidence: [] })
})

test('it takes more while those before are on their way to the disk', async () => {
  const path = caseFolder()
  const group = new EvidenceGroup(path)
  const [first, second] = [Buffer.from('first'), Buffer.from('second')]
  const kept = [group.keep(hash(first), first)]
  const before = group.settle()
  kept.push(group.keep(hash(second), second))
  expect(group.waiting).toBe(2)
  await before
  expect({ waiting: group.waiting, left: inTmp(path).length }).toEqual({ waiting: 1, left: 1 })
  await group.settle()
  expect(await Promise.all(kept)).toEqual([first, second].map((bytes) => evidencePath(path, hash(bytes))))
  expect(group.waiting).toBe(0)
})
