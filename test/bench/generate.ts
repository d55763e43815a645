import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import * as cast from '../../main/sample/cast.ts'
import { habits } from '../../main/sample/habits/index.ts'
import { random, upper } from '../../main/sample/random.ts'
import { record } from '../../main/sample/record.ts'

/** Share of the work of one thread: every `step`-th of `files` files from `first` on, `events` events in each. */
export interface Share {
  readonly folder: string
  readonly first: number
  readonly step: number
  readonly files: number
  readonly events: number
}

/**
 * Writes gz files of CloudTrail events as the sample's company makes them, day after day, each file one delivery.
 * Deterministic: file i is the same whoever writes it.
 */
function generate({ folder, first, step, files, events }: Share): void {
  for (let file = first; file < files; file += step) {
    const source = random(file + 1)
    const today = cast.start + Math.floor((file * 730) / files) * cast.day
    const calls = []
    while (calls.length < events) for (const habit of habits) calls.push(...habit(today, source))
    calls.length = events
    calls.sort((a, b) => a.at - b.at)
    const path = join(folder, key(file, today, source.text(16, upper)))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, gzipSync(JSON.stringify({ Records: calls.map((call) => record(call, source)) })))
  }
}

function key(file: number, at: number, unique: string): string {
  const region = cast.regions[file % 3] ?? cast.home
  const day = cast.stamp(at).slice(0, 10)
  const name = `${cast.accounts.prod}_CloudTrail_${region}_${day.replaceAll('-', '')}T${String(file % 24).padStart(2, '0')}05Z_${unique}.json.gz`
  return join('AWSLogs', cast.accounts.prod, 'CloudTrail', region, ...day.split('-'), name)
}

generate(workerData as Share)
parentPort?.postMessage('done')
