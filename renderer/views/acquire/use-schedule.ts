import { useEffect } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { type Asked, useAsk } from '../../ask.ts'
import { useCase } from '../../state/case.ts'

/** When the sources run next; asked again while it shows, for it changes by itself. */
export function useSchedule(): Asked<Answers['schedule']> {
  const asked = useAsk('schedule', {}, { fresh: true })
  const running = useCase(({ jobs }) => jobs.filter(({ state }) => state === 'running').length)
  const { refetch } = asked
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that begins or ends changes what is due
  useEffect(() => {
    refetch()
    const often = setInterval(refetch, 10_000)
    return () => clearInterval(often)
  }, [running])
  return asked
}
