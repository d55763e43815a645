import { labels } from './keys.ts'
import './shortcuts.css'

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** A shortcut as key caps. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="kbd">
      {labels(keys, mac).map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one sequence never move
        <span className="kbd-step" key={at}>
          {step.map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
