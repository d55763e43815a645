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
    spawnSync('sh', ['-c', `find '${folder}' -name '*.gz' -print0 | xargs -0 gzip -dc > /dev/null`])
    return (performance.now() - started) / 1000
  }

  const before = gunzip()
  await lobby.api.createCase({ path, name: 'bench' })
  const started = performance.now()
  const result = await finished(lobby, (await lobby.api.startImport({ paths: [join(process.cwd(), folder)] })).id)
  const seconds = (performance.now() - started) / 1000
  const baseline = (before + gunzip()) / 2

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
  line('  peak memory of the engine', `${(peakMemory(path) / 1e6).toFixed(0)} MB`)
  line('  database', `${(statSync(join(path, 'case.duckdb')).size / 1e6).toFixed(0)} MB`)
}

async function finished(lobby: Lobby, id: string): Promise<ImportResult> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job?.state === 'done') return job.result as ImportResult
    if (job?.state !== 'running') throw new Error(`the import ended as ${job?.state}: ${job?.error?.message}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Highest resident memory of the case's engine so far, bytes; 0 where the system does not tell. */
function peakMemory(path: string): number {
  try {
    const { pid } = JSON.parse(readFileSync(join(path, 'case.lock'), 'utf8'))
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
