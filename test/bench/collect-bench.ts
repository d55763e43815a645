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
const copies = ['rclone-1', 'rclone-2', 'rclone-3', 'rclone-4'] as const

/** Collection of 10,000 objects of about 2 KB from a local S3, beside `rclone copy` of the same objects in the same run. */
export async function collectBench(lobby: Lobby, folder: string): Promise<void> {
  const aws = await startFakeAws()
  try {
    aws.bucket('bench-logs')
    for (let n = 0; n < objects; n++) await aws.put('bench-logs', keyOf(n), log(n))
    process.env.AWS_ACCESS_KEY_ID = aws.admin.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = aws.admin.secretAccessKey

    const copy = (place: 0 | 1 | 2 | 3, transfers: number) => rclone(aws.url, join(folder, copies[place]), transfers)
    const before = await copy(0, 32)
    const usualBefore = await copy(1, 4)
    const path = join(folder, 'collect.coldtrail')
    await lobby.api.createCase({ path, name: 'collect' })
    const source = Source.parse({
      kind: 's3-bucket',
      name: 'bench',
      bucket: 'bench-logs',
      layout: 'cloudtrail',
      access: {
        credentials: { kind: 'environment' },
        region: 'us-east-1',
        endpoint: aws.url,
        stsEndpoint: aws.url,
        serviceEndpoint: aws.url,
        pathStyle: true,
      },
    })
    const atRest = processorTime(path)
    const endpointAtRest = ownTime()
    const started = performance.now()
    const { id } = await lobby.api.startCollection({ sources: [source] })
    const result = await finished(lobby, id)
    const seconds = (performance.now() - started) / 1000
    const cpu = processorTime(path) - atRest
    const endpointCpu = ownTime() - endpointAtRest
    const after = await copy(2, 32)
    const usualAfter = await copy(3, 4)

    const each = (spent: number) => `${((spent / objects) * 1000).toFixed(2)} ms an object`
    const { stored } = result.objects
    line('collect', `${Math.round(stored / seconds)} objects/s`, `${stored} objects, ${result.events.stored} events`)
    line('  processor time of the engine', cpu.toFixed(2), `${each(cpu)}: fetch, hash, decode, keep and sync, ledger`)
    line('  of the endpoint meanwhile', endpointCpu.toFixed(2), `${each(endpointCpu)}: this process`)
    const floor = (cpu + endpointCpu) / availableParallelism()
    line(
      '  both on all cores',
      `${floor.toFixed(2)} s`,
      `it took ${seconds.toFixed(2)} s; what is left of that is waiting`,
    )
    if (before === null || after === null || usualBefore === null || usualAfter === null)
      return line('  rclone copy', 'not here', 'apt-get install rclone')
    for (const [what, one, two] of [
      ['its default of 4 transfers', usualBefore, usualAfter],
      ['32 transfers', before, after],
    ] as const) {
      const baseline = (one.seconds + two.seconds) / 2
      const times = (seconds / baseline).toFixed(2)
      line(
        `  rclone copy of the same, ${what}`,
        `${Math.round(objects / baseline)} objects/s`,
        `collect takes ${times} x as long; ${each((one.cpu + two.cpu) / 2)} of processor time to fetch and write`,
      )
    }
  } finally {
    // Not sooner: ext4 passes over what was just deleted, file by file, whenever somebody makes a new one.
    for (const name of copies) rmSync(join(folder, name), { recursive: true, force: true })
    await aws.stop()
  }
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
async function rclone(
  endpoint: string,
  to: string,
  transfers: number,
): Promise<{ readonly seconds: number; readonly cpu: number } | null> {
  mkdirSync(to, { recursive: true })
  const started = performance.now()
  const command = `rclone copy bench:bench-logs '${to}' --transfers ${transfers} --checkers 32 2>/dev/null && times`
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
