import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as cast from './cast.ts'
import { habits } from './habits/index.ts'
import { intrusion } from './intrusion/index.ts'
import { type Random, random, upper } from './random.ts'
import { type Call, record } from './record.ts'

/** Logs are delivered every two hours here, not every five minutes: the same layout in fewer files. */
const delivery = 2 * cast.hour

/**
 * Writes the logs of the sample case under `folder`, in the layout of a trail's bucket: about 50,000 events of 14 days,
 * 3 accounts and 6 regions, the same on every machine. Answers how many files and events it wrote.
 */
export async function writeSample(folder: string): Promise<{ files: number; events: number }> {
  const source = random(20260302)
  const calls = [...everything(source)].sort((a, b) => a.at - b.at)
  const objects = new Map<string, Call[]>()
  for (const call of calls) {
    const key = `${Math.floor(call.at / delivery)} ${call.account} ${call.region}`
    const object = objects.get(key)
    if (object) object.push(call)
    else objects.set(key, [call])
  }
  for (const [key, object] of objects) {
    const [slot = '', account = '', region = ''] = key.split(' ')
    const path = join(folder, objectKey(account, region, (Number(slot) + 1) * delivery, source))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, gzipSync(JSON.stringify({ Records: object.map((call) => record(call, source)) })))
  }
  return { files: objects.size, events: calls.length }
}

function* everything(source: Random): Iterable<Call> {
  for (let day = 0; day < cast.days; day++) {
    for (const habit of habits) yield* habit(cast.start + day * cast.day, source)
  }
  yield* intrusion(source)
}

function objectKey(account: string, region: string, deliveredAt: number, source: Random): string {
  const at = cast.stamp(deliveredAt)
  const minute = at.slice(0, 16).replace(/[-:]/g, '')
  const name = `${account}_CloudTrail_${region}_${minute}Z_${source.text(16, `${upper}abcdefghijklmnopqrstuvwxyz`)}.json.gz`
  return join('AWSLogs', account, 'CloudTrail', region, ...at.slice(0, 10).split('-'), name)
}
