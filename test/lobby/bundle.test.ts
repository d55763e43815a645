import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Encrypter } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleOf } from '../../main/custody/bundle-files.ts'
import { Lobby } from '../../main/lobby.ts'
import type { BundleContents, BundleHead, BundleTaken } from '../../shared/bundle.ts'
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
  for (const name of ['stays.json', 'goes.json']) {
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify({ Records: [{ ...records[0], eventID: name }] }))
    await ended((await lobby.api.startImport({ paths: [path], inPlace: true })).id)
  }
  rmSync(join(folder, 'goes.json'))
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

async function opened(path: string, to: string | null, words = passphrase): Promise<BundleTaken> {
  const { id } = await lobby.api.startOpenBundle({ path, passphrase: words, to })
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.error) throw new Error(job.error.message)
    if (job?.state === 'done') return job.result as BundleTaken
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A bundle as anybody can make one, whose key is computed at once. */
async function forged(bytes: number, contents: BundleContents = 'case'): Promise<Buffer> {
  const age = new Encrypter()
  age.setPassphrase(passphrase)
  age.setScryptWorkFactor(2)
  const head: BundleHead = {
    kind: 'coldtrail-bundle',
    version: 1,
    contents,
    case: { id: '1', name: 'A' },
    tool: '',
    writtenAt: '',
    writtenBy: '',
    left: { files: 0, first: [] },
  }
  const pieces: Uint8Array[] = []
  for await (const piece of bundleOf(head, logs(bytes), () => {})) pieces.push(piece)
  return Buffer.from(await age.encrypt(Buffer.concat(pieces)))
}

async function* logs(length: number) {
  const bytes = Buffer.alloc(length, 'x')
  yield {
    path: 'audit.jsonl',
    size: bytes.length,
    async *open() {
      yield bytes
    },
  }
}

/** A key takes a second of computing on purpose, and more where others compute too. */
const patient = { timeout: 60_000 }
vi.setConfig({ testTimeout: 120_000 })

const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.part'))

describe('a bundle', () => {
  test('becomes the case that it was, with what lay outside, and says what is gone', async () => {
    const path = await packed('case')
    expect(readFileSync(path).includes('ListBuckets')).toBe(false)
    const to = join(folder, 'copy.coldtrail')
    expect(await opened(path, to)).toMatchObject({
      head: {
        contents: 'case',
        case: { name: 'Ärger' },
        left: {
          files: 1,
          first: [{ uri: expect.stringContaining('goes.json'), reason: 'it is no longer where it was' }],
        },
      },
      files: 5,
      folder: to,
      marks: null,
    })
    expect(await lobby.api.openCase({ path: to })).toMatchObject({ name: 'Ärger', events: 4, readOnly: false })
    const { result } = await ended((await lobby.api.startVerify({})).id)
    expect(result).toMatchObject({ holds: false, evidence: { files: 3, missing: 1, altered: 0 } })
    expect((await lobby.api.count({ filter: { ...everything, search: 'tag:bad' } })).events).toBe(1)
    expect((await lobby.api.auditLog({ action: 'bundle-begun', offset: 0, limit: 1 })).total).toBe(1)
    await expect(opened(path, to)).rejects.toThrow(/is there already/)
    expect(leftovers()).toEqual([])
  })

  test('of marks goes into the open case', async () => {
    const path = await packed('marks')
    await lobby.api.openCase({ path: join(folder, 'copy.coldtrail') })
    await lobby.api.markEvents({ which: { filter: { ...everything, search: 'id:one' } }, set: { tag: null } })
    expect(await opened(path, null)).toMatchObject({
      folder: null,
      files: 1,
      marks: { fresh: 0, lost: 0, otherCase: null },
    })
    writeFileSync(path, await forged(10, 'marks'))
    await expect(opened(path, join(folder, 'never.coldtrail'))).rejects.toThrow(/events and no case/)
    writeFileSync(path, await forged(10))
    await expect(opened(path, null)).rejects.toThrow(/say the folder/)
  })

  test('is not opened with another passphrase, cut, or altered, and leaves nothing', async () => {
    const whole = await forged(200_000)
    const flipped = Buffer.from(whole)
    flipped[150_000] = (flipped[150_000] ?? 0) ^ 1
    const to = join(folder, 'never.coldtrail')
    const path = join(folder, 'forged.age')
    const tried = (bytes: Buffer, words = passphrase) => {
      writeFileSync(path, bytes)
      return opened(path, to, words)
    }
    await expect(tried(whole, 'ten lives of a dog')).rejects.toThrow(/passphrase does not open/)
    await expect(tried(whole.subarray(0, whole.length - 100))).rejects.toThrow(/altered or cut/)
    await expect(tried(flipped)).rejects.toThrow(/altered or cut/)
    await expect(tried(Buffer.from('no bundle'))).rejects.toThrow(/no file that age/)
    await expect(lobby.api.startBundle({ contents: 'case', path: to, passphrase: 'short' })).rejects.toThrow()
    expect(leftovers()).toEqual([])
    expect(readdirSync(folder)).not.toContain('never.coldtrail')
  })

  test('that is cancelled, packed or unpacked, leaves nothing; the engine answers meanwhile', async () => {
    await lobby.api.openCase({ path: source })
    const path = join(folder, 'cancelled.age')
    const packing = await lobby.api.startBundle({ contents: 'case', path, passphrase })
    await expect.poll(leftovers, patient).toHaveLength(1)
    await lobby.api.caseInfo({})
    await lobby.api.cancelJob({ job: packing.id })
    expect(await ended(packing.id)).toMatchObject({ state: 'cancelled', result: null })
    writeFileSync(path, await forged(60_000_000))
    const { id } = await lobby.api.startOpenBundle({ path, passphrase, to: join(folder, 'never.coldtrail') })
    await expect.poll(leftovers, { ...patient, interval: 5 }).toHaveLength(1)
    await lobby.api.cancelJob({ job: id })
    expect(await ended(id)).toMatchObject({ state: 'cancelled', result: null })
    expect(leftovers()).toEqual([])
    expect(readdirSync(folder)).not.toContain('never.coldtrail')
    rmSync(path)
  })

  test('whose engine is killed leaves nothing once the case is opened again', async () => {
    const path = join(folder, 'killed.age')
    await lobby.api.startBundle({ contents: 'case', path, passphrase })
    await expect.poll(leftovers, patient).toHaveLength(1)
    process.kill(JSON.parse(readFileSync(join(source, 'case.lock'), 'utf8')).pid, 'SIGKILL')
    await expect
      .poll(
        () =>
          lobby.api.caseInfo({}).then(
            () => 'up',
            () => 'down',
          ),
        patient,
      )
      .toBe('down')
    await lobby.api.openCase({ path: source })
    await expect.poll(leftovers, patient).toEqual([])
    expect(readdirSync(folder)).not.toContain('killed.age')
  })

  test('names its passphrase nowhere', async () => {
    const texts = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    expect(texts.some((bytes) => bytes.includes(passphrase))).toBe(false)
  })
})
