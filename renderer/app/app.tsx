import { Router } from 'wouter'
import { Loading } from '../parts/states/states.tsx'
import { useCase } from '../state/case.ts'
import { usePlace } from '../state/place.ts'
import { Start } from '../views/start/start.tsx'
import { Boundary } from './boundary.tsx'
import { Notices } from './notices.tsx'
import { Shell } from './shell.tsx'
import { useTheme } from './theme.ts'
import './app.css'

/** Without a case the start screen, with one the shell around its views. */
export function App() {
  useTheme()
  const starting = useCase((state) => state.starting)
  const id = useCase((state) => state.info?.id)
  return (
    <Router hook={usePlace}>
      <div className="app">
        <Notices />
        <Boundary>
          {starting ? <Loading what="Looking for an open case" /> : id === undefined ? <Start /> : <Shell key={id} />}
        </Boundary>
      </div>
    </Router>
  )
}
