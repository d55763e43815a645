import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Lobby } from '../../main/lobby.ts'
import { Source } from '../../shared/source.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { finished, processorTime } from './import-bench.ts'
import { line } from './line.ts'

const objects = 10_000
/** S3 begins to answer after 100 to 200 ms, wherever one is: https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html */
const far = { milliseconds: 100, objects: 2000 }

/** Collection of 10,000 objects of about 2 KB from a local S3, beside `rclone copy` of the same objects in the same run. */
export async function collectBench(lobby: Lobby, folder: string): Promise<void> {
  const aws = await startFakeAws()
  const copies: string[] = []
  const copy = (bucket: string, transfers: number) => {
    copies.push(join(folder, `rclone-${copies.length}`))
    return rclone(aws.url, bucket, copies.at(-1) as string, transfers)
  }
  try {
    for (const [bucket, count] of [
      ['bench-near', objects],
      ['bench-far', far.objects],
    ] as const) {
      aws.bucket(bucket)
      for (let n = 0; n < count; n++) await aws.put(bucket, keyOf(n), log(n))
    }
    process.env.AWS_ACCESS_KEY_ID = aws.admin.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = aws.admin.secretAccessKey

    const before = [await copy('bench-near', 4), await copy('bench-near', 32)] as const
    const near = await collected(lobby, folder, aws.url, 'bench-near')
    const after = [await copy('bench-near', 4), await copy('bench-near', 32)] as const
    const each = (spent: number) => `${((spent / objects) * 1000).toFixed(2)} ms an object`
    line(
      'collect',
      `${Math.round(near.stored / near.seconds)} objects/s`,
      `${near.stored} objects, ${near.events} events`,
    )
    const work = 'fetch, hash, decode, keep and sync, ledger'
    line('  processor time of the engine', near.cpu.toFixed(2), `${each(near.cpu)}: ${work}`)
    line('  of the endpoint meanwhile', near.endpointCpu.toFixed(2), `${each(near.endpointCpu)}: this process`)
    const floor = (near.cpu + near.endpointCpu) / availableParallelism()
    line(
      '  both on all cores',
      `${floor.toFixed(2)} s`,
      `it took ${near.seconds.toFixed(2)} s; what is left of that is waiting`,
    )
    beside('its default of 4 transfers', near, [before[0], after[0]])
    beside('32 transfers', near, [before[1], after[1]])

    aws.faults.add({ kind: 'delay', ms: far.milliseconds, times: Number.POSITIVE_INFINITY })
    const away = await collected(lobby, folder, aws.url, 'bench-far')
    const what = `${away.stored} objects, each answer begins after ${far.milliseconds} ms, as those of S3 do`
    line('collect from afar', `${Math.round(away.stored / away.seconds)} objects/s`, what)
    beside('its default of 4 transfers', away, [await copy('bench-far', 4)])
    beside('32 transfers', away, [await copy('bench-far', 32)])
  } finally {
    // Not sooner: ext4 passes over what was just deleted, file by file, whenever somebody makes a new one.
    for (const path of copies) rmSync(path, { recursive: true, force: true })
    await aws.stop()
  }
}

interface Ran {
  readonly stored: number
  readonly seconds: number
  readonly cpu: number
}

/** Collects a bucket into a case of its own. */
async function collected(
  lobby: Lobby,
  folder: string,
  endpoint: string,
  bucket: string,
): Promise<Ran & { readonly events: number; readonly endpointCpu: number }> {
  const path = join(folder, `${bucket}.coldtrail`)
  await lobby.api.createCase({ path, name: bucket })
  const source = Source.parse({
    kind: 's3-bucket',
    name: 'bench',
    bucket,
    layout: 'cloudtrail',
    access: {
      credentials: { kind: 'environment' },
      region: 'us-east-1',
      endpoint,
      stsEndpoint: endpoint,
      serviceEndpoint: endpoint,
      pathStyle: true,
    },
  })
  const atRest = processorTime(path)
  const endpointAtRest = ownTime()
  const started = performance.now()
  const { id } = await lobby.api.startCollection({ sources: [source] })
  const result = await finished(lobby, id)
  return {
    stored: result.objects.stored,
    events: result.events.stored,
    seconds: (performance.now() - started) / 1000,
    cpu: processorTime(path) - atRest,
    endpointCpu: ownTime() - endpointAtRest,
  }
}

