import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ReportVerified } from '../../shared/job.ts'
import type { BlockContent } from '../../shared/report/block.ts'
import { add } from '../detect/detecting.ts'
import { hostile, hostileRecord, never, type Reporting, reportingOn, userCreated } from './reporting.ts'

let here: Reporting
let file: Reporting['file']
let api: Reporting['api']
let folder: string
let done: Reporting['done']

const write = (name: string) => here.write(name, { format: 'html' })
async function verified(path: string): Promise<ReportVerified> {
  const job = await done(() => api.startVerifyReport({ path }, never))
  expect(job.error).toBeNull()
  return job.result as ReportVerified
}
const put = (content: BlockContent, title = '', note = '') =>
  api.putBlock({ id: null, before: null, title, note, content }, never)

vi.setConfig({ testTimeout: 120_000 })
beforeAll(async () => {
  here = await reportingOn(
    Array.from({ length: 12 }, (_, place) => hostileRecord(place)),
    userCreated,
  )
  ;({ file, api, folder, done } = here)
})
afterAll(() => here.close())

describe('composing', () => {
  test('begins with nothing, and refuses to write that', async () => {
    expect(await api.report({}, never)).toMatchObject({ blocks: [], revision: 0, canUndo: false })
    const job = await done(() =>
      api.startReport({ format: 'html', path: join(folder, 'none.html'), share: false }, never),
    )
    expect(job.error?.message).toMatch(/no blocks yet/)
    expect(existsSync(join(folder, 'none.html'))).toBe(false)
  })

  test('adds, moves, changes and removes blocks, and undoes each of it', async () => {
    await put({ kind: 'text' }, 'Summary', 'It happened.')
    await put({ kind: 'glossary' })
    const { blocks } = await api.putBlock(
      { id: null, before: 2, title: '', note: '', content: { kind: 'coverage' } },
      never,
    )
    expect(blocks.map(({ id }) => id)).toEqual([1, 3, 2])
    expect((await api.moveBlock({ id: 2, before: 1 }, never)).blocks.map(({ id }) => id)).toEqual([2, 1, 3])
    const changed = await api.putBlock(
      { id: 1, before: null, title: 'In short', note: 'So.', content: { kind: 'text' } },
      never,
    )
    expect(changed.blocks[1]).toEqual({ id: 1, title: 'In short', note: 'So.', content: { kind: 'text' } })
    expect((await api.removeBlock({ id: 3 }, never)).blocks.map(({ id }) => id)).toEqual([2, 1])
    const back = [await api.undoReport({}, never), await api.undoReport({}, never), await api.undoReport({}, never)]
    expect(back.map((report) => report.blocks.map(({ id, title }) => `${id}${title}`))).toEqual([
      ['2', '1In short', '3'],
      ['2', '1Summary', '3'],
      ['1Summary', '3', '2'],
    ])
    await expect(api.removeBlock({ id: 99 }, never)).rejects.toThrow(/no block 99/)
    const { revision } = await api.nameReport({ author: 'Ana' }, never)
    const late = { revision: revision - 1 }
    const doing = [
      api.undoReport(late, never),
      api.draftReport(late, never),
      api.removeBlock({ id: 1, ...late }, never),
    ]
    for (const { reason } of (await Promise.allSettled(doing)) as readonly PromiseRejectedResult[])
      expect(reason.message).toMatch(/changed meanwhile, by .*: look at it as it is now/)
    await api.undoReport({ revision }, never)
  })

  test('drafts the attack in the order of its tactics, and the same each time', async () => {
    const one = await api.draftReport({}, never)
    const kinds = one.blocks.map(({ content, title }) => (content.kind === 'findings' ? title : content.kind))
    expect(kinds).toEqual([
      'text',
      'coverage',
      'timeline',
      'text',
      'Persistence',
      'All findings',
      'identities',
      'iam',
      'indicators',
      'text',
      'text',
      'evidence',
      'glossary',
    ])
    expect(one.blocks[4]?.note).toBe(
      '- 2026-03-01 10:00:00Z: A user was created, by ` arn:aws:iam::111122223333:user/mallory-the-guest `',
    )
  })
})

