import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { exportMarks, importMarks, readMarks } from '../../main/store/marks/exchange.ts'
import { eventMarks, lostMarks, manualMatching, markSummary, marks } from '../../main/store/marks/list.ts'
import { marksOf } from '../../main/store/marks/said.ts'
import { decideMark, editComment, markEvents, tellManualEvent, undoMark } from '../../main/store/marks/write.ts'
import { where } from '../../main/store/read/where.ts'
import * as people from '../../main/store/who.ts'
import { everything } from '../../shared/filter.ts'
import { manualObject } from '../../shared/mark.ts'
import { batchOf, decoders, folder, type Given, plain, record, removeFolders, secret, version } from './batches.ts'

type Set = Parameters<typeof markEvents>[1]['set']

const opened: CaseFile[] = []
let file: CaseFile
beforeEach(async () => {
  file = await newCase()
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const each of opened.splice(0)) await each.close()
})
afterAll(removeFolders)

async function newCase(): Promise<CaseFile> {
  const made = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
  opened.push(made)
  return made
}

async function commit(given: readonly Given[], into = file) {
  return (await into.commit(batchOf(into.tmp, given), decoders, 1)).objects
}

const at = (object_id: number, ordinal: number) => ({ object_id, ordinal })
const mark = (events: readonly { object_id: number; ordinal: number }[], set: Set, of = file) =>
  of.writeMarks((tx) => markEvents(tx, { which: { events: [...events] }, set }))
const markAll = (search: string, set: Set) =>
  file.writeMarks((tx) => markEvents(tx, { which: { filter: { ...everything, search } }, set }))
const undo = () => file.writeMarks(undoMark)

async function found(search: string, of = file): Promise<readonly string[]> {
  const matching = where({ ...everything, search })
  const rows = await of.db.all<{ id: string }>(
    `SELECT id FROM event WHERE ${matching.sql} ORDER BY id, object_id`,
    matching.params,
  )
  return rows.map(({ id }) => id)
}

/** Everything that the marks of a case come to. */
async function state(of: CaseFile): Promise<unknown> {
  return {
    marks: await of.db.all('SELECT mark_id, current, object_id, ordinal FROM mark WHERE NOT manual ORDER BY mark_id'),
    manual: await of.db.all('SELECT id, "time", title FROM manual_event ORDER BY id'),
    marked: await of.db.all(
      `SELECT coalesce(event.id, manual_event.id) AS id, star, tag, hidden, to_json(comments) AS comments, disputed
       FROM marked LEFT JOIN event USING (object_id, ordinal)
       LEFT JOIN manual_event ON marked.object_id = ${manualObject} AND manual_event.ordinal = marked.ordinal
       ORDER BY id`,
    ),
  }
}

async function carried(from: CaseFile, into: CaseFile) {
  const path = join(from.tmp, 'marks.json')
  await exportMarks(from.db, await from.info(), path)
  const marksFile = readMarks(readFileSync(path, 'utf8'), 'marks.json')
  return into.writeMarks((tx) => importMarks(tx, marksFile))
}

const three: Given = { uri: 'logs', records: ['1', '2', '3'].map((id) => record(id)) }

