import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Lobby } from '../../main/lobby.ts'
import { formatLogs, kinds } from './format-logs.ts'
import { finished } from './import-bench.ts'
import { line } from './line.ts'

/** Import of other logs than CloudTrail, each into a case of its own, beside `gzip -dc` of the same files. */
export async function formatBench(lobby: Lobby, folder: string): Promise<void> {
  for (const kind of kinds) {
    const logs = formatLogs(kind)
    const path = join(folder, `${kind.name}.coldtrail`)
    await lobby.close()
    await lobby.api.createCase({ path, name: kind.name })
    const started = performance.now()
    const result = await finished(lobby, (await lobby.api.startImport({ paths: [join(process.cwd(), logs)] })).id)
    const seconds = (performance.now() - started) / 1000
    const before = performance.now()
    spawnSync('sh', ['-c', `find '${logs}' -name '*.gz' -print0 | xargs -0 gzip -dc > /dev/null`])
    const baseline = (performance.now() - before) / 1000
    line(
      `import of ${kind.name}`,
      `${Math.round(result.events.stored / seconds).toLocaleString('en')} rows/s`,
      `${result.events.stored.toLocaleString('en')} rows, ${(seconds / baseline).toFixed(1)} x gzip -dc`,
    )
  }
}
