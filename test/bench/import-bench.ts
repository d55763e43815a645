import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Lobby } from '../../main/lobby.ts'
import type { ImportResult } from '../../shared/case.ts'
import { line } from './line.ts'
import { logs } from './logs.ts'

/** Import of gz files, beside `gzip -dc` of the same files in the same run. */
export async function importBench(lobby: Lobby, path: string, size: { files: number; events: number }): Promise<void> {
  const folder = await logs(size.files, size.events)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'))
  const stored = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  const gunzip = () => {
    const started = performance.now()
    const command = `find '${folder}' -name '*.gz' -print0 | xargs -0 gzip -dc > /dev/null; times`
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    const [, minutes = 0, seconds = 0] = /\n(\d+)m([\d.]+)s/.exec(stdout)?.map(Number) ?? []
    return { seconds: (performance.now() - started) / 1000, cpu: minutes * 60 + seconds }
  }

  const before = gunzip()
  await lobby.api.createCase({ path, name: 'bench' })
  const started = performance.now()
  const result = await finished(lobby, (await lobby.api.startImport({ paths: [join(process.cwd(), folder)] })).id)
  const seconds = (performance.now() - started) / 1000
  const cpu = processorTime(path)
  const after = gunzip()
  const baseline = (before.seconds + after.seconds) / 2
  const baselineCpu = (before.cpu + after.cpu) / 2

  line(
    'import',
    `${result.events.stored.toLocaleString('en')} events, ${files.length} files, ${(stored / 1e6).toFixed(0)} MB gz`,
  )
  line(
    '  seconds',
    seconds.toFixed(2),
    `${Math.round(result.events.stored / seconds).toLocaleString('en')} rows/s, ${Math.round(files.length / seconds)} files/s`,
  )
  line('  gzip -dc of the same files', baseline.toFixed(2), `import is ${(seconds / baseline).toFixed(2)} x this`)
  line('  processor time of the engine', cpu.toFixed(2), `${(cpu / baselineCpu).toFixed(2)} x that of gzip -dc`)
  line('  peak memory of the engine', `${(peakMemory(path) / 1e6).toFixed(0)} MB`)
  line('  database', `${(statSync(join(path, 'case.duckdb')).size / 1e6).toFixed(0)} MB`)
}

export async function finished(lobby: Lobby, id: string): Promise<ImportResult> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return job.result as ImportResult
    if (job?.state !== 'running') throw new Error(`the import ended as ${job?.state}: ${job?.error?.message}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Seconds that the case's engine has computed so far, its own and the system's; 0 where the system does not tell. */
export function processorTime(path: string): number {
  try {
    const { pid } = JSON.parse(readFileSync(join(path, 'case.lock'), 'utf8'))
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13)
    return (Number(user) + Number(system)) / 100
  } catch {
    return 0
  }
}

/** Highest resident memory of the case's engine so far, bytes; 0 where the system does not tell. */
export function peakMemory(path: string): number {
  try {
    const { pid } = JSON.parse(readFileSync(join(path, 'case.lock'), 'utf8'))
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
