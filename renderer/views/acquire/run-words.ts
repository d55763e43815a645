import type { CollectionRun } from '../../../shared/collection.ts'
import { count, many } from '../../format.ts'

/** How a run ended, in a word, and the look of it. Of one source: a run that ended well may have failed for it. */
export function sayState(run: CollectionRun, source?: string): { readonly tone: string; readonly text: string } {
  const notes = run.result?.notes.filter((note) => source === undefined || note.source === source) ?? []
  if (run.state === 'running') return { tone: '', text: 'running' }
  if (run.state === 'cancelled') return { tone: 'chip-warn', text: 'cancelled' }
  if (run.state === 'interrupted') return { tone: 'chip-warn', text: 'interrupted' }
  if (run.state === 'failed' || notes.some(({ kind }) => kind === 'failed')) return { tone: 'chip-bad', text: 'failed' }
  const { rejected = 0, partial = 0 } = run.result?.objects ?? {}
  if (rejected + partial > 0 || notes.some(({ kind }) => kind === 'problem'))
    return { tone: 'chip-warn', text: 'with problems' }
  return { tone: 'chip-good', text: 'done' }
}

/** What a run brought, in one line; null before it has an end. */
export function lastResult({ result }: CollectionRun): string | null {
  if (result === null) return null
  const { stored, partial, rejected } = result.objects
  const parts = [
    `${many(stored + partial, 'new object')}, ${many(result.events.stored, 'event')}`,
    result.known > 0 && `${count(result.known)} in the case already`,
    rejected > 0 && `${count(rejected)} not collected or not readable`,
    partial > 0 && `${count(partial)} in part`,
  ]
  return parts.filter(Boolean).join(' · ')
}