type Copied = { readonly seconds: number; readonly cpu: number } | null

/** A line about `rclone copy`, the mean of some runs, and how long the collection took beside it. */
function beside(how: string, { stored, seconds }: Ran, runs: readonly Copied[]): void {
  const there = runs.filter((run) => run !== null)
  if (there.length === 0) {
    line(`  rclone copy, ${how}`, 'not here', 'apt-get install rclone')
    return
  }
  const mean = (of: 'seconds' | 'cpu') => there.reduce((sum, run) => sum + run[of], 0) / there.length
  line(
    `  rclone copy of the same, ${how}`,
    `${Math.round(stored / mean('seconds'))} objects/s`,
    `collect takes ${(seconds / mean('seconds')).toFixed(2)} x as long; ${((mean('cpu') / stored) * 1000).toFixed(2)} ms an object of processor time to fetch and write`,
  )
}

/** Seconds that this process, which is the endpoint, has computed so far. */
function ownTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function keyOf(n: number): string {
  const minute = `${String(Math.floor(n / 600) % 24).padStart(2, '0')}${String(Math.floor(n / 10) % 60).padStart(2, '0')}`
  const random = createHash('sha256').update(`key ${n}`).digest('hex').slice(0, 16)
  return `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/111122223333_CloudTrail_us-east-1_20260115T${minute}Z_${random}.json.gz`
}

function log(n: number): Buffer {
  const Records = Array.from({ length: 8 }, (_, place) => {
    const id = createHash('sha256').update(`${n} ${place}`).digest('hex')
    return {
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', principalId: id.slice(0, 20), arn: 'arn:aws:iam::111122223333:user/deploy' },
      eventTime: new Date(Date.UTC(2026, 0, 15, 0, 0, n)).toISOString(),
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DescribeInstances',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      requestParameters: { instancesSet: { items: [{ instanceId: `i-${id.slice(20, 37)}` }] }, note: id },
      responseElements: null,
      requestID: id.slice(0, 36),
      eventID: id.slice(0, 32),
      recipientAccountId: '111122223333',
    }
  })
  return gzipSync(JSON.stringify({ Records }))
}

/** Seconds that it takes and that it computes, or null where it is not installed. */
async function rclone(endpoint: string, bucket: string, to: string, transfers: number): Promise<Copied> {
  mkdirSync(to, { recursive: true })
  const started = performance.now()
  const command = `rclone copy bench:${bucket} '${to}' --transfers ${transfers} --checkers 32 2>/dev/null && times`
  const copy = spawn('sh', ['-c', command], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      // rclone of Debian cannot start where one is named.
      AWS_CA_BUNDLE: undefined,
      RCLONE_CONFIG_BENCH_TYPE: 's3',
      RCLONE_CONFIG_BENCH_PROVIDER: 'Other',
      RCLONE_CONFIG_BENCH_ENV_AUTH: 'true',
      RCLONE_CONFIG_BENCH_ENDPOINT: endpoint,
      RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE: 'true',
    },
  })
  let told = ''
  copy.stdout.setEncoding('utf8').on('data', (text) => {
    told += text
  })
  const [code] = await once(copy, 'close')
  const seconds = (performance.now() - started) / 1000
  // The shell's own, then its children's: minutes and seconds, user and system.
  const times = told.match(/(\d+)m([\d.]+)s/g)?.slice(2) ?? []
  const cpu = times.map((text) => text.split(/[ms]/)).reduce((sum, [m, s]) => sum + Number(m) * 60 + Number(s), 0)
  return code === 0 ? { seconds, cpu } : null
}
