import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecord } from '../../main/decode/read-record.ts'
import { decodeFile, inFolder, linesOf, rowsOf } from './decoding.ts'
import { dice } from './mutate.ts'

const folder = join(import.meta.dirname, '..', 'fixtures')
const logsOf = (format: string) =>
  readdirSync(join(folder, format))
    .filter((name) => !name.includes('.expected.'))
    .map((name) => readFileSync(join(folder, format, name)))
const cloudtrail = logsOf('cloudtrail')
const others = readdirSync(folder).flatMap((format) => (format === 'cloudtrail' ? [] : logsOf(format)))
const splices = [
  ...['null', '"', '\\ud800', '{}', '[]', '1e999', '-', 'NaN', '"a":1,', '\\', '\n', '\0', ',', '}', ']'],
  '"eventTime":99999999999999999999,',
  '"eventTime":"99999-01-01T00:00:00+99:99",',
  '"userIdentity":[],"eventID":null,',
].map((text) => Buffer.from(text))

function mutate(log: Buffer, roll: (sides: number) => number): Buffer {
  const at = roll(log.length)
  const quote = Math.max(log.indexOf('"', at), 0)
  const splice = splices[roll(splices.length)] as Buffer
  const kinds = [
    [log.subarray(0, at), Buffer.from([roll(256)]), log.subarray(at + 1)],
    [log.subarray(0, at), log.subarray(at + 1 + roll(4))],
    [log.subarray(0, at), splice, log.subarray(at)],
    [log.subarray(0, quote), splice, log.subarray(quote)],
    [log.subarray(0, at), log.subarray(roll(log.length)).subarray(0, 200), log.subarray(at)],
  ]
  return Buffer.concat(kinds[roll(kinds.length)] as Buffer[])
}

test.each([
  ['CloudTrail', cloudtrail, 600, 300],
  ['another service', others, 600, 300],
])(
  'it frames nothing but sound JSON that DuckDB can read, whatever was done to a log of %s',
  async (_what, logs, rounds, least) => {
    const roll = dice(20250304)
    const framed: Record<string, Buffer[]> = {}
    await inFolder(async (temp) => {
      for (let i = 0; i < rounds; i++) {
        let log = logs[roll(logs.length)] as Buffer
        for (let n = roll(3); n >= 0; n--) log = mutate(log, roll)
        const path = join(temp, 'log')
        writeFileSync(path, log)
        const result = await decodeFile(path)
        const [object] = result.objects
        expect(object?.state === 'stored').toBe(object?.reason === null)
        for (const [format, lines] of Object.entries(result.lines)) {
          framed[format] ??= []
          framed[format].push(lines)
        }
        const ordinals = Object.keys(result.lines).flatMap((format) =>
          linesOf(result, format).map(({ n }) => n as number),
        )
        expect(new Set(ordinals).size).toBe(ordinals.length)
        const some = ordinals[roll(Math.max(ordinals.length, 1))]
        if (some !== undefined) expect(await readRecord(path, null, some)).not.toBeNull()
      }
    })
    const all = Object.entries(framed).map(([format, lines]) => [format, Buffer.concat(lines)] as const)
    const texts = all.flatMap(([, lines]) => lines.toString().trimEnd().split('\n'))
    expect(texts.length).toBeGreaterThan(least)
    expect(texts.filter((text) => !isJson(text))).toEqual([])
    for (const [format, lines] of all) {
      const rows = await rowsOf({ objects: [], parquet: new Map(), lines: { [format]: lines } }, format)
      expect(rows.filter(({ id, extra }) => id === null || !isJson(extra as string))).toEqual([])
    }
  },
)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