describe('the HTML file', () => {
  let whole: string | undefined

  test('has the same bytes for the same case, and holds', async () => {
    const [one, other] = [await write('one.html'), await write('other.html')]
    expect(readFileSync(other).equals(readFileSync(one))).toBe(true)
    const result = await verified(one)
    expect(result.figures.filter(({ holds }) => !holds)).toEqual([])
    expect(result).toMatchObject({ stands: true, isAsWritten: true, written: {}, otherCase: null, sources: [] })
    expect(result.figures.length).toBeGreaterThan(15)
  })

  test('holds no log text that acts or hides', async () => {
    // What follows needs few figures.
    for (const { id, content } of (await api.report({}, never)).blocks) {
      if (!['coverage', 'text', 'findings'].includes(content.kind)) await api.removeBlock({ id }, never)
    }
    await put(
      { kind: 'events', filter: { search: '', from: null, to: null }, columns: ['time', 'user_agent'], limit: 5 },
      hostile,
      `${hostile}\n\n<b>raw</b> [a](javascript:alert(1)) ![p](http://h/x.png)`,
    )
    await put({ kind: 'event', object_id: 1, ordinal: 0 })
    const text = readFileSync(await write('hostile.html'), 'utf8')
    expect(text.match(/<script/g)).toEqual(['<script'])
    expect(text).not.toMatch(/<img|onerror=alert\(1\)>|<b>raw|href="[^#]|javascript:alert\(1\)"|\u202e/)
    expect(text).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;=cmd')
    expect(await verified(join(folder, 'hostile.html'))).toMatchObject({ stands: true })
  })

  test.each([
    ['a number that is seen', (text: string) => text.replace('<dd>12</dd>', '<dd>13</dd>'), 'page'],
    ['a sentence of the person', (text: string) => text.replace('in five sentences', 'in six sentences'), 'page'],
    [
      'a sentence and the data it was made of',
      (text: string) => text.replaceAll('in five sentences', 'in six sentences'),
      'words',
    ],
    ['an address of an object', (text: string) => text.replaceAll('/0.json', '/9.json'), 'source'],
    ['a row with its hash kept', (text: string) => text.replaceAll('mallory-the-guest', 'somebody-else'), 'figure'],
    ['its question', (text: string) => text.replaceAll('FROM object)', 'FROM event)'), 'figure'],
  ])('does not hold after a change of %s', async (_, change, what) => {
    whole ??= readFileSync(await write('whole.html'), 'utf8')
    const before = whole
    const after = change(before)
    expect(after).not.toBe(before)
    const path = join(folder, 'changed.html')
    writeFileSync(path, after)
    const result = await verified(path)
    expect(result.stands).toBe(false)
    const broken = {
      page: !result.isAsWritten,
      words: result.isAsWritten && result.written === null,
      source: result.sources.length > 0,
      figure: result.figures.some(({ holds }) => !holds),
    }
    expect(broken).toMatchObject({ [what]: true })
  })

  test('holds although another version makes another page, once the audit log has that very file', async () => {
    const path = join(folder, 'older.html')
    const text = readFileSync(await write('newer.html'), 'utf8').replace('<body>', '<body class="older">')
    writeFileSync(path, text)
    expect(await verified(path)).toMatchObject({ stands: false, isAsWritten: false, written: null })
    file.audit('report-written', { sha256: createHash('sha256').update(text).digest('hex') })
    expect(await verified(path)).toMatchObject({ stands: true, isAsWritten: true })
  })

  test('says which figures no longer hold when the case has more events', async () => {
    const path = await write('before.html')
    await add(file, [hostileRecord(3, { eventID: 'later', eventTime: '2026-03-20T10:00:00Z' })])
    const result = await verified(path)
    expect(result).toMatchObject({ stands: false, isAsWritten: true, otherCase: null })
    const broken = result.figures.filter(({ holds }) => !holds).map(({ title }) => title)
    expect(broken).toContain('What was examined')
    expect(broken).not.toContain('Findings by rule')
  })

  test('tells in its place why a figure could not be computed', async () => {
    await put({ kind: 'query', sql: 'SELECT nothing FROM event' }, 'Wrong')
    await put({ kind: 'query', sql: "SELECT * FROM read_blob('/etc/passwd')" }, 'Forbidden')
    const text = readFileSync(await write('problems.html'), 'utf8')
    expect(text).toMatch(/This could not be computed:[^<]*nothing/)
    expect(text).toMatch(/This could not be computed:[^<]*read_blob/)
    expect(await verified(join(folder, 'problems.html'))).toMatchObject({ stands: true })
  })

  test('is no report when Coldtrail did not write it', async () => {
    const path = join(folder, 'other-page.html')
    writeFileSync(path, '<p>Hello</p>')
    const job = await done(() => api.startVerifyReport({ path }, never))
    expect(job.error?.message).toMatch(/no report that Coldtrail wrote/)
  })
})

