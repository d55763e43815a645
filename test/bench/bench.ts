import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Lobby } from '../../main/lobby.ts'
import { collectBench } from './collect-bench.ts'
import { detectBench } from './detect-bench.ts'
import { formatBench } from './format-bench.ts'
import { iamBench } from './iam-bench.ts'
import { importBench } from './import-bench.ts'
import { lakeBench } from './lake-bench.ts'
import { queryBench } from './query-bench.ts'
import { startBench } from './start-bench.ts'
import { verifyBench } from './verify-bench.ts'

/**
 * Prints figures beside a baseline of the same run: this machine may be busy, so ratios are what to read.
 * `--large` asks the queries of 10 million events instead of one million; `--tiny` imports 20,000 files of 4 events;
 * `--detect` only runs rules, with `--large` over 10 million events of which nine are copies; `--lake` only imports Security Lake's parquet; `--collect` only collects from a local S3; `--iam` only judges identities; `--keep DIR` keeps the case there, and finds it there again.
 */
const { values } = parseArgs({
  options: {
    large: { type: 'boolean' },
    tiny: { type: 'boolean' },
    detect: { type: 'boolean' },
    lake: { type: 'boolean' },
    collect: { type: 'boolean' },
    iam: { type: 'boolean' },
    keep: { type: 'string' },
  },
})
const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'coldtrail-bench-'))
const path = join(folder, 'bench.coldtrail')
const lobby = new Lobby({ door: 'cli', version: JSON.parse(readFileSync('package.json', 'utf8')).version })

try {
  if (values.iam) await iamBench()
  else if (values.lake) await lakeBench(lobby, folder)
  else if (values.collect) await collectBench(lobby, folder)
  else {
    const size = values.large && !values.detect ? { files: 2_000, events: 5_000 } : { files: 1_000, events: 1_000 }
    if (values.detect && existsSync(path)) await lobby.api.openCase({ path })
    else if (values.tiny) await importBench(lobby, path, { files: 20_000, events: 4 })
    else await importBench(lobby, path, size)
    if (!values.detect) {
      if (!values.tiny) await queryBench(lobby, path)
      await verifyBench(lobby, path)
    }
    await lobby.close()
    startBench(path)
    await detectBench(path, values.detect && values.large ? 10_000_000 : 0)
    if (!values.tiny && !values.large && !values.detect) {
      await formatBench(lobby, folder)
      await lakeBench(lobby, folder)
      await collectBench(lobby, folder)
    }
  }
} finally {
  await lobby.close()
  if (!values.keep) rmSync(folder, { recursive: true, force: true })
}
