import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import * as z from 'zod'
import { type MarksImported, markTags } from '../../../shared/mark.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { placeMarks, touch } from './settle.ts'
import { markHash, travelling } from './tables.ts'

/** The version of the file format: what a later program writes otherwise gets another number. */
const formatVersion = 1
const page = 5000

/** Writes all marks of the case, in an order of their own, so that the same marks are the same bytes. Answers how many. */
export async function exportMarks(
  db: Db,
  of: { readonly id: string; readonly name: string },
  path: string,
  signal?: Signal,
): Promise<number> {
  const columns = Object.keys(travelling).map((name) =>
    name === 'replaces' ? 'to_json(replaces) AS replaces' : `"${name}"`,
  )
  const file = await open(path, 'w')
  try {
    const head = JSON.stringify({ coldtrail: 'marks', version: formatVersion, case: { id: of.id, name: of.name } })
    await file.write(`${head.slice(0, -1)},"marks":[`)
    let last = ''
    let rows = 0
    for (;;) {
      const marks = await db.all<{ mark_id: string; replaces: string }>(
        sql`SELECT ${columns.join(', ')} FROM mark WHERE mark_id > $last ORDER BY mark_id LIMIT ${page}`,
        { last },
        signal,
      )
      for (const mark of marks) {
        await file.write(
          `${rows === 0 ? '\n' : ',\n'}${JSON.stringify({ ...mark, replaces: JSON.parse(mark.replaces) })}`,
        )
        rows++
      }
      last = marks.at(-1)?.mark_id ?? ''
      if (marks.length < page) break
    }
    await file.write('\n]}\n')
    await file.sync()
    return rows
  } finally {
    await file.close()
  }
}

const hash = z.string().regex(/^[\da-f]{64}$/)
const short = z.string().min(1).max(300)
const time = z.iso.datetime({ precision: null })
const place = {
  mark_id: hash,
  event_id: z.string().min(1).max(10_000).nullable(),
  object_sha256: hash.nullable(),
  seen_at: z.int().min(0).max(4_294_967_295).nullable(),
  manual: z.boolean(),
  by: short,
  at: time,
  replaces: z.array(hash).max(10_000),
  act: short,
  undoes: short.nullable(),
  restores: hash.nullable(),
}
const yes = z.literal('true').nullable()
const text = z.string().min(1).max(20_000)
const none = z.null()
const Mark = z.discriminatedUnion('aspect', [
  z.strictObject({ ...place, aspect: z.literal('star'), comment: none, value: yes }),
  z.strictObject({ ...place, aspect: z.literal('hidden'), comment: none, value: yes }),
  z.strictObject({ ...place, aspect: z.literal('tag'), comment: none, value: z.enum(markTags).nullable() }),
  z.strictObject({ ...place, aspect: z.literal('comment'), comment: short, value: text.nullable() }),
  z.strictObject({
    ...place,
    manual: z.literal(true),
    aspect: z.literal('event'),
    comment: none,
    value: z.string().max(50_000).refine(isManualEvent, 'this is no manual event').nullable(),
  }),
])
const MarksFile = z.object({
  coldtrail: z.literal('marks'),
  version: z.literal(formatVersion),
  case: z.object({ id: z.string().max(300), name: z.string().max(300) }),
  marks: z.array(Mark).max(5_000_000),
})
const Told = z.strictObject({ time, title: z.string().min(1).max(1000), text: z.string().max(20_000) })

function isManualEvent(value: string): boolean {
  try {
    return Told.safeParse(JSON.parse(value)).success
  } catch {
    return false
  }
}

export type MarksFile = z.infer<typeof MarksFile> & { readonly sha256: string }

/** Reads a file of marks. Error `bad-input` with what is wrong with it; `newer` for one of a later version. */
export function readMarks(content: string, name: string): MarksFile {
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch (cause) {
    throw new Problem('bad-input', `'${name}' is no file of marks: it is not JSON`, { cause })
  }
  const version = z.object({ coldtrail: z.literal('marks'), version: z.int() }).safeParse(json)
  if (version.success && version.data.version > formatVersion) {
    throw new Problem(
      'newer',
      `'${name}' is written in version ${version.data.version} of the format, this Coldtrail reads version ${formatVersion}; read it with the Coldtrail that wrote it`,
    )
  }
  const read = MarksFile.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Problem(
      'bad-input',
      `'${name}' is no file of marks: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
    )
  }
  return { ...read.data, sha256: createHash('sha256').update(content).digest('hex') }
}

/** Adds what is not known yet. The marks of a case are a set, so files may come again and in any order. */
export async function importMarks(
  tx: Db,
  file: MarksFile,
): Promise<Pick<MarksImported, 'marks' | 'fresh' | 'refused' | 'people'>> {
  await tx.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM mark LIMIT 0`)
  const columns = Object.keys(travelling).map((name) => `"${name}"`)
  for (let from = 0; from < file.marks.length; from += page) {
    await tx.run(
      sql`
        INSERT INTO incoming (${columns.join(', ')}, source, current)
        SELECT ${columns.map((name) => (name === '"at"' ? 'CAST(CAST(said."at" AS TIMESTAMPTZ) AS TIMESTAMP)' : `said.${name}`)).join(', ')}, $source, true
        FROM (SELECT unnest(from_json($marks, '[${JSON.stringify(travelling)}]')) AS said)`,
      { marks: JSON.stringify(file.marks.slice(from, from + page)), source: file.sha256 },
    )
  }
  const [counts] = await tx.all<{ sound: number }>(
    sql`SELECT count(*) AS sound FROM incoming WHERE mark_id = ${markHash}`,
  )
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE scoped AS
    SELECT DISTINCT mark_id FROM incoming WHERE mark_id = ${markHash} AND mark_id NOT IN (SELECT mark_id FROM mark)`)
  const [fresh] = await tx.all<{ n: number }>(sql`SELECT count(*) AS n FROM scoped`)
  const people = await tx.all<{ by: string }>(
    sql`SELECT DISTINCT "by" FROM incoming WHERE mark_id IN (SELECT mark_id FROM scoped) ORDER BY "by" LIMIT 100`,
  )
  await tx.run(sql`
    INSERT INTO mark
    SELECT * FROM incoming WHERE mark_id IN (SELECT mark_id FROM scoped)
    QUALIFY row_number() OVER (PARTITION BY mark_id) = 1
    ORDER BY "at", mark_id`)
  await tx.run(sql`DROP TABLE temp.incoming`)
  const replaced = sql`
    SELECT mark.mark_id FROM mark JOIN (SELECT event_id, manual, aspect, comment, unnest(replaces) AS old FROM mark) newer
      ON newer.old = mark.mark_id AND newer.manual = mark.manual AND newer.aspect = mark.aspect
      AND newer.event_id IS NOT DISTINCT FROM mark.event_id AND newer.comment IS NOT DISTINCT FROM mark.comment
    WHERE mark.current`
  await touch(tx, sql`SELECT object_id, ordinal FROM mark WHERE mark_id IN (${replaced})`)
  await tx.run(sql`UPDATE mark SET current = false WHERE mark_id IN (${replaced})`)
  await placeMarks(tx)
  return {
    marks: file.marks.length,
    fresh: fresh?.n ?? 0,
    refused: file.marks.length - (counts?.sound ?? 0),
    people: people.map(({ by }) => by),
  }
}
