import { spawnSync } from 'node:child_process'
import { line } from './line.ts'

/** What everybody waits for: a command, and a command that starts the engine of a case, beside Node doing nothing. */
export function startBench(path: string): void {
  const cli = 'bin/coldtrail.mjs'
  const [node = 1, version = 0, info = 0] = quickest([
    ['-e', '0'],
    [cli, '--version'],
    [cli, 'case', 'info', path],
  ])
  for (const [name, took] of [
    ['start of a command', version],
    ['start, and engine of a case', info],
  ] as const) {
    line(name, `${took.toFixed(0)} ms`, `${(took / node).toFixed(1)} × node -e 0 (${node.toFixed(0)} ms)`)
  }
}

/** Milliseconds of the quickest of twelve runs of each, in turns: the others waited for something else. */
function quickest(commands: readonly (readonly string[])[]): readonly number[] {
  const best = commands.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < 12; round++) {
    for (const [i, words] of commands.entries()) {
      const start = performance.now()
      const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
      if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`)
      best[i] = Math.min(best[i] ?? 0, performance.now() - start)
    }
  }
  return best
}
