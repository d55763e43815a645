import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildInventory } from '../../main/iam/model/build.ts'
import { inForce } from '../../main/iam/model/in-force.ts'
import { readManagedPolicies } from '../../main/iam/model/managed-policies.ts'
import { attached } from './check-evidence.ts'

const bytes = brotliDecompressSync(readFileSync('assets/managed-policies.br'))
const text = bytes.toString('utf8')
const library = readManagedPolicies(bytes)
const isSorted = (all: readonly number[]) => all.every((each, i) => i === 0 || (all[i - 1] ?? 0) <= each)
const of = (name: string) => `arn:aws:iam::aws:policy/${name}`

describe('policies of AWS', () => {
  test('are known in every version, by the day', () => {
    const early = library.at(of('ReadOnlyAccess'), '2016-01-01T00:00:00Z')
    const late = library.at(of('ReadOnlyAccess'), null)
    expect(early?.id).not.toBe(late?.id)
    expect(Date.parse(early?.since ?? '')).toBeLessThan(Date.parse('2016-01-01'))
    expect(late?.document.statements[0]?.effect).toBe('Allow')
  })

  // As iam:GetPolicyVersion told it on these days.
  test.each([
    [null, 'v188 of 2026-07-21', 0],
    ['2023-08-08T00:00:00Z', 'v104 of 2023-08-07', 14],
    ['2022-01-01T00:00:00Z', 'v82 of 2021-10-26', 0],
  ])('have the version of the day %s', (time, expected, unsure) => {
    const found = library.at(of('ReadOnlyAccess'), time)
    expect(`${found?.id} of ${found?.since.slice(0, 10)}`).toBe(expected)
    expect(found?.unsure).toHaveLength(unsure)
  })

  test('come one after another, and the newest has a day', () => {
    const odd = text.split('\n').flatMap((line) => {
      if (line.startsWith('#')) return []
      const blank = line.indexOf(' ')
      const versions: readonly [string, string | null][] = JSON.parse(line.slice(blank + 1))
      const numbers = versions.map(([id]) => Number(id.slice(1)))
      const days = versions.map(([, day]) => day).filter((day) => day !== null)
      const isFine = isSorted(numbers) && isSorted(days.map(Date.parse)) && versions.at(-1)?.[1]
      return isFine ? [] : [line.slice(0, blank)]
    })
    expect(odd).toEqual([])
    expect(library.reach).toMatch(/^20\d\d-/)
  })

  test('are the same in every partition, and behind a path', () => {
    expect(library.at('arn:aws-us-gov:iam::aws:policy/AdministratorAccess', null)?.id).toBe('v1')
    expect(library.at(of('service-role/AWSLambdaBasicExecutionRole'), null)).not.toBeNull()
  })

  test.each([
    ['before the first version', of('ReadOnlyAccess'), '2001-01-01T00:00:00Z'],
    ['of a name that AWS does not use', of('constructor'), null],
    ['of somebody else', 'arn:aws:iam::111122223333:policy/ReadOnlyAccess', null],
  ])('are not known %s', (_, arn, time) => {
    expect(library.at(arn, time)).toBeNull()
  })

  test('fill in what the evidence names without a document, and that is said', () => {
    const { principals, remarks } = buildInventory([attached('AWSCloudShellFullAccess')], library)
    expect(principals[0]?.attached[0]?.document.statements.length).toBeGreaterThan(0)
    expect(remarks.join('\n')).toContain('AWSCloudShellFullAccess v')
  })

  test('are judged as of the day that is asked for, and that is said', () => {
    const inventory = buildInventory([attached('ReadOnlyAccess')], library)
    const then = inForce(inventory, library, '2016-01-01T00:00:00Z')
    const names = (one: typeof then) => JSON.stringify(one.principals[0]?.attached[0]?.document.given)
    expect(names(then)).not.toBe(names(inventory))
    const late = inForce(inventory, library, '2023-08-08T00:00:00Z').remarks.at(-1)
    expect(late).toContain('ReadOnlyAccess v104 of 2023-08-07 (or v105 to v118)')
    expect(then.remarks.at(-1)).toContain('as they were on 2016-01-01: ReadOnlyAccess v')
  })
})
