import type { CollectionPlan, SourcePlan } from '../../shared/collection.ts'
import { count, size } from './quantities.ts'

/** The fields of the contract, then what else the plan knows. */
export function planJson(plan: CollectionPlan) {
  const sum = (of: (source: SourcePlan) => number | null) =>
    plan.sources.reduce((all, source) => all + (of(source) ?? 0), 0)
  return {
    planned: { objects: sum(({ objects }) => objects), bytes: sum(({ bytes }) => bytes) },
    requests: { GetObject: sum(({ requests }) => requests) },
    known: { objects: sum(({ known }) => known.objects), bytes: sum(({ known }) => known.bytes) },
    ...plan,
  }
}

/** A plan in a few lines a source. */
export function planLines(plan: CollectionPlan): readonly string[] {
  const { free, needed } = plan.room
  return [
    ...plan.sources.flatMap(sourceLines),
    `room: about ${size(needed)} are needed, ${size(free)} are free${needed > free ? ': that is too little' : ''}`,
  ]
}

function sourceLines(source: SourcePlan): readonly string[] {
  const { objects, bytes, known, minutes, dollars, noncurrent, deleteMarkers, places } = source
  if (bytes === null) {
    const what = objects === null ? 'how much there is cannot be known before' : `about ${count(objects, 'message')}`
    return [`${source.source}: ${what}`]
  }
  const different = (of: (place: SourcePlan['places'][number]) => string | null) =>
    new Set(places.map(of).filter(Boolean)).size
  const places_ = [
    count(
      different(({ account }) => account),
      'account',
    ),
    count(
      different(({ region }) => region),
      'region',
    ),
    count(
      different(({ day }) => day),
      'day',
    ),
  ].join(' × ')
  const deleted = [
    noncurrent > 0 ? count(noncurrent, 'noncurrent version') : '',
    deleteMarkers > 0 ? count(deleteMarkers, 'delete marker') : '',
  ].filter((part) => part !== '')
  return [
    `${source.source}: ${count(objects ?? 0, 'object')} (${size(bytes)}) to fetch; ${places_}`,
    `  about ${minutes} min, ${(dollars ?? 0).toFixed(4)} USD for requests; ${count(known.objects, 'object')} in the case already`,
    ...(deleted.length > 0 ? [`  ${deleted.join(' and ')}: logs that somebody overwrote or deleted`] : []),
  ]
}
