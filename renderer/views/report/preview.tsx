import { useEffect, useMemo, useState } from 'react'
import type { Block } from '../../../shared/report/block.ts'
import { answers, useAsk } from '../../ask.ts'
import { nonce } from '../../parts/code/nonce.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'

const rows = 50

/**
 * The block as its reader will see it, computed of what stands there now: the engine's own page in a frame in which
 * nothing runs. A frame that is written here is under the policy of this page too, which wants the nonce.
 */
export function Preview({ block }: { readonly block: Omit<Block, 'id'> }) {
  const rested = useRested(block, block.content.kind === 'text' ? 250 : 800)
  const [stopped, setStopped] = useState(false)
  const input = { block: rested, rows }
  const { data, error, stale, refetch } = useAsk('previewBlock', input, { enabled: !stopped })
  const page = useMemo(() => data?.html.replace('<style>', `<style nonce="${nonce}">`), [data])
  const stop = () => {
    setStopped(true)
    void answers.cancelQueries({ queryKey: ['previewBlock', input] })
  }
  if (error !== null && error.code !== 'cancelled') return <Failure error={error} onRetry={refetch} />
  if (page === undefined && stopped)
    return (
      <Empty icon="stop" title="Not computed">
        The report will compute it when it is exported.
      </Empty>
    )
  if (page === undefined) return <Loading what="Computing what this block shows" onCancel={stop} />
  return (
    <div className={stale ? 'desk-paper desk-stale' : 'desk-paper'} aria-busy={stale}>
      <iframe title="How the block will look" sandbox="" srcDoc={page} />
      {data?.isCut && <p className="desk-cut quiet">Tables are cut after {rows} rows here; the report has all.</p>}
    </div>
  )
}

/** What stands there once nobody has changed it for a moment; at once when another block comes. */
function useRested<T>(value: T, pause: number): T {
  const key = JSON.stringify(value)
  const [rested, setRested] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words in another object are no change
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), pause)
    return () => clearTimeout(timer)
  }, [key, pause])
  return rested
}
