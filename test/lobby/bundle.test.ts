import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Encrypter } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleOf } from '../../main/custody/bundle-files.ts'
import { Lobby } from '../../main/lobby.ts'
import type { BundleContents } from '../../shared/bundle.ts'
import type { Job } from '../../shared/job.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-bundle-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
const passphrase = 'nine lives of a cat'
const source = join(folder, 'a.coldtrail')
const everything = { search: '', from: null, to: null }

beforeAll(async () => {
  await lobby.api.createCase({ path: source, name: 'Ärger' })
  mkdirSync(join(folder, 'logs'))
  const records = ['one', 'two'].map((eventID) => ({
    eventVersion: '1.11',
    eventTime: '2024-01-15T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    eventID,
  }))
  writeFileSync(join(folder, 'logs', 'log.json.gz'), gzipSync(JSON.stringify({ Records: records })))
  await ended((await lobby.api.startImport({ paths: [join(folder, 'logs')] })).id)
  await lobby.api.markEvents({ which: { filter: { ...everything, search: 'id:one' } }, set: { tag: 'bad' } })
})
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job && job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function packed(contents: BundleContents): Promise<string> {
  await lobby.api.openCase({ path: source })
  const path = join(folder, `${contents}.age`)
  rmSync(path, { force: true })
  const job = await ended((await lobby.api.startBundle({ contents, path, passphrase })).id)
  expect(job).toMatchObject({ state: 'done', error: null })
  return path
}

async function* logs() {
  const bytes = Buffer.alloc(200_000, 'x')
  yield {
    path: 'audit.jsonl',
    size: bytes.length,
    async *open() {
      yield bytes
    },
  }
}

const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.part'))

describe('a bundle', () => {
  test('becomes the case that it was, which holds, and knows that it was packed', async () => {
    const path = await packed('case')
    expect(readFileSync(path).includes('ListBuckets')).toBe(false)
    const to = join(folder, 'copy.coldtrail')
    expect(await lobby.api.importBundle({ path, passphrase, to })).toMatchObject({
      head: { contents: 'case', case: { name: 'Ärger' } },
      files: 4,
      path: to,
      marks: null,
    })
    expect(await lobby.api.openCase({ path: to })).toMatchObject({ name: 'Ärger', events: 2, readOnly: false })
    const { result } = await ended((await lobby.api.startVerify({})).id)
    expect(result).toMatchObject({ holds: true, evidence: { files: 1 } })
    expect((await lobby.api.count({ filter: { ...everything, search: 'tag:bad' } })).events).toBe(1)
    expect((await lobby.api.auditLog({ action: 'bundle-begun', offset: 0, limit: 1 })).total).toBe(1)
    await expect(lobby.api.importBundle({ path, passphrase, to })).rejects.toThrow(/is there already/)
    expect(leftovers()).toEqual([])
  })

  test('of marks goes into the open case', async () => {
    const path = await packed('marks')
    await lobby.api.openCase({ path: join(folder, 'copy.coldtrail') })
    await lobby.api.markEvents({ which: { filter: { ...everything, search: 'id:one' } }, set: { tag: null } })
    expect(await lobby.api.importBundle({ path, passphrase })).toMatchObject({
      path: null,
      files: 1,
      marks: { fresh: 0 },
    })
  })

  test('is not opened with another passphrase, cut, or altered, and leaves nothing', async () => {
    const age = new Encrypter()
    age.setPassphrase(passphrase)
    age.setScryptWorkFactor(2)
    const pieces: Uint8Array[] = []
    const head = { kind: 'coldtrail-bundle', version: 1, contents: 'case', case: { id: '1', name: 'A' } } as const
    for await (const piece of bundleOf({ ...head, tool: '', writtenAt: '', writtenBy: '' }, logs(), () => {}))
      pieces.push(piece)
    const whole = Buffer.from(await age.encrypt(Buffer.concat(pieces)))
    const flipped = Buffer.from(whole)
    flipped[150_000] = (flipped[150_000] ?? 0) ^ 1
    const to = join(folder, 'never.coldtrail')
    const forged = join(folder, 'forged.age')
    const opened = (bytes: Buffer, words = passphrase) => {
      writeFileSync(forged, bytes)
      return lobby.api.importBundle({ path: forged, passphrase: words, to })
    }
    await expect(opened(whole, 'ten lives of a dog')).rejects.toThrow(/passphrase does not open/)
    await expect(opened(whole.subarray(0, whole.length - 100))).rejects.toThrow(/altered or cut/)
    await expect(opened(flipped)).rejects.toThrow(/altered or cut/)
    await expect(opened(Buffer.from('no bundle'))).rejects.toThrow(/no file that age/)
    await expect(lobby.api.startBundle({ contents: 'case', path: to, passphrase: 'short' })).rejects.toThrow()
    expect(leftovers()).toEqual([])
    expect(readdirSync(folder)).not.toContain('never.coldtrail')
  })

  test('names its passphrase nowhere', async () => {
    const texts = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    expect(texts.some((bytes) => bytes.includes(passphrase))).toBe(false)
  })
})