describe('marking', () => {
  beforeEach(() => commit([three]))

  test('stars, tags, hides and comments, each by itself, and is found by it', async () => {
    expect(await mark([at(1, 0), at(1, 2)], { star: true, tag: 'bad' })).toEqual({ events: 2, changed: 2 })
    await mark([at(1, 0)], { tag: 'good', comment: 'Ana was <b>here</b>' })
    await mark([at(1, 1)], { hidden: true })
    expect(await marksOf(file.db, [at(1, 2), at(1, 0), at(1, 1), at(9, 9)])).toEqual([
      { star: true, tag: 'bad', hidden: false, comments: 0, disputed: false },
      { star: true, tag: 'good', hidden: false, comments: 1, disputed: false },
      { star: false, tag: null, hidden: true, comments: 0, disputed: false },
      { star: false, tag: null, hidden: false, comments: 0, disputed: false },
    ])
    const searches = {
      'starred:true': ['1', '3'],
      'starred:false': ['2'],
      'tag:bad': ['3'],
      'tag:(bad OR good)': ['1', '3'],
      'tag:none': ['2'],
      '-tag:bad': ['1', '2'],
      'tag=good': ['1'],
      'hidden:false': ['1', '3'],
      'hidden:true': ['2'],
      'comment:HERE': ['1'],
      'comment:"<b>"': ['1'],
      'comment:nothing': [],
      'comment:*': ['1'],
      'comment:none': ['2', '3'],
    }
    for (const [search, ids] of Object.entries(searches)) expect([search, await found(search)]).toEqual([search, ids])
  })

  test('says nothing twice, and marks all that a filter lets through', async () => {
    expect(await markAll('id:(1 OR 2)', { tag: 'suspicious' })).toEqual({ events: 2, changed: 2 })
    expect(await markAll('', { tag: 'suspicious' })).toEqual({ events: 3, changed: 1 })
    expect(await markAll('', { tag: 'suspicious' })).toEqual({ events: 3, changed: 0 })
    expect(await markAll('', { tag: null, star: false })).toEqual({ events: 3, changed: 3 })
    expect(await found('tag:*')).toEqual([])
    await expect(mark([at(1, 0), at(1, 7)], { star: true })).rejects.toThrow('1 of these events are not in this case')
    expect(await found('starred:true')).toEqual([])
  })

  test('is undone act by act, and what others changed since stays', async () => {
    await mark([at(1, 0)], { tag: 'bad' })
    await mark([at(1, 0), at(1, 1)], { tag: 'good', comment: 'both' })
    expect(await undo()).toMatchObject({ events: 2, aspects: ['comment', 'tag'] })
    expect(await found('tag:*')).toEqual(['1'])
    expect(await found('comment:*')).toEqual([])
    await undo()
    expect(await found('tag:*')).toEqual([])
    await expect(undo()).rejects.toThrow('nothing of yours to undo')

    await mark([at(1, 0)], { tag: 'bad' })
    vi.spyOn(people, 'who').mockReturnValue('bo@lab')
    await expect(undo()).rejects.toThrow('nothing of yours to undo')
  })

  test('keeps who said what and when, changed comments too', async () => {
    await mark([at(1, 0)], { comment: 'first' })
    const [comment] = (await eventMarks(file.db, at(1, 0))).discussion
    await file.writeMarks((tx) => editComment(tx, { comment: comment?.comment ?? '', text: 'better' }))
    const told = await eventMarks(file.db, at(1, 0))
    expect(told.discussion).toEqual([
      { comment: comment?.comment, text: 'better', by: people.who(), at: comment?.at, changed: expect.any(String) },
    ])
    expect(told.history.map(({ value, current }) => ({ value, current }))).toEqual([
      { value: 'better', current: true },
      { value: 'first', current: false },
    ])
    vi.spyOn(people, 'who').mockReturnValue('bo@lab')
    await expect(
      file.writeMarks((tx) => editComment(tx, { comment: comment?.comment ?? '', text: null })),
    ).rejects.toThrow('who wrote this comment')
  })

  test('lists marked events with their place in the evidence, and manual ones among them', async () => {
    await mark([at(1, 1)], { tag: 'bad', comment: 'why' })
    const id = await file.writeMarks((tx) =>
      tellManualEvent(tx, {
        id: null,
        event: { time: '2024-01-15T09:00:00Z', title: 'phone call', text: 'Ana called' },
      }),
    )
    await mark([at(manualObject, 1)], { star: true })
    const list = { search: '', columns: ['time', 'action'] as ('time' | 'action')[], offset: 0, limit: 10 }
    expect(await marks(file.db, list)).toMatchObject({
      total: 2,
      rows: [
        { event_id: id, manual: true, star: true, cells: { action: 'phone call' }, uri: null },
        {
          event_id: '2',
          manual: false,
          tag: 'bad',
          uri: 'logs',
          sha256: expect.any(String),
          discussion: [{ text: 'why' }],
        },
      ],
    })
    expect(await marks(file.db, { ...list, search: 'tag:bad' })).toMatchObject({ total: 1, rows: [{ event_id: '2' }] })
    expect(await manualMatching(file.db, { ...everything, search: 'phone starred:true' })).toMatchObject([
      { title: 'phone call' },
    ])
    expect(await manualMatching(file.db, { ...everything, search: 'tag:bad' })).toEqual([])
    expect(await manualMatching(file.db, { ...everything, from: '2024-01-15T10:00:00Z' })).toEqual([])
    await file.writeMarks((tx) => tellManualEvent(tx, { id, event: null }))
    expect(await markSummary(file.db)).toMatchObject({ manual: 0, events: 1, starred: 0, bad: 1, comments: 1 })
    await undo()
    expect(await markSummary(file.db)).toMatchObject({ manual: 1, events: 2, starred: 1 })
  })
})

