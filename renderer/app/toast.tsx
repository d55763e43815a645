import { Button, Icon } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import { sentence } from '../format.ts'
import { tellNothing, useToast } from '../state/toast.ts'

const shownFor = 9000

/** What was just done, in the corner; it stays while the pointer or the focus is on it. */
export function Toast() {
  const told = useToast((state) => state.told)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (told === null || held) return
    const timer = setTimeout(tellNothing, shownFor)
    return () => clearTimeout(timer)
  }, [told, held])
  return (
    <div className="toast-place" role={told?.isBad ? 'alert' : 'status'}>
      {told !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds it; its buttons are what acts
        <div
          className={told.isBad ? 'toast toast-bad' : 'toast'}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <Icon icon={told.isBad ? 'error' : 'tick'} />
          <span className="toast-text">{sentence(told.text)}</span>
          {told.acts.map(({ text, run }) => (
            <Button
              key={text}
              size="small"
              variant="minimal"
              intent="primary"
              text={text}
              onClick={() => {
                setHeld(false)
                tellNothing()
                run()
              }}
            />
          ))}
          <Button
            size="small"
            variant="minimal"
            icon="cross"
            aria-label="Close the message"
            onClick={() => {
              setHeld(false)
              tellNothing()
            }}
          />
        </div>
      )}
    </div>
  )
}
