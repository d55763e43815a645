import { useEffect, useState } from 'react'

/** Aborted once the component that asks is no longer shown. */
export function useGone(): AbortSignal {
  const [signal, setSignal] = useState(() => new AbortController().signal)
  useEffect(() => {
    const controller = new AbortController()
    setSignal(controller.signal)
    return () => controller.abort()
  }, [])
  return signal
}