describe('marks stay with their events', () => {
  test('when the same event comes again from elsewhere, in whatever order', async () => {
    await commit([{ uri: 'a', records: [record('1')] }])
    await mark([at(1, 0)], { tag: 'bad' })
    await commit([{ uri: 'b', records: [record('9'), record('1')] }])
    expect(await found('tag:bad')).toEqual(['1'])

    const other = await newCase()
    await commit([{ uri: 'b', records: [record('9'), record('1')] }], other)
    await carried(file, other)
    expect(await found('tag:bad', other)).toEqual(['1'])
  })

  test('when an attacker sends another event under the same id', async () => {
    await commit([{ uri: 'a', records: [record('1')] }])
    await mark([at(1, 0)], { tag: 'good' })
    await commit([{ uri: 'b', records: [record('1', { eventName: 'DeleteTrail' })] }])
    expect(await marksOf(file.db, [at(1, 0), at(2, 0)])).toMatchObject([{ tag: 'good' }, { tag: null }])
    await mark([at(2, 0)], { tag: 'bad' })
    expect(await marksOf(file.db, [at(1, 0), at(2, 0)])).toMatchObject([{ tag: 'good' }, { tag: 'bad' }])
  })

  test('when an object is read again, and when a full event takes the place of a flattened one', async () => {
    const cut = (ids: readonly string[]): Given => ({
      uri: 'cut',
      records: ids.map((id) => record(id)),
      object: { sha256: 'a'.repeat(64), state: 'partial', reason: 'ends early', bad: [], badCount: 1 },
    })
    await commit([cut(['1', '2'])])
    await mark([at(1, 1)], { star: true })
    await file.commit({ ...batchOf(file.tmp, [cut(['1', '2', '3'])]), again: [1] }, decoders, 1)
    expect(await found('starred:true')).toEqual(['2'])
    expect(await file.db.all('SELECT object_id, ordinal FROM marked')).toEqual([at(1, 1)])

    const lake = { ...plain, id: 'lake', select: { ...plain.select, fidelity: "'flattened'" } }
    const both = new Map([...decoders, [lake.id, lake]])
    await file.commit(batchOf(file.tmp, [{ uri: 'lake', records: [record('7')] }], 'lake'), both, 1)
    const [flattened] = await file.db.all<{ object_id: number; ordinal: number }>(
      "SELECT object_id, ordinal FROM event WHERE id = '7'",
    )
    await mark([flattened ?? at(0, 0)], { tag: 'bad' })
    const full = { ...plain, id: 'full', select: { ...plain.select, fidelity: "'full'" } }
    await file.commit(
      batchOf(file.tmp, [{ uri: 'full', records: [record('8'), record('7')] }], 'full'),
      new Map([[full.id, full]]),
      1,
    )
    expect(await file.db.all("SELECT fidelity FROM event WHERE id = '7'")).toEqual([{ fidelity: 'full' }])
    expect(await found('tag:bad')).toEqual(['7'])
  })

  test('and wait for events that are not there yet', async () => {
    await commit([three])
    await mark([at(1, 0)], { tag: 'bad' })
    const other = await newCase()
    expect(await carried(file, other)).toMatchObject({ fresh: 1 })
    expect(await lostMarks(other.db, 10)).toMatchObject({ total: 1, rows: [{ event_id: '1', value: 'bad' }] })
    expect(await markSummary(other.db)).toMatchObject({ events: 0, lost: 1 })
    await commit([three], other)
    expect(await found('tag:bad', other)).toEqual(['1'])
    expect(await markSummary(other.db)).toMatchObject({ events: 1, lost: 0 })
  })
})

