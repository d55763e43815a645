import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query'
import type { Answers } from '../shared/answers.ts'
import type { Input, Method, Scoped } from '../shared/api.ts'
import type { Problem } from '../shared/problem.ts'
import { asksMarks } from '../shared/search/asks-marks.ts'
import type { Signal } from '../shared/signal.ts'
import { api } from './api.ts'
import { useCase } from './state/case.ts'

export interface Asked<T> {
  /** The answer; while another one loads, the one before it. */
  readonly data: T | undefined
  readonly error: Problem | null
  /** Nothing to show yet. */
  readonly pending: boolean
  /** What is shown belongs to an earlier question; the answer to this one is on its way. */
  readonly stale: boolean
  readonly refetch: () => void
}

/**
 * An answer of the engine for as long as a component shows it: asked once for each method, input and state of the
 * case, shared by everyone who asks the same, cancelled on the other side when nobody wants it any more. `fresh`: asked
 * anew whenever it comes into view, for what changes outside of the case.
 */
export function useAsk<M extends Method>(
  method: M,
  input: Input<M>,
  options: { readonly enabled?: boolean; readonly fresh?: boolean } = {},
): Asked<Answers[M]> {
  const of = useCase((state) => (state.info === null ? '' : `${state.info.id} ${state.info.dataVersion}`))
  const marks = useCase((state) => (dependsOnMarks(method, input) ? state.marks : 0))
  const query = useQuery<Answers[M], Problem>({
    queryKey: [method, input, method in lobby ? '' : of, marks],
    queryFn: ({ signal }) => (api[method] as (input: Input<M>, signal: Signal) => Promise<Answers[M]>)(input, signal),
    enabled: options.enabled ?? true,
    ...(options.fresh === true ? { staleTime: 0, gcTime: 0 } : {}),
    placeholderData: keepPreviousData,
  })
  return {
    data: query.data as Answers[M] | undefined,
    error: query.error,
    pending: query.isPending && query.isFetching,
    stale: query.isPlaceholderData || (query.isFetching && query.data !== undefined),
    refetch: () => void query.refetch(),
  }
}

/** Whether the answer is another one once something was marked. */
function dependsOnMarks(method: Method, input: Input<Method>): boolean {
  if (method in ofMarks) return true
  const { search, filter } = input as { readonly search?: unknown; readonly filter?: { readonly search?: string } }
  const asked = typeof search === 'string' ? search : filter?.search
  return typeof asked === 'string' && asksMarks(asked)
}

const ofMarks = {
  manualEvents: true,
  marksOf: true,
  eventMarks: true,
  marks: true,
  lostMarks: true,
  markSummary: true,
  previewBlock: true,
}

/** One memory of answers for the page. Loopback never counts as offline, and evidence does not change by looking away. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
})

/** Answers that do not depend on the data of the case. */
const lobby = {
  about: true,
  listCases: true,
  forgetCase: true,
  createCase: true,
  openCase: true,
  openSample: true,
  closeCase: true,
  listFolder: true,
  startOpenBundle: true,
  keychain: true,
  keepKeys: true,
  checkSource: true,
  importOssec: true,
  sourcePolicy: true,
} as const satisfies { readonly [M in Scoped<'lobby'>]: true }
