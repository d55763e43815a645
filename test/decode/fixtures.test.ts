import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats } from '../../main/decode/index.ts'
import { decodeFile, linesOf, pick, type Row, rowsOf } from './decoding.ts'

/** What stands in <name>.expected.json beside test/fixtures/<format id>/<name>.<anything>. */
interface Expected {
  /** Fields of the decoded object. */
  readonly object: Row
  /** One entry a row, in order, with the columns that matter. */
  readonly rows: readonly Row[]
}

const root = join(import.meta.dirname, '..', 'fixtures')
const suffix = '.expected.json'

describe.each(formats.map(({ id }) => id))('%s', (id) => {
  const files = readdirSync(join(root, id))
  const names = files.filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length))

  test('it has at least one fixture, and every fixture says what is expected', () => {
    const logs = files.filter((file) => !file.endsWith(suffix)).map((file) => file.replace(/\..*$/, ''))
    expect(logs.sort()).toEqual(names.sort())
    expect(names.length).toBeGreaterThan(0)
  })

  test.each(names)('it reads %s', async (name) => {
    const expected = JSON.parse(readFileSync(join(root, id, name + suffix), 'utf8')) as Expected
    const file = files.find((each) => each.startsWith(`${name}.`) && !each.endsWith(suffix))
    const result = await decodeFile(join(root, id, file ?? ''))
    expect(result.objects).toMatchObject([expected.object])
    const counts = Object.keys(result.lines).map((each) => linesOf(result, each).length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(result.objects[0]?.records)
    const rows = await rowsOf(result, id)
    expect(rows.map((row, i) => pick([row], ...Object.keys(expected.rows[i] ?? {}))[0])).toEqual(expected.rows)
  })
})
