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
  const about = plan.sources.every(({ bytes }) => bytes !== null) ? 'about' : 'at least'
  const wanted = needed > 0 ? `${about} ${size(needed)} are needed, ` : ''
  return [
    ...plan.sources.flatMap(sourceLines),
    `room: ${wanted}${size(free)} are free${needed > free ? ': that is too little' : ''}`,
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
  // Keys of delivery streams name no account and no region.
  const from = [
    [different(({ account }) => account), 'account'],
    [different(({ region }) => region), 'region'],
    [different(({ day }) => day), 'day'],
  ] as const
  const said = from.flatMap(([n, what]) => (n > 0 ? [count(n, what)] : [])).join(' × ')
  const deleted = [
    noncurrent > 0 ? count(noncurrent, 'noncurrent version') : '',
    deleteMarkers > 0 ? count(deleteMarkers, 'delete marker') : '',
  ].filter((part) => part !== '')
  return [
    `${source.source}: ${count(objects ?? 0, 'object')} (${size(bytes)}) to fetch${said && `; ${said}`}`,
    `  about ${minutes} min, ${(dollars ?? 0).toFixed(4)} USD for requests; ${count(known.objects, 'object')} in the case already`,
    ...(deleted.length > 0 ? [`  ${deleted.join(' and ')}: logs that somebody overwrote or deleted`] : []),
  ]
}
