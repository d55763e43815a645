import { useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import type { Input, Method } from '../../../shared/api.ts'
import { type Asked, answers, useAsk } from '../../ask.ts'

/** An answer that may take seconds, which a person may call off and ask for again. */
export interface Long<T> extends Asked<T> {
  readonly stopped: boolean
  stop(): void
  again(): void
}

export function useLong<M extends Method>(method: M, input: Input<M>, enabled = true): Long<Answers[M]> {
  const [stopped, setStopped] = useState(false)
  const asked = useAsk(method, input, { enabled: enabled && !stopped })
  return {
    ...asked,
    stopped: stopped && asked.data === undefined,
    stop() {
      setStopped(true)
      void answers.cancelQueries({ queryKey: [method, input] })
    },
    again() {
      setStopped(false)
      if (asked.error !== null) asked.refetch()
    },
  }
}
