import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { collectingHandlers } from '../../main/collecting.ts'
import { Jobs } from '../../main/jobs.ts'
import { Lobby } from '../../main/lobby.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import type { CollectionResult } from '../../shared/collection.ts'
import { Source } from '../../shared/source.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { putTrail } from './collecting.ts'

/** COLDTRAIL_KILLS=100 takes the long road. */
const kills = Number(process.env.COLDTRAIL_KILLS ?? 6)
const files = 150

/** The same numbers every time, between 0 and 1. */
function* numbers(seed = 20_260_115) {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}

test.each([
  { kind: 'bucket or queue', shareOfBucket: 0.7 },
  { kind: 'queue alone', shareOfBucket: 0 },
])(
  `a collection from a $kind that is killed ${kills} times, anywhere, loses nothing and doubles nothing`,
  {
    timeout: 60_000 + kills * 5_000,
  },
  async ({ shareOfBucket }) => {
    const folder = mkdtempSync(join(tmpdir(), 'coldtrail-kill-'))
    process.env.COLDTRAIL_HOME = join(folder, 'home')
    const aws = await startFakeAws()
    const user = aws.user('responder')
    process.env.AWS_ACCESS_KEY_ID = user.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = user.secretAccessKey
    const queue = await aws.queue('announcements', { visibilitySeconds: 1 })
    aws.bucket('trail', { notify: [{ queue: queue.name, shape: 's3' }] })
    await putTrail(
      aws,
      'trail',
      ...Array.from({ length: files }, (_, i) => ({ id: `event-${i}`, day: `2026-01-${10 + (i % 20)}` })),
    )
    aws.faults.add({ kind: 'delay', ms: 15, action: 's3:GetObject', times: 100_000 })
    const access = {
      credentials: { kind: 'environment' as const },
      endpoint: aws.url,
      serviceEndpoint: aws.url,
      stsEndpoint: aws.url,
      pathStyle: true,
      region: 'us-east-1',
    }
    const bucket = Source.parse({ kind: 's3-bucket', name: 'bucket', bucket: 'trail', layout: 'cloudtrail', access })
    const announced = Source.parse({
      kind: 'sqs-notifications',
      name: 'queue',
      queue: queue.url,
      acknowledge: true,
      visibility: 30,
      access,
    })

    const path = join(folder, 'k.coldtrail')
    const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
    await lobby.api.createCase({ path, name: 'K' })
    const random = numbers()
    const dice = () => random.next().value as number
    try {
      for (let kill = 0; kill < kills; kill++) {
        await lobby.api.startCollection({ sources: [dice() < shareOfBucket ? bucket : announced] })
        await new Promise((resolve) => setTimeout(resolve, dice() * 900))
        process.kill(JSON.parse(readFileSync(join(path, 'case.lock'), 'utf8')).pid, 'SIGKILL')
        await expect
          .poll(
            () =>
              lobby.api.openCase({ path }).then(
                () => true,
                () => false,
              ),
            { timeout: 10_000 },
          )
          .toBe(true)
        await queue.lapse()
      }
      await queue.lapse()
      const last = shareOfBucket > 0 ? bucket : announced
      const job = await lobby.api.startCollection({ sources: [last] })
      await expect
        .poll(async () => (await lobby.api.jobs({})).find(({ id }) => id === job.id)?.state, { timeout: 30_000 })
        .toBe('done')
      const result = (await lobby.api.jobs({})).find(({ id }) => id === job.id)?.result as CollectionResult
      expect(result.problems).toEqual([])

      const { rows } = await lobby.api.sql({
        sql: `SELECT count(*), count(DISTINCT id), (SELECT count(*) FROM object WHERE state = 'stored'), (SELECT count(*) FROM object WHERE state <> 'stored') FROM event`,
      })
      expect(rows).toEqual([[String(files), String(files), String(files), '0']])
      if (last === announced) expect(await queue.bodies()).toEqual([])
      aws.log.length = 0
      const again = await lobby.api.startCollection({ sources: [bucket] })
      await expect
        .poll(async () => (await lobby.api.jobs({})).find(({ id }) => id === again.id)?.state, { timeout: 30_000 })
        .toBe('done')
      expect(aws.log.filter(({ operation }) => operation === 'GetObject')).toEqual([])
    } finally {
      await lobby.close()
      await aws.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  },
)

/**
 * What a kill leaves is what the disk holds at that moment. An engine that stands still is copied, and goes on: so many
 * moments cost one engine. What is alike is resumed once; that an engine takes over from a dead one is tested above.
 */
test.skipIf(process.platform === 'win32')(
  'a collection that is killed at any of 100 moments goes on from there, losing and doubling nothing',
  {
    timeout: 300_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coldtrail-moments-'))
    process.env.COLDTRAIL_HOME = join(folder, 'home')
    const aws = await startFakeAws()
    const user = aws.user('responder')
    process.env.AWS_ACCESS_KEY_ID = user.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = user.secretAccessKey
    const days = Array.from(
      { length: 50 },
      (_, i) => `2026-0${1 + Math.floor(i / 25)}-${String(1 + (i % 25)).padStart(2, '0')}`,
    )
    const count = 2 * days.length
    aws.bucket('trail')
    await putTrail(
      aws,
      'trail',
      ...Array.from({ length: count }, (_, i) => ({ id: `event-${i}`, day: days[i % days.length] ?? '' })),
    )
    const source = (more: object) =>
      Source.parse({
        kind: 's3-bucket',
        name: 'bucket',
        bucket: 'trail',
        layout: 'cloudtrail',
        lookBackDays: 0,
        access: { credentials: { kind: 'environment' }, endpoint: aws.url, pathStyle: true, region: 'us-east-1' },
        ...more,
      })
    const path = join(folder, 'k.coldtrail')
    const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
    const random = numbers()
    const dice = () => random.next().value as number
    const states = new Map<string, string>()
    let moments = 0
    try {
      await lobby.api.createCase({ path, name: 'K' })
      const { pid } = JSON.parse(readFileSync(join(path, 'case.lock'), 'utf8')) as { pid: number }
      aws.faults.add({ kind: 'delay', ms: 15, action: 's3:GetObject', times: 100_000 })
      // Each day is a run with a commit of its own.
      for (const day of days) {
        if (moments === 100) break
        const { id } = await lobby.api.startCollection({ sources: [source({ from: day, until: day })] })
        const isRunning = async () => (await lobby.api.jobs({})).find((job) => job.id === id)?.state === 'running'
        for (; moments < 100 && (await isRunning()); moments++) {
          await new Promise((resolve) => setTimeout(resolve, dice() * 20))
          process.kill(pid, 'SIGSTOP')
          const copy = join(folder, `moment-${moments}.coldtrail`)
          try {
            cpSync(path, copy, { recursive: true, filter: (name) => !name.endsWith('.sock') })
          } finally {
            process.kill(pid, 'SIGCONT')
          }
          const state = stateOf(copy)
          if (states.has(state)) rmSync(copy, { recursive: true })
          else states.set(state, copy)
        }
      }
      aws.faults.clear()
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => isAlive(pid)).toBe(false)
      expect([moments, states.size > 20]).toEqual([100, true])
      for (const copy of states.values()) await resumed(copy)
    } finally {
      await lobby.close()
      await aws.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }

    async function resumed(copy: string) {
      const file = await CaseFile.open(copy, { readOnly: false, version: 'test', lock: { token: 't', socket: 's' } })
      try {
        const jobs = new Jobs(() => {})
        const nothing = () => {}
        const api = collectingHandlers(file, jobs, nothing, nothing, nothing)
        await api.startCollection({ sources: [source({})], confirmDelete: false }, new AbortController().signal)
        await expect.poll(() => jobs.list()[0]?.state, { timeout: 30_000, interval: 10 }).toBe('done')
        const [{ problems }] = jobs.list().map(({ result }) => result) as [CollectionResult]
        const [row] = await file.db.all(
          `SELECT count(*)::INTEGER AS events, count(DISTINCT id)::INTEGER AS ids,
          (SELECT count(*)::INTEGER FROM object) AS objects, (SELECT count(*)::INTEGER FROM collected) AS collected FROM event`,
        )
        const all = { events: count, ids: count, objects: count, collected: count }
        expect([row, problems, file.changedOutside, readdirSync(file.tmp)]).toEqual([all, [], [], []])
      } finally {
        await file.close()
        rmSync(copy, { recursive: true })
      }
    }
  },
)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** All that a case is made of but its lock and what is swept away when it is opened. */
function stateOf(path: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const name = join(entry.parentPath, entry.name)
    const inside = relative(path, name)
    if (!entry.isFile() || /^(?:case\.lock$|tmp\b)/.test(inside)) continue
    hash.update(inside).update(readFileSync(name))
  }
  return hash.digest('hex')
}
