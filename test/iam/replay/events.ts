import { expect } from 'vitest'
import { type Dated, type Past, pastOf } from '../../../main/iam/replay/evidence.ts'
import { arnOf, type State } from '../../../main/iam/replay/state.ts'
import type { IamEvent } from '../../../main/iam/replay/write.ts'

export const account = '111122223333'
export const start = Date.UTC(2026, 2, 10)

/** Minutes after the start, as a time. */
export function minute(n: number): string {
  return new Date(start + n * 60_000).toISOString()
}

/** A successful call; the time is in minutes after the start. */
export function call(at: number, name: string, request: object, response: object = {}): IamEvent {
  const [service = '', action = ''] = name.split(':')
  return {
    object_id: 0,
    ordinal: at,
    time: minute(at),
    account,
    service,
    action,
    actor: `arn:aws:iam::${account}:user/intruder`,
    sourceIp: '203.0.113.9',
    caller: 'intruder',
    request: request as IamEvent['request'],
    response: response as IamEvent['response'],
  }
}

/** Authorization details, taken so many minutes after the start. */
export function details(at: number, given: object): Dated {
  return {
    name: 'details.json',
    format: 'iam-authorization-details',
    text: JSON.stringify(given),
    modifiedAt: minute(at),
  }
}

export const document = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})

/** Everything of a state that tests compare: facets of things by their ARN. */
export function told(state: State): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    state.things.map((thing) => [
      arnOf(thing).replace(/^arn:aws:iam::\d+:/, ''),
      Object.fromEntries([...thing.facets].map(([facet, items]) => [facet, Object.fromEntries(items)])),
    ]),
  )
}

export function past(sources: readonly Dated[], events: readonly IamEvent[]): Past {
  return pastOf(sources, events, null)
}

export function at(of: Past, minutes: number): State {
  return of.at(start + minutes * 60_000).state
}

/** Nothing is said to be left out. */
export function whole(of: Past): void {
  expect(of.history.notReplayed).toEqual([])
}
