import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeBytes } from './decoding.ts'

const root = join(import.meta.dirname, '..', 'fixtures')
const fixtures = readdirSync(root).flatMap((id) =>
  readdirSync(join(root, id))
    .filter((file) => !file.includes('.expected.') && !file.endsWith('.zst'))
    .map((file) => ({ name: `${id}/${file}`, bytes: readFileSync(join(root, id, file)) })),
)

/** Ways in which logs arrive that change nothing about what stands in them. */
const ways: readonly (readonly [string, (log: Buffer) => Buffer, string])[] = [
  ['gzip in gzip under any name', (log) => gzipSync(gzipSync(log)), 'evidence.png'],
  [
    'members that end anywhere',
    (log) => Buffer.concat([gzipSync(log.subarray(0, log.length / 2)), gzipSync(log.subarray(log.length / 2))]),
    'x.parquet',
  ],
  ['UTF-16 with a byte order mark', (log) => Buffer.from(`\ufeff${log}`, 'utf16le'), 'x'],
  ['Windows line ends', (log) => Buffer.from(log.toString().replace(/\r?\n/g, '\r\n')), 'x.json'],
  ['blank lines before it', (log) => Buffer.concat([Buffer.from('\ufeff\n  \r\n'), log]), 'x.csv'],
]

const heldBy = async (log: Buffer, name: string) => {
  const { format, records, badCount } = (await decodeBytes(log, name)).objects[0] ?? {}
  return { format, records, badCount }
}

test.each(ways)('it reads every fixture the same in %s', async (_way, pack, name) => {
  for (const fixture of fixtures) {
    const expected = await heldBy(fixture.bytes, fixture.name)
    if (expected.records === 0) continue
    expect([fixture.name, await heldBy(pack(fixture.bytes), name)]).toEqual([fixture.name, expected])
  }
})

test('it keeps of every fixture that is cut what is whole, and says that something is missing', async () => {
  for (const { name, bytes } of fixtures) {
    const whole = await heldBy(bytes, name)
    const { state, records, badCount } = (await decodeBytes(gzipSync(bytes).subarray(0, -9), 'x.gz')).objects[0] ?? {}
    if (whole.records === 0) continue
    expect([name, state]).not.toEqual([name, 'stored'])
    expect((records ?? 0) + (badCount ?? 0)).toBeLessThanOrEqual((whole.records ?? 0) + (whole.badCount ?? 0))
  }
})