describe('the preview of a block', () => {
  const preview = (content: BlockContent, rows = 50, note = '') =>
    api.previewBlock({ block: { title: '', note, content }, rows }, never)

  test('is the section of the export, as it stands there', async () => {
    const { blocks } = await put({ kind: 'coverage' }, 'Seen', 'So *much*.')
    const block = blocks.at(-1)
    if (!block) throw new Error('nothing was put')
    const { html } = await api.previewBlock(
      { block: { title: block.title, note: block.note, content: block.content }, rows: 50 },
      never,
    )
    const section = (text: string) =>
      /<h2 id="block-\d+">Seen[\s\S]*?<\/section>/
        .exec(text)?.[0]
        .replace(/\d+/g, '#')
        .replace(/<a href="[^"]*">/g, '<a>')
    expect(section(html)).toBe(section(readFileSync(await write('seen.html'), 'utf8')))
    await api.removeBlock({ id: block.id }, never)
  })

  test('runs nothing, leads nowhere, and says when a table is cut', async () => {
    const all = await preview({ kind: 'query', sql: 'SELECT user_agent, object_id, ordinal FROM event ORDER BY ALL' })
    expect(all.isCut).toBe(false)
    expect(all.html).not.toMatch(/<script|<img|<a href/)
    expect(all.html.replaceAll('<wbr>', '')).toContain('&lt;/script&gt;')
    const few = await preview({ kind: 'query', sql: 'SELECT id FROM event' }, 5)
    expect(few.isCut).toBe(true)
    expect(few.html.match(/<tr>/g)).toHaveLength(6)
  })

  test('of a table with many columns paper has those that fit, and says so', async () => {
    const columns = (many: number) => Array.from({ length: many }, (_, at) => `${at} AS c${at}`).join(', ')
    const shown = async (many: number) => (await preview({ kind: 'query', sql: `SELECT ${columns(many)}` })).html
    expect(await shown(12)).not.toContain('<figure id="figure-1" class="wide">')
    expect(await shown(16)).toContain('<figure id="figure-1" class="wide">')
    expect(await shown(16)).not.toContain('On paper stand')
    expect(await shown(17)).toContain('On paper stand the first 16 of 17 columns; the file has all of them.')
    expect(await shown(17)).toContain('nth-child(n+17)')
  })

  test('says in its place why something cannot be computed', async () => {
    const { html } = await preview({ kind: 'query', sql: "SELECT * FROM read_text('/etc/passwd')" })
    expect(html).toContain('This could not be computed')
  })

  test('charts count by what rules say, each event once for each', async () => {
    const filter = { search: '', from: null, to: null }
    const { html } = await preview({ kind: 'chart', filter, by: 'rule', show: 'ranked' })
    expect(html).toContain('A user was created')
    expect(html).toContain('Events by Rule')
    const { blocks } = await put({ kind: 'chart', filter, by: 'rule', show: 'time' })
    expect(await verified(await write('by-rule.html'))).toMatchObject({ stands: true })
    await api.removeBlock({ id: blocks.at(-1)?.id ?? 0 }, never)
  })

  test('a weakness that is not there is nothing, and no other one', async () => {
    const only = { kind: 'finding', key: '["none"]', to: null } as const
    const { html } = await preview({ kind: 'iam', at: '2026-03-09T00:00:00Z', only })
    expect(html).toContain('no row of the case answers this')
  })
})
