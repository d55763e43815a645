import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
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
