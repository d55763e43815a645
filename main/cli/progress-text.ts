import type { Progress } from '../../shared/job.ts'
import { count, duration, size } from './quantities.ts'

/** How far a job is, in one line. */
export function progressText({ phase, objects, bytes, rows, rowsPerSecond, secondsLeft }: Progress): string {
  const of = objects.total === null ? '' : `${objects.done.toLocaleString('en-US')} of `
  return [
    phase,
    objects.done > 0 || objects.total !== null ? `${of}${count(objects.total ?? objects.done, 'object')}` : '',
    bytes.done > 0 ? size(bytes.done) : '',
    rows > 0 ? count(rows, 'row') : '',
    rowsPerSecond > 0 ? `${count(rowsPerSecond, 'row')}/s` : '',
    secondsLeft === null ? '' : `${duration(secondsLeft)} left`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
