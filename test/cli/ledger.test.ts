import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, cleanUp, coldtrail, json, numbers, record, trail } from './coldtrail.ts'

/** A case with something of every kind that is read again, and a field that nobody knows. */
beforeAll(async () => {
  mkdirSync(at('logs'))
  trail(at('logs', 'good.json'), [record(0, { newField: 1 }), record(1)])
  const whole = gzipSync(JSON.stringify({ Records: numbers(10, 60).map((number) => record(number)) }))
  writeFileSync(at('logs', 'cut.json.gz'), whole.subarray(0, whole.length - 200))
  writeFileSync(at('logs', 'note.txt'), 'call me\n')
  writeFileSync(at('logs', 'odd.json'), '{"planet":"Mars"}')
  await coldtrail('import', 'logs', '--case', 'one.coldtrail')
})
afterAll(cleanUp)

const objects = async (...more: string[]) => {
  const { out } = await coldtrail('objects', '--case', 'one.coldtrail', '--json', ...more)
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
const names = async (...more: string[]) => (await objects(...more)).map(({ uri }) => String(uri).split('/').at(-1))

describe('coldtrail objects', () => {
  test.each([
    [
      ['--format', 'none'],
      ['note.txt', 'odd.json'],
    ],
    [
      ['--format', 'cloudtrail'],
      ['cut.json.gz', 'good.json'],
    ],
    [['--search', 'LOOKS like'], ['note.txt']],
    [['--search', 'nowhere'], []],
  ])('lists those of %j', async (options, found) => {
    expect(await names(...options)).toEqual(found)
  })

  test('lists the fields that were seen and not mapped', async () => {
    expect(await objects('--unmapped')).toEqual([{ format: 'cloudtrail', field: 'newField', objects: 1, records: 1 }])
    expect((await coldtrail('objects', '--case', 'one.coldtrail', '--unmapped')).out).toMatch(
      /cloudtrail +newField +1 +1/,
    )
  })
})

describe('coldtrail retry', () => {
  test('reads again what was not read, and says that it is as it was', async () => {
    const before = await objects()
    const { code, out, err } = await coldtrail('retry', '--case', 'one.coldtrail', '--state', 'partial', 'skipped')
    expect([code, out]).toEqual([1, expect.stringMatching(/^2 objects .*1 skipped.*1 partial|1 partial.*1 skipped/)])
    expect(err).toMatch(/^partial: .*cut\.json\.gz: .*ends early/m)
    const after = await objects()
    expect(after.map(({ uri, state, events }) => [uri, state, events]).sort()).toEqual(
      before.map(({ uri, state, events }) => [uri, state, events]).sort(),
    )
  })

  test('takes a format that is chosen by hand', async () => {
    const [[id]] = (
      (await json(
        'sql',
        '--case',
        'one.coldtrail',
        "SELECT [object_id] AS id FROM object WHERE uri LIKE '%odd.json'",
        '--json',
      )) as {
        id: [number]
      }[]
    ).map((row) => [row.id[0]]) as [[number]]
    const result = await coldtrail('retry', String(id), '--as', 'cloudtrail', '--case', 'one.coldtrail', '--json')
    expect(JSON.parse(result.out)).toMatchObject({ objects: { rejected: expect.any(Number) } })
    expect(await names('--search', 'odd.json')).toEqual(['odd.json'])
  })

  test('leaves what is gone as it was', async () => {
    rmSync(at('logs', 'note.txt'))
    const { code, err } = await coldtrail('retry', '--case', 'one.coldtrail', '--state', 'skipped')
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/its bytes were not kept, and its original place cannot be read/),
    ])
    expect(await names('--state', 'skipped')).toEqual(['note.txt'])
  })

  test.each([
    [['--case', 'one.coldtrail']],
    [['1', '--state', 'partial', '--case', 'one.coldtrail']],
    [['x', '--case', 'one.coldtrail']],
    [['999', '--case', 'one.coldtrail']],
    [['--state', 'stored', '--case', 'one.coldtrail']],
    [['1', '--as', 'nothing', '--case', 'one.coldtrail']],
  ])('ends with 2 for %j', async (args) => {
    expect(await coldtrail('retry', ...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/\S/) })
  })
})

describe('coldtrail export manifest', () => {
  test.each(['json', 'csv'])(
    'writes every object, the totals and who wrote it as %s, and tells its hash',
    async (format) => {
      const path = at(`manifest.${format}`)
      const told = (await json('export', 'manifest', '--case', 'one.coldtrail', '-o', path, '--json')) as {
        sha256: string
        rows: number
      }
      const bytes = readFileSync(path)
      expect(told).toMatchObject({ rows: 4, sha256: createHash('sha256').update(bytes).digest('hex') })
      for (const part of ['good.json', 'cut.json.gz', 'note.txt', 'odd.json', 'Coldtrail 0.1.0']) {
        expect(bytes.toString()).toContain(part)
      }
    },
  )

  test('ends with 2 for a format that cannot hold it', async () => {
    const { code, err } = await coldtrail('export', 'manifest', '--case', 'one.coldtrail', '-o', 'm.parquet')
    expect([code, err]).toEqual([2, expect.stringContaining('csv or json')])
  })
})
