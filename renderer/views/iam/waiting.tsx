import { Button } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import { duration } from '../../format.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import type { Long } from './use-long.ts'

/** What stands where an answer will be: how long it has been worked on and the way to call it off, or why there is none. */
export function Waiting({ asked, what }: { readonly asked: Long<unknown>; readonly what: string }) {
  if (asked.stopped) {
    return (
      <Empty icon="stop" title="Called off" action={<Button icon="refresh" text="Ask again" onClick={asked.again} />}>
        Nothing was changed and nothing is half done.
      </Empty>
    )
  }
  if (asked.error !== null) return <Failure error={asked.error} onRetry={asked.again} />
  return <Working what={what} onCancel={asked.stop} />
}

function Working({ what, onCancel }: { readonly what: string; readonly onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const each = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(each)
  }, [])
  return <Loading what={seconds < 3 ? what : `${what}, for ${duration(seconds * 1000)}`} onCancel={onCancel} />
}