describe('two people', () => {
  let other: CaseFile
  const as = (name: string) => vi.spyOn(people, 'who').mockReturnValue(name)
  beforeEach(async () => {
    other = await newCase()
    for (const each of [file, other]) await commit([three], each)
  })

  test('disagree until one of them decides, and then agree', async () => {
    as('ana@lab')
    await mark([at(1, 0)], { tag: 'bad' })
    as('bo@home')
    await mark([at(1, 0)], { tag: 'good' }, other)
    await mark([at(1, 1)], { star: true }, other)
    expect(await carried(other, file)).toEqual({ marks: 2, fresh: 2, refused: 0, people: ['bo@home'] })
    await carried(file, other)
    for (const each of [file, other]) {
      expect(await found('disputed:true', each)).toEqual(['1'])
      expect(await found('tag:good', each)).toEqual(['1'])
      expect((await eventMarks(each.db, at(1, 0))).disputes).toMatchObject([
        {
          aspect: 'tag',
          versions: [
            { value: 'good', by: 'bo@home' },
            { value: 'bad', by: 'ana@lab' },
          ],
        },
      ])
    }
    const [{ versions = [] } = {}] = (await eventMarks(file.db, at(1, 0))).disputes
    await file.writeMarks((tx) => decideMark(tx, versions[1]?.mark_id ?? ''))
    await carried(file, other)
    for (const each of [file, other]) {
      expect(await found('disputed:true', each)).toEqual([])
      expect(await found('tag:bad', each)).toEqual(['1'])
    }
  })

  test('say the same and do not disagree; who knew of the other just goes on', async () => {
    await mark([at(1, 0)], { tag: 'bad' })
    await mark([at(1, 0)], { tag: 'bad' }, other)
    await carried(file, other)
    expect(await markSummary(other.db)).toMatchObject({ disputed: 0, bad: 1 })
    await mark([at(1, 0)], { tag: 'suspicious' }, other)
    await carried(other, file)
    expect(await markSummary(file.db)).toMatchObject({ disputed: 0, bad: 0, suspicious: 1 })
  })

  test('cannot be made to say what they did not', async () => {
    await mark([at(1, 0)], { tag: 'bad' })
    const path = join(file.tmp, 'marks.json')
    await exportMarks(file.db, await file.info(), path)
    const forged = readFileSync(path, 'utf8').replace('"value":"bad"', '"value":"good"')
    expect(await other.writeMarks((tx) => importMarks(tx, readMarks(forged, 'forged')))).toMatchObject({
      fresh: 0,
      refused: 1,
    })
  })

  test.each([
    ['no JSON', 'nonsense', 'it is not JSON'],
    ['something else', '{"coldtrail":"bundle"}', 'no file of marks'],
    ['of a later version', '{"coldtrail":"marks","version":2}', 'version 2'],
    [
      'with an unknown tag',
      '{"coldtrail":"marks","version":1,"case":{"id":"a","name":"b"},"marks":[{"aspect":"tag"}]}',
      'marks.0',
    ],
  ])('refuse a file that is %s', (_, content, message) => {
    expect(() => readMarks(content, 'x.json')).toThrow(message)
  })

  test('and a third come to the same, whoever gives what to whom first, and however often', async () => {
    const seed = Number(process.env.SEED ?? 20_240_115)
    const random = seeded(seed)
    const third = await newCase()
    await commit([three], third)
    const cases = [file, other, third]
    const acts: ((of: CaseFile) => Promise<unknown>)[] = [
      (of) => mark([at(1, random(3))], { tag: (['bad', 'good', null] as const)[random(3)] ?? null }, of),
      (of) => mark([at(1, random(3)), at(1, random(3))], { star: random(2) === 0 }, of),
      (of) => mark([at(1, random(3))], { hidden: random(2) === 0, comment: `comment ${random(9)}` }, of),
      (of) =>
        of.writeMarks((tx) =>
          tellManualEvent(tx, { id: null, event: { time: `2024-01-1${random(9)}T00:00:00Z`, title: 'm', text: '' } }),
        ),
      (of) => of.writeMarks(undoMark).catch(() => undefined),
      (of) => carried(cases[random(3)] ?? of, of),
    ]
    for (let round = 0; round < 40; round++) {
      const who = random(3)
      as(`${'abc'[who]}@lab`)
      await acts[random(acts.length)]?.(cases[who] ?? file)
    }
    for (const order of [
      [0, 1],
      [2, 1],
      [1, 2],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 0],
    ] as const) {
      await carried(cases[order[0]] ?? file, cases[order[1]] ?? file)
    }
    const [a, b, c] = await Promise.all(cases.map(state))
    expect({ seed, a }).toEqual({ seed, a: b })
    expect({ seed, b }).toEqual({ seed, b: c })
  })
})

function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
