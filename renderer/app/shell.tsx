import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { ShortcutSheet } from '../parts/shortcuts/sheet.tsx'
import { useShortcuts } from '../parts/shortcuts/shortcuts.ts'
import { Loading } from '../parts/states/states.tsx'
import { useCase } from '../state/case.ts'
import { useFilter } from '../state/filter.ts'
import { go } from '../state/place.ts'
import { usePrefs } from '../state/prefs.ts'
import { views } from '../views/index.ts'
import { Boundary } from './boundary.tsx'
import { useFileDrop } from './file-drop.ts'
import { QuestionDialog } from './question-dialog.tsx'
import { Rail } from './rail.tsx'
import { useDark } from './theme.ts'
import { Toast } from './toast.tsx'
import { TopBar } from './top-bar.tsx'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))

/** The frame around the views of an open case. */
export function Shell() {
  const [sheet, setSheet] = useState(false)
  const [palette, setPalette] = useState(false)
  const dark = useDark()
  const { utc, set } = usePrefs()
  const { back, forward, past, future } = useFilter()
  const dragging = useFileDrop()
  const name = useCase((state) => state.info?.name ?? '')
  useEffect(() => {
    document.title = `${name} · Coldtrail`
    return () => {
      document.title = 'Coldtrail'
    }
  }, [name])

  const [place] = useLocation()
  const main = useRef<HTMLElement>(null)
  // Whoever came by a key goes on in the view, not through the bar and the rail again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is when, not what
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [place])

  useShortcuts('Everywhere', [
    { keys: 'mod+k', does: 'Find a view, an action or a field', run: () => setPalette(true) },
    { keys: '? | f1', does: 'Show this sheet', run: () => setSheet(true) },
    { keys: 'alt+left', does: 'Go back to the filter before', run: back, when: past.length > 0 },
    { keys: 'alt+right', does: 'Go forward again', run: forward, when: future.length > 0 },
    { keys: 'mod+shift+u', does: 'Switch between UTC and local time', run: () => set({ utc: !utc }) },
    { keys: 'mod+shift+l', does: 'Switch between dark and light', run: () => set({ theme: dark ? 'light' : 'dark' }) },
  ])
  useShortcuts(
    'Go to',
    views.map((view) => ({ keys: `g ${view.key}`, does: view.title, run: () => go(view.id) })),
  )

  return (
    <div className="shell">
      <TopBar dark={dark} onPalette={() => setPalette(true)} onSheet={() => setSheet(true)} />
      <div className="shell-body">
        <Rail />
        <main className="shell-main" ref={main} tabIndex={-1}>
          <Switch>
            {views.map((view) => (
              <Route key={view.id} path={`/${view.id}`}>
                <Boundary key={view.id}>
                  <Suspense fallback={<Loading what={`Opening ${view.title}`} />}>
                    <view.show />
                  </Suspense>
                </Boundary>
              </Route>
            ))}
            <Route>
              <Redirect to="/overview" replace />
            </Route>
          </Switch>
        </main>
      </div>
      {dragging && <div className="shell-drop">Drop to add to what will be imported</div>}
      <Toast />
      <QuestionDialog />
      <ShortcutSheet open={sheet} onClose={() => setSheet(false)} />
      <Suspense>{palette && <Palette onClose={() => setPalette(false)} onSheet={() => setSheet(true)} />}</Suspense>
    </div>
  )
}
