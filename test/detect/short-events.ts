import type { Record_ } from './detecting.ts'

/** A rule for the event of that name. */
export const base = (name: string) =>
  `title: Rule ${name}\nid: id-${name}\nname: name_${name}\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: ${name}}, condition: s}`
/** Rules for the events A, B and C. */
export const bases = ['A', 'B', 'C'].map(base).join('\n---\n')

/** `A@5 user=u`: the event A in second 5 of a day, its number is its place. */
export function events(line: string): readonly Record_[] {
  return line.split(', ').map((each, place) => {
    const [, eventName, second, rest = ''] = /^(\w+)@(\d+)(.*)$/.exec(each) ?? []
    const eventTime = new Date(Date.UTC(2024, 0, 1, 0, 0, Number(second))).toISOString().replace('.000', '')
    const given = Object.fromEntries(
      rest
        .trim()
        .split(' ')
        .flatMap((pair) => (pair === '' ? [] : [pair.split('=')])),
    )
    return { eventID: `e${place}`, eventName, eventTime, requestParameters: given }
  })
}

/** Pairs (event, incident) as lists of events, in order. */
export function together(pairs: readonly (readonly [number, number])[]): readonly (readonly number[])[] {
  const all = new Map<number, number[]>()
  for (const [event, incident] of pairs) all.set(incident, [...(all.get(incident) ?? []), event])
  return [...all.values()].map((each) => each.toSorted((x, y) => x - y)).toSorted((x, y) => (x[0] ?? 0) - (y[0] ?? 0))
}
