import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Lobby } from '../../main/lobby.ts'
import { importBench } from './import-bench.ts'
import { queryBench } from './query-bench.ts'

/**
 * Prints figures beside a baseline of the same run: this machine may be busy, so ratios are what to read.
 * `--large` asks the queries of 10 million events instead of one million; `--tiny` imports 20,000 files of 4 events.
 */
const { values } = parseArgs({
  options: { large: { type: 'boolean' }, tiny: { type: 'boolean' }, keep: { type: 'string' } },
})
const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'coldtrail-bench-'))
const path = join(folder, 'bench.coldtrail')
const lobby = new Lobby({ door: 'cli', version: JSON.parse(readFileSync('package.json', 'utf8')).version })

try {
  if (values.tiny) await importBench(lobby, path, { files: 20_000, events: 4 })
  else {
    await importBench(lobby, path, values.large ? { files: 2_000, events: 5_000 } : { files: 1_000, events: 1_000 })
    await queryBench(lobby, path)
  }
} finally {
  await lobby.close()
  if (!values.keep) rmSync(folder, { recursive: true, force: true })
}
