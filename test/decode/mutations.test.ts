import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeBytes, rowsOf } from './decoding.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'cloudtrail')
const logs = readdirSync(folder)
  .filter((name) => !name.includes('.expected.'))
  .map((name) => readFileSync(join(folder, name)))
const splices = [
  ...['null', '"', '\\ud800', '{}', '[]', '1e999', '-', 'NaN', '"a":1,', '\\', '\n', '\0', ',', '}', ']'],
  '"eventTime":99999999999999999999,',
  '"eventTime":"99999-01-01T00:00:00+99:99",',
  '"userIdentity":[],"eventID":null,',
].map((text) => Buffer.from(text))

/** The same numbers in every run (Numerical Recipes' linear congruential generator). */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % sides
  }
}

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

test('it frames nothing but sound JSON that DuckDB can read, whatever was done to a log', async () => {
  const roll = dice(20250304)
  const framed: Buffer[] = []
  for (let i = 0; i < 600; i++) {
    let log = logs[roll(logs.length)] as Buffer
    for (let n = roll(3); n >= 0; n--) log = mutate(log, roll)
    const { objects, lines } = await decodeBytes(log)
    expect(objects[0]?.state === 'stored').toBe(objects[0]?.reason === null)
    if (lines.cloudtrail !== undefined) framed.push(lines.cloudtrail)
  }
  const cloudtrail = Buffer.concat(framed)
  const texts = cloudtrail.toString().trimEnd().split('\n')
  expect(texts.length).toBeGreaterThan(300)
  expect(texts.filter((text) => !isJson(text))).toEqual([])
  expect(
    (await rowsOf({ objects: [], lines: { cloudtrail } })).filter(
      ({ id, extra }) => id === null || !isJson(extra as string),
    ),
  ).toEqual([])
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
