import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Share } from './generate.ts'

/** A folder of `files` gz files with `events` events in each, generated once and kept under .cache. */
export async function logs(files: number, events: number): Promise<string> {
  const folder = join('.cache', 'bench', `${files}x${events}`)
  const mark = join(folder, 'complete')
  if (existsSync(mark)) return folder
  console.log(`generating ${files} files of ${events} events (kept in ${folder})`)
  mkdirSync(folder, { recursive: true })
  const module = fileURLToPath(new URL('./generate.js', import.meta.url))
  await Promise.all(
    [0, 1].map(
      (first) =>
        new Promise((resolve, reject) => {
          const workerData: Share = { folder, first, step: 2, files, events }
          new Worker(module, { workerData }).once('exit', resolve).once('error', reject)
        }),
    ),
  )
  writeFileSync(mark, '')
  return folder
}
