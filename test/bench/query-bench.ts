import type { Lobby } from '../../main/lobby.ts'
import type { Filter } from '../../shared/filter.ts'
import { line } from './line.ts'

/** What the timeline asks, five times each: the first answer and the median of the others. */
export async function queryBench(lobby: Lobby, path: string): Promise<void> {
  await lobby.close()
  const reopened = performance.now()
  await lobby.api.openCase({ path })
  const { events } = await lobby.api.overview({})
  line('reopen to the overview', milliseconds(performance.now() - reopened), `${events.toLocaleString('en')} events`)

  const all: Filter = { search: '', from: null, to: null }
  const denied: Filter = { ...all, search: 'outcome:denied' }
  const order = { column: 'time', descending: true } as const
  const columns = ['time', 'account', 'region', 'service', 'action', 'actor', 'source_ip', 'outcome'] as const
  const page = (filter: Filter, offset: number) => () =>
    lobby.api.page({ filter, columns: [...columns], order, offset, limit: 200 })

  await measure('histogram by outcome', () => lobby.api.histogram({ filter: all, by: 'outcome', buckets: 200 }))
  await measure('histogram by service', () => lobby.api.histogram({ filter: all, by: 'service', buckets: 200 }))
  await measure('histogram of denied calls', () => lobby.api.histogram({ filter: denied, by: 'outcome', buckets: 200 }))
  await measure('page: the newest', page(all, 0))
  await measure('page: the middle', page(all, Math.floor(events / 2)))
  await measure('page: the oldest', page(all, Math.max(0, events - 200)))
  await measure('page: the middle of denied calls', page(denied, 1000))
  for (const column of ['account', 'action', 'actor', 'source_ip', 'access_key', 'user_agent'] as const) {
    await measure(`facet: ${column}`, () => lobby.api.facet({ filter: all, column, limit: 50 }))
  }
  await measure('facet: action of denied calls', () => lobby.api.facet({ filter: denied, column: 'action', limit: 50 }))
  await measure('search: a word in all text', () => lobby.api.count({ filter: { ...all, search: 'nightly' } }))
  await measure('search: an access key', () =>
    lobby.api.count({ filter: { ...all, search: 'key:AKIAEXAMPLECIDEPLOY2' } }),
  )
}

async function measure(name: string, ask: () => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  const [first = 0, ...later] = times
  later.sort((a, b) => a - b)
  line(name, milliseconds(first), `again ${milliseconds(later[1] ?? 0)}`)
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`
}
