import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { batchOf, decoders, folder, type Given, record, removeFolders, secret, version } from './batches.ts'

let file: CaseFile
beforeEach(async () => {
  file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
})
afterEach(() => file.close())
afterAll(removeFolders)

const bytes = 'a'.repeat(64)
/** The same bytes every time, of which more or less is read. */
const cut = (ids: readonly string[], more: Given['object'] = {}): Given => ({
  uri: 'cut',
  records: ids.map((id) => record(id)),
  object: {
    sha256: bytes,
    state: 'partial',
    reason: 'ends early',
    bad: [{ ordinal: 9, reason: 'cut' }],
    badCount: 1,
    ...more,
  },
})
const whole = { state: 'stored', reason: null, bad: [], badCount: 0 } as const

async function commit(given: readonly Given[], again: readonly number[] = []) {
  return (await file.commit({ ...batchOf(file.tmp, given), again }, decoders, 1)).objects
}

async function ledger() {
  const rows = await file.db.all<Record<string, unknown>>(
    'SELECT object_id, uri, state, events, duplicates, bad_records AS bad FROM object ORDER BY object_id',
  )
  return rows.map((row) => Object.values(row).join(' '))
}

async function places(table: string) {
  return (await file.db.all<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ALL`)).map((row) =>
    Object.values(row).join(' '),
  )
}

test('an object that is read again keeps its number, and what repeats it still leads to it', async () => {
  await commit([{ uri: 'first', records: [record('1')] }])
  await commit([cut(['1', '2'])])
  await commit([{ uri: 'later', records: [record('2'), record('4')] }])
  expect(await ledger()).toEqual(['1 first stored 1 0 0', '2 cut partial 1 1 1', '3 later stored 1 1 0'])

  const [told] = await commit([cut(['1', '2', '3'], whole)], [2])
  expect(told).toMatchObject({ object_id: 2, state: 'stored', events: 2, duplicates: 1 })
  expect(await ledger()).toEqual(['1 first stored 1 0 0', '2 cut stored 2 1 0', '3 later stored 1 1 0'])
  expect(await file.db.all("SELECT object_id || ':' || id AS e FROM event ORDER BY e")).toEqual(
    ['1:1', '2:2', '2:3', '3:4'].map((e) => ({ e })),
  )
  expect(await places('event_origin')).toEqual(['1 0 2 0', '2 1 3 0'])
  expect(await places('bad_record')).toEqual([])
  expect(file.known(bytes)).toBe(2)
  // The next object does not take a number that was given.
  expect(await commit([{ uri: 'next', records: [record('5')] }])).toMatchObject([{ object_id: 5 }])
})

test.each<[string, Given, RegExp]>([
  ['less', cut(['1']), /gives 1 records where 2 are stored/],
  ['nothing', cut([], { state: 'rejected', reason: 'broken' }), /gives 0 records .*broken/],
  ['other events, which others repeat', cut(['7', '8', '9'], whole), /record 0 of object 1 is another event/],
])('an object that gives %s stays as it was', async (_, given, why) => {
  await commit([cut(['1', '2'])])
  await commit([{ uri: 'later', records: [record('1')] }])
  const before = [await ledger(), await places('event'), await places('event_origin'), await places('bad_record')]
  await expect(commit([given], [1])).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(why) })
  expect([await ledger(), await places('event'), await places('event_origin'), await places('bad_record')]).toEqual(
    before,
  )
  expect(file.known(bytes)).toBe(1)
})

test('an object whose events contradict others stays as it was', async () => {
  await commit([cut(['1', '2'])])
  await commit([{ uri: 'forged', records: [record('1', { eventName: 'Other' })] }])
  await expect(commit([cut(['1', '2', '3'], whole)], [1])).rejects.toThrow('contradict')
  expect(await ledger()).toEqual(['1 cut partial 2 0 1', '2 forged stored 1 0 0'])
})

test('an archive that is read again keeps its members', async () => {
  const member = (n: number, state: 'stored' | 'partial', ids: readonly string[]): Given => ({
    uri: `a.zip!/${n}`,
    records: ids.map((id) => record(id)),
    object: {
      keeping: { kind: 'member', of: 0, entry: n },
      sha256: `${n}`.repeat(64),
      state,
      reason: state === 'stored' ? null : 'cut',
    },
  })
  const archive: Given = {
    uri: 'a.zip',
    object: { format: 'zip', sha256: 'f'.repeat(64), keeping: { kind: 'copied' } },
  }
  await commit([archive, member(1, 'stored', ['1']), member(2, 'partial', ['2'])])
  await commit([archive, member(1, 'stored', ['1']), member(2, 'stored', ['2', '3'])], [3])
  expect(await ledger()).toEqual(['1 a.zip stored 0 0 0', '2 a.zip!/1 stored 1 0 0', '3 a.zip!/2 stored 2 0 0'])
  expect(await file.db.all('SELECT DISTINCT parent FROM object WHERE parent IS NOT NULL')).toEqual([{ parent: 1 }])
})
