import { Icon, Tooltip } from '@blueprintjs/core'
import { useLocation } from 'wouter'
import { Kbd } from '../parts/shortcuts/kbd.tsx'
import type { View } from '../view.ts'
import { views } from '../views/index.ts'

/** The views, always in the same place. */
export function Rail() {
  const [place] = useLocation()
  return (
    <nav className="rail" aria-label="Views">
      {views.map((view) => (
        <Tooltip key={view.id} content={<Hint view={view} />} placement="right" compact hoverOpenDelay={400}>
          <a className="rail-item" href={`#/${view.id}`} aria-current={place === `/${view.id}` ? 'page' : undefined}>
            <Icon icon={view.icon} size={18} />
            <span>{view.title}</span>
          </a>
        </Tooltip>
      ))}
    </nav>
  )
}

function Hint({ view }: { readonly view: View }) {
  return (
    <span className="rail-hint">
      {view.about} <Kbd keys={`g ${view.key}`} />
    </span>
  )
}
