import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { BlockContent } from '../shared/report/block.ts'
import { isNumber } from '../shared/report/cell-text.ts'
import type { Figure, FigureQuestion, PartOf, ReportDocument, SectionOf } from '../shared/report/document.ts'
import type { Cell, Column } from '../shared/rows.ts'
import type { Signal } from '../shared/signal.ts'
import { type Joiner, joinPseudonyms } from './join-pseudonyms.ts'
import { ordinaryWords } from './ordinary-words.ts'
import { candidates } from './report/share/candidates.ts'
import { closedPieces, type Piece } from './report/share/pieces.ts'
import { isPlainWord, publicTest } from './report/share/public.ts'
import { hasSpaceless, spaceless, spacelessNames } from './report/share/spaceless.ts'
import { wordPieces } from './report/share/words.ts'
import type { CaseFile } from './store/case-file.ts'
import { namesOf, publicWords } from './store/pseudonyms.ts'
import { digest } from './store/read/figure.ts'
import { foreignText } from './store/read/foreign-text.ts'
import { wordsInEvidence } from './store/read/words-in-evidence.ts'
import { readReport } from './store/report.ts'
import { who } from './store/who.ts'

type Words = (text: string) => readonly Piece[]

/** How parts of a report are written with pseudonyms in the place of everything that could name somebody. */
export interface Sharing {
  readonly join: Joiner
  /** `isAsked`: a person asked it, so the question is kept in the case. */
  figure(figure: Figure, isAsked: boolean): Promise<Figure>
  objects(objects: ReportDocument['objects']): Promise<ReportDocument['objects']>
  /** What people wrote. */
  text(text: string): Promise<string>
  /** Looks for the names in many texts at once, so that they need not be looked for one by one. */
  learn(texts: readonly string[]): Promise<void>
  drop(): Promise<void>
}

/** `gives` false: values without a pseudonym get none, so nothing is written (for verifying). */
export async function sharing(
  file: CaseFile,
  { gives }: { readonly gives: boolean },
  signal: Signal,
): Promise<Sharing> {
  const isPublic = publicTest(await publicWords(file.db, signal))
  const names = await namesOf(file.db, signal)
  const ordinary = await ordinaryWords()
  // Whoever writes the file may be another than who checks it; what was hidden then has its pseudonym.
  const here = [basename(file.path, '.coldtrail'), ...(gives ? who().split('@') : [])]
  const called = [(await file.info()).name, (await readReport(file.db)).author, ...here]
  const own = [...called, ...candidates(called, ordinary)].filter((name) => name.length >= 3 || spaceless.test(name))
  const join = joinPseudonyms(file, gives)
  const stands = new Map<string, boolean>()
  /** Words that stand somewhere in the logs; each is looked for once. */
  const inEvidence = async (texts: readonly string[]) => {
    const asked = candidates(texts, ordinary)
    const fresh = asked.filter((word) => !stands.has(word))
    const found = new Set(await wordsInEvidence(file.db, fresh, signal))
    for (const word of fresh) stands.set(word, found.has(word))
    return asked.filter((word) => stands.get(word))
  }
  let foreign: Promise<string> | undefined
  const inForeign = async (texts: readonly string[]) => {
    if (!hasSpaceless(texts)) return []
    foreign ??= foreignText(file.db, signal)
    return spacelessNames(texts, await foreign)
  }
  const wordsOf = async (texts: readonly string[]): Promise<Words> => {
    const found = new Set([
      ...(await names.in(texts)),
      ...own,
      ...(await inEvidence(texts)),
      ...(await inForeign(texts)),
    ])
    const hidden = [...found].filter((name) => !isPlainWord(name) && !isPublic(name))
    return (text) => wordPieces(text, hidden, isPublic)
  }
  return {
    join,
    figure: async (figure, isAsked) =>
      shareFigure(figure, isAsked, { isPublic, join, words: await wordsOf(await textsOf(figure)) }),
    objects: (objects) => shareObjects(objects, isPublic, join),
    text: async (text) => join.one((await wordsOf([text]))(text)),
    learn: async (texts) => {
      await inEvidence(texts)
    },
    drop: () => names.drop(),
  }
}

/** A report with pseudonyms. `kinds`: what each section is. Drop what it stands on when it is written. */
export async function shareDocument(
  share: Sharing,
  { head, sections, objects }: ReportDocument,
  kinds: readonly BlockContent['kind'][],
): Promise<ReportDocument> {
  const { join } = share
  const written: SectionOf<Figure>[] = []
  await share.learn([head.title, ...(await Promise.all(sections.map(textsIn))).flat()])
  for (const [at, section] of sections.entries()) {
    const isAsked = kinds[at] === 'events' || kinds[at] === 'chart' || kinds[at] === 'query'
    const parts: PartOf<Figure>[] = []
    for (const part of section.parts) {
      if (part.kind === 'figure') parts.push({ kind: 'figure', figure: await share.figure(part.figure, isAsked) })
      else if (part.kind === 'text') parts.push({ kind: 'text', text: await share.text(part.text) })
      else parts.push(part)
    }
    written.push({ ...section, title: await share.text(section.title), parts })
  }
  const name = (text: string) => join.one(text === '' ? [] : [{ original: text, kind: 'name' }])
  return {
    head: {
      ...head,
      title: head.title === head.case.name ? 'Report' : await share.text(head.title),
      author: await name(head.author),
      case: { ...head.case, name: await name(head.case.name) },
      shared: true,
    },
    sections: written,
    objects: await share.objects(objects),
  }
}

