import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Lobby } from '../../main/lobby.ts'
import { finished, peakMemory, processorTime } from './import-bench.ts'
import { lakeKinds, lakeLogs } from './lake-logs.ts'
import { line } from './line.ts'

/** Import of Security Lake's parquet, beside DuckDB reading the same files into a table of their own columns. */
export async function lakeBench(lobby: Lobby, folder: string): Promise<void> {
  for (const kind of lakeKinds) {
    const logs = await lakeLogs(kind)
    const path = join(folder, `lake-${kind.replaceAll(' ', '-')}.coldtrail`)
    await lobby.close()
    await lobby.api.createCase({ path, name: kind })
    const started = performance.now()
    const result = await finished(lobby, (await lobby.api.startImport({ paths: [join(process.cwd(), logs)] })).id)
    const seconds = (performance.now() - started) / 1000
    const cpu = processorTime(path)
    const plain = await plainTable(logs, join(folder, 'plain.duckdb'))
    line(
      `Security Lake: ${kind}`,
      `${Math.round(result.events.stored / seconds).toLocaleString('en')} rows/s`,
      `${result.events.stored.toLocaleString('en')} rows, ${cpu.toFixed(1)} s of processor, ${(cpu / plain).toFixed(1)} x a plain table, peak ${Math.round(peakMemory(path) / 1e6)} MB`,
    )
  }
}

/** Processor seconds of CREATE TABLE AS over the same files. */
async function plainTable(logs: string, path: string): Promise<number> {
  const instance = await DuckDBInstance.create(path, { threads: '2' })
  const connection = await instance.connect()
  const before = process.cpuUsage()
  await connection.run(`CREATE TABLE plain AS SELECT * FROM read_parquet('${logs}/*.parquet')`)
  await connection.run('CHECKPOINT')
  const { user, system } = process.cpuUsage(before)
  connection.closeSync()
  instance.closeSync()
  rmSync(path, { force: true })
  return (user + system) / 1e6
}
