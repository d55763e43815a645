import type { Hit, Matched } from '../shared/detection.ts'
import type { Signal } from '../shared/signal.ts'
import { familiesIn } from './analyze.ts'
import { loadText } from './detect/load-rules.ts'
import { matchedQuestion } from './detect/matched-sql.ts'
import { namesFields, saidQuestion } from './detect/wazuh/said-sql.ts'
import type { CaseFile } from './store/case-file.ts'
import { type Detail, ruleTexts } from './store/detection/detail.ts'
import type { FoundHit } from './store/detection/hits.ts'

type EventPlace = readonly [objectId: number, ordinal: number]

/** Why each event of a detection is there, by the texts of the rules that found it. */
export async function whyMatched(
  file: CaseFile,
  { info, rows }: Detail,
  signal: Signal,
): Promise<readonly (readonly Matched[])[]> {
  const texts = info.kind === 'correlation' ? await ruleTexts(file.db, info.bases) : [info.text]
  const bases = texts.flatMap((text) => loadText(text, info.file).rules)
  const events = placesOf(rows)
  const why = new Map(events.map((event) => [event.join(), [] as Matched[]]))
  const families = await familiesIn(file)
  for (const base of bases) {
    if (base.kind !== 'event') continue
    const { sql, params, tests } = matchedQuestion(base, families, events)
    const found = await file.db.all<{ object_id: number; ordinal: number; test: number; values: string }>(
      sql,
      params,
      signal,
    )
    for (const { object_id, ordinal, test, values } of found.sort((a, b) => a.test - b.test)) {
      const tested = tests[test]
      if (tested) why.get(`${object_id},${ordinal}`)?.push({ ...tested, values: JSON.parse(values) as string[] })
    }
  }
  return events.map((event) => why.get(event.join()) ?? [])
}

/** What the rule of a detection says of each of its events; null where its title names no fields. */
export async function saidOfRows(
  file: CaseFile,
  { info, rows }: Detail,
  signal: Signal,
): Promise<readonly (string | null)[]> {
  const events = placesOf(rows)
  // Rules of Wazuh are kept as XML; a title of Sigma says what it says.
  const isTemplate = info.text.startsWith('<') && namesFields(info.title)
  const said = isTemplate ? await saidOf(file, info.title, events, signal) : new Map<string, string>()
  return events.map((event) => said.get(event.join()) ?? null)
}

/** The hits of events with what their rules say of each, where titles name fields. */
export async function hitsSaid(
  file: CaseFile,
  events: readonly { readonly object_id: number; readonly ordinal: number }[],
  hits: readonly (readonly FoundHit[])[],
  signal: Signal,
): Promise<readonly (readonly Hit[])[]> {
  const places = events.map(({ object_id, ordinal }): EventPlace => [object_id, ordinal])
  const titles = new Set(hits.flat().flatMap((hit) => (hit.fromXml && namesFields(hit.title) ? [hit.title] : [])))
  const said = new Map<string, ReadonlyMap<string, string>>()
  for (const title of titles) {
    const theirs = places.filter((_, at) => hits[at]?.some((hit) => hit.title === title))
    said.set(title, await saidOf(file, title, theirs, signal))
  }
  return hits.map((each, at) =>
    each.map(({ fromXml: _, ...hit }) => ({
      ...hit,
      title: said.get(hit.title)?.get(places[at]?.join() ?? '') ?? hit.title,
    })),
  )
}

async function saidOf(
  file: CaseFile,
  title: string,
  events: readonly EventPlace[],
  signal: Signal,
): Promise<ReadonlyMap<string, string>> {
  const { sql, params } = saidQuestion(title, await familiesIn(file), events)
  const rows = await file.db.all<{ object_id: number; ordinal: number; said: string }>(sql, params, signal)
  return new Map(rows.map(({ object_id, ordinal, said }) => [`${object_id},${ordinal}`, said]))
}

/** The first two columns of the rows of a detection. */
function placesOf(rows: Detail['rows']): readonly EventPlace[] {
  return rows.rows.map((cells) => [Number(cells[0]), Number(cells[1])])
}