interface Hiding {
  readonly isPublic: (word: string) => boolean
  readonly words: Words
  readonly join: Joiner
}

/** Every question of a person is kept in the case: what it looks for would be told by it. */
async function shareFigure(figure: Figure, isAsked: boolean, hiding: Hiding): Promise<Figure> {
  const { words, join } = hiding
  const { question, behind } = figure
  const text = question.kind === 'sql' ? question.sql + (behind ?? '') : ''
  const namesOne = question.kind === 'iam' && question.only !== undefined
  const tells = isAsked || namesOne || words(text).some((piece) => typeof piece !== 'string')
  const asked: FigureQuestion = tells
    ? { kind: 'kept', name: await join.one([{ original: JSON.stringify({ question, behind }), kind: 'question' }]) }
    : question
  const names = await join.all(
    figure.columns.map(({ name }) =>
      isFromData(name, isAsked, question) ? closedPieces(name, hiding.isPublic) : words(name),
    ),
  )
  const columns = figure.columns.map(({ type }, at) => ({ name: names[at] ?? '', type: openType(type) }))
  const pages = sharedPages(figure, hiding)
  return {
    ...figure,
    title: await join.one(words(figure.title)),
    question: asked,
    behind: tells ? null : behind,
    columns,
    problem: figure.problem === null ? null : 'the reason is kept in the case',
    asked: createHash('sha256').update(JSON.stringify(asked)).digest('hex'),
    sha256: figure.problem === null ? (await digest(columns, pages())).sha256 : '',
    pages,
  }
}

/** A column that nobody wrote into the query is called by a value (PIVOT), or by what a function is called. */
function isFromData(name: string, isAsked: boolean, question: FigureQuestion): boolean {
  return isAsked && question.kind === 'sql' && !question.sql.toLowerCase().includes(name.toLowerCase())
}

/** Members of structs and values of enums are named in types; what such a column holds is hidden whole. */
function openType(type: string): string {
  return /^[A-Z0-9_ ]+(?:\(\d+,\s?\d+\))?$/.test(type) ? type : 'VARCHAR'
}

function sharedPages(figure: Figure, hiding: Hiding): Figure['pages'] {
  const said = figure.columns.map(({ name }) => figure.words?.includes(name) === true)
  return async function* (most) {
    for await (const rows of figure.pages(most)) {
      const pieces = rows.map((row) =>
        row.map((cell, at) => cellPieces(cell, figure.columns[at], said[at] === true, hiding)),
      )
      const joined = await hiding.join.all(pieces.flat().map((each) => each ?? []))
      let next = 0
      yield rows.map((row, line) =>
        row.map((cell, at) => {
          const text = joined[next++] ?? ''
          return pieces[line]?.[at] == null ? cell : text
        }),
      )
    }
  }
}

/** Null: the cell can be shown as it is. */
function cellPieces(
  cell: Cell,
  column: Column | undefined,
  isSaid: boolean,
  { isPublic, words }: Hiding,
): readonly Piece[] | null {
  if (cell === null || typeof cell === 'boolean') return null
  const { name = '', type = '' } = column ?? {}
  const text = String(cell)
  if (isSaid) return words(text)
  if (/^(?:TIMESTAMP|DATE|TIME|INTERVAL)/.test(type) && !type.endsWith(']')) return null
  if (isNumber(type)) {
    const account = /^-?(\d{12})(?:\.0*)?$/.exec(text)?.[1]
    return account !== undefined && !/^Bytes/.test(name) ? [{ original: account, kind: 'account' }] : null
  }
  if (type !== 'VARCHAR') return [{ original: text, kind: 'text' }]
  if (/^SHA-256/.test(name) && /^[0-9a-f]{64}$/.test(text)) return null
  return closedPieces(text, isPublic)
}

/** Objects without what they are called and who brought them; their hashes and sizes stay. */
async function shareObjects(
  objects: ReportDocument['objects'],
  isPublic: (word: string) => boolean,
  join: Joiner,
): Promise<ReportDocument['objects']> {
  const uris = await join.all(objects.map(({ uri }) => [{ original: uri, kind: 'place' }]))
  const people = await join.all(objects.map(({ imported_by }) => closedPieces(imported_by, isPublic)))
  return objects.map((object, at) => ({ ...object, uri: uris[at] ?? '', imported_by: people[at] ?? '' }))
}

async function textsIn({ title, parts }: SectionOf<Figure>): Promise<readonly string[]> {
  const all = [title]
  for (const part of parts)
    if (part.kind === 'text') all.push(part.text)
    else if (part.kind === 'figure') all.push(...(await textsOf(part.figure)))
  return all
}

/** What people and rules wrote of a figure and in it, to look for names in. */
async function textsOf(figure: Figure): Promise<readonly string[]> {
  const { question, title, behind, columns, words = [] } = figure
  const all = new Set([title, ...columns.map(({ name }) => name)])
  if (question.kind === 'sql') all.add(question.sql + (behind ?? ''))
  const said = columns.flatMap(({ name }, at) => (words.includes(name) ? [at] : []))
  if (said.length > 0)
    for await (const rows of figure.pages())
      for (const row of rows) for (const at of said) all.add(String(row[at] ?? ''))
  return [...all]
}
