import { readFileSync } from 'node:fs'
import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportXlsx } from '../../main/report/xlsx/file.ts'
import { labelType, sentenceType, sheetXml } from '../../main/report/xlsx/sheet.ts'
import type { ReportDocument } from '../../shared/report/document.ts'
import { type ReportFormat, reportFiles, reportFormatOf, reportFormats } from '../../shared/report/formats.ts'
import type { Cell } from '../../shared/rows.ts'
import { hostile, hostileRecord, never, type Reporting, reportingOn, userCreated } from './reporting.ts'

let here: Reporting
beforeAll(async () => {
  here = await reportingOn(
    Array.from({ length: 4 }, (_, place) => hostileRecord(place)),
    userCreated,
  )
  const put = (block: object) =>
    here.api.putBlock({ id: null, before: null, title: '', note: '', ...block } as never, never)
  await put({
    content: { kind: 'text' },
    title: hostile,
    note: `# Big\n\n${hostile}\n\n<b>raw</b> ![p](http://h/x.png)\n\n\`<i>\``,
  })
  await put({ content: { kind: 'findings', tactic: null } })
  await put({
    content: {
      kind: 'events',
      filter: { search: '', from: null, to: null },
      columns: ['time', 'action', 'user_agent'],
      limit: null,
    },
  })
  await put({ content: { kind: 'chart', filter: { search: '', from: null, to: null }, by: 'action', show: 'time' } })
  await put({
    content: {
      kind: 'query',
      sql: 'SELECT \'=1+1\' AS "=a", 9007199254740993 AS big, 1.5 AS half, true AS yes, NULL AS none',
    },
  })
})
afterAll(() => here.close())

const ending = (format: ReportFormat) => `report.${reportFiles[format].extension}`

test.each(reportFormats)('%s is found by its ending', (format) => {
  expect(reportFormatOf(`/x/${ending(format)}`)).toBe(format)
})

async function all<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const piece of pieces) list.push(piece)
  return list
}

/** What is another thing in every run. */
function steady(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA-256')
    .replace(/\/0\.\d+\//g, '/random/')
    .replace(/20(?!26-03)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+Z| UTC)/g, 'NOW')
    .replace(/\b\w+(?:@|&#64;)[\w.-]+/g, 'somebody')
}

test.each(reportFormats.filter((format) => !['html', 'pdf', 'xlsx'].includes(format)))(
  '%s is as its golden file',
  async (format) => {
    const text = readFileSync(await here.write(ending(format), { format }), 'utf8')
    expect(readFileSync(await here.write(`again-${ending(format)}`, { format }), 'utf8')).toBe(text)
    await expect(steady(text)).toMatchFileSnapshot(`golden/${format}.txt`)
  },
)

test('json can be read, line by line as by a program', async () => {
  const { head, sections } = JSON.parse(readFileSync(await here.write('read.json', { format: 'json' }), 'utf8'))
  expect(head.format).toBe('coldtrail-report 1')
  expect(sections.at(-1).parts[0].rows).toEqual([['=1+1', '9007199254740993', '1.5', true, null]])
  const bundle = JSON.parse(readFileSync(await here.write('read.stix.json', { format: 'stix' }), 'utf8'))
  expect(
    bundle.objects
      .map(({ type }: { type: string }) => type)
      .sort()
      .join(),
  ).toMatch(/^identity,indicator.*sighting$/)
  // Versions of one object were all created at one time: that of the case, whatever the report became since.
  const times = bundle.objects.map((object: { created: string; modified: string }) => [
    object.created,
    object.modified > object.created,
  ])
  expect(times).toEqual(bundle.objects.map(() => [head.case.createdAt, true]))
})

test('a workbook is opened by other code, and nothing in it is a formula', async () => {
  const path = await here.write('report.xlsx', { format: 'xlsx' })
  const sheets = await readXlsx(path)
  expect(sheets.map(({ sheet }) => sheet)).toEqual([
    'Report',
    'Figures',
    '1 Findings in numbers',
    '2 Findings by rule',
    '3 How many there are',
    '4 All of them',
    '5 Events over time by Ac',
    '6 Rows of the query',
    'Objects',
  ])
  const shown = hostile.replace('\u202e', '\\u202e')
  const events = sheets[5]?.data ?? []
  expect(events[0]).toEqual(['Time', 'Action', 'User agent', 'object_id', 'ordinal'])
  expect(events[1]).toEqual(['2026-03-01T10:00:00Z', 'CreateUser', shown, 1, 0])
  expect(sheets[7]?.data).toEqual([
    ['=a', 'big', 'half', 'yes', 'none'],
    ['=1+1', '9007199254740993', 1.5, true, null],
  ])
  expect(readFileSync(await here.write('again.xlsx', { format: 'xlsx' })).equals(readFileSync(path))).toBe(true)
})

test('a workbook is printed on pages that lie, as wide as they are, and its sentences have lines', async () => {
  const rows = [['Note', `${'word '.repeat(30)}`]] as const
  async function* pages() {
    yield rows
  }
  const columns = [labelType, sentenceType].map((type) => ({ name: '', type }))
  const xml = (await all(sheetXml({ name: 'a', columns, widths: [20, 120], pages }))).join('')
  expect(xml).toContain('<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>')
  expect(xml).toMatch(/<row r="2" ht="26" customHeight="1"><c r="A2" s="1" .*<c r="B2" s="3" /)
})

test('rows that a sheet does not hold go on in another, and markup of the format is text', async () => {
  const rows = Array.from({ length: 7 }, (_, at): Cell[] => [at, `_x0041_ ${at}\u0000<&`])
  async function* pages() {
    yield rows.slice(0, 5)
    yield rows.slice(5)
  }
  const figure = { number: 1, title: 'a:b*c?[d]/e\\f', show: { kind: 'table' }, rows: 7, problem: null, records: null }
  const columns = ['n', 'text'].map((name, at) => ({ name, type: at === 0 ? 'INTEGER' : 'VARCHAR' }))
  const question = { kind: 'sql', sql: 'SELECT 1' }
  const document = {
    head: { case: {}, title: '', author: '', events: 0, objects: 0, lastImport: null, changedAt: null },
    sections: [{ block: 1, title: '', parts: [{ kind: 'figure', figure: { ...figure, columns, question, pages } }] }],
    objects: [],
  } as unknown as ReportDocument
  const sheets = await readXlsx(Buffer.concat(await all(reportXlsx(document, 3))))
  expect(sheets.map(({ sheet }) => sheet).slice(2, 5)).toEqual([
    '1 a b c d e f (1)',
    '1 a b c d e f (2)',
    '1 a b c d e f (3)',
  ])
  expect(sheets.slice(2, 5).map(({ data }) => data.length)).toEqual([4, 4, 2])
  expect(sheets[4]?.data[1]).toEqual([6, '_x0041_ 6␀<&'])
})
