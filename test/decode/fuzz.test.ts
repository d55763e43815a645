import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecord } from '../../main/decode/read-record.ts'
import { decodeFile, inFolder, linesOf, type Result } from './decoding.ts'
import { type Dice, dice, fixtures, mutant } from './mutate.ts'

const logs = fixtures()
const names = [
  'x.json.gz',
  'x.log',
  'x.csv',
  'x.snappy',
  'x.parquet',
  'x',
  'AWSLogs/123456789012/vpcflowlogs/eu-west-1/x',
]
const rounds = Number(process.env.COLDTRAIL_FUZZ ?? 12)
/** CPU that one mutant may take, microseconds: none is larger than 100 KB. */
const most = 5e6

test.each(logs.map(({ name, bytes }) => [name, bytes] as const))(
  'whatever was done to %s, it is read or refused, and the counts add up',
  async (name, bytes) => {
    const roll = dice([...name].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) >>> 0)
    await inFolder(async (folder) => {
      const path = join(folder, 'object')
      for (let i = 0; i < rounds; i++) {
        const other = logs[roll(logs.length)] as (typeof logs)[number]
        writeFileSync(path, mutant(bytes, other.bytes, roll))
        const before = process.cpuUsage()
        const result = await decodeFile(path, `file:///${names[roll(names.length)]}`)
        const { user, system } = process.cpuUsage(before)
        expect(user + system, `round ${i}`).toBeLessThan(most)
        checkCounts(result)
        await checkReadBack(path, result, roll)
        expect(readdirSync(folder)).toEqual(['object'])
      }
    })
  },
)

function checkCounts(result: Result): void {
  const framed = new Map<unknown, number[]>()
  for (const format of Object.keys(result.lines)) {
    for (const { o, n, h, r, x } of linesOf(result, format)) {
      expect([typeof o, typeof n, typeof r]).toEqual(['number', 'number', 'object'])
      expect(h === undefined || String(h).startsWith('sha256:')).toBe(true)
      expect(x === undefined || typeof x === 'object').toBe(true)
      framed.set(o, [...(framed.get(o) ?? []), n as number])
    }
  }
  for (const [o, object] of result.objects.entries()) {
    const ordinals = framed.get(o) ?? []
    expect(object.reason === null).toBe(object.state === 'stored')
    expect(object.records).toBe(ordinals.length)
    expect(new Set(ordinals).size).toBe(ordinals.length)
    expect(object.bad.length).toBeLessThanOrEqual(object.badCount)
    expect(object.bad.filter(({ ordinal }) => ordinals.includes(ordinal))).toEqual([])
    if (object.state === 'skipped') expect(object.records).toBe(0)
    if (object.state === 'rejected') expect(object.records).toBe(0)
  }
}

async function checkReadBack(path: string, result: Result, roll: Dice): Promise<void> {
  const places = Object.keys(result.lines).flatMap((format) => linesOf(result, format))
  const place = places[roll(Math.max(places.length, 1))]
  if (place === undefined) return
  const entry = result.objects[place.o as number]?.member?.entry ?? null
  expect(await readRecord(path, entry, place.n as number)).not.toBeNull()
}
