import { Dialog, DialogBody } from '@blueprintjs/core'
import { Kbd } from './kbd.tsx'
import { useRegisteredShortcuts } from './shortcuts.ts'

/** Everything that can be pressed now, by scope. */
export function ShortcutSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const scopes = useRegisteredShortcuts()
  return (
    <Dialog isOpen={open} onClose={onClose} title="Keyboard" icon="key-command" className="shortcut-sheet">
      <DialogBody useOverflowScrollContainer={false}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="shortcut-columns" tabIndex={0} aria-label="All shortcuts">
          {[...scopes].map(([scope, list]) => (
            <section key={scope}>
              <h3>{scope}</h3>
              <dl>
                {list.map((one) => (
                  <div key={one.keys} className={one.when === false ? 'shortcut-off' : undefined}>
                    <dt>
                      <Kbd keys={one.keys} />
                    </dt>
                    <dd>{one.does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </section>
      </DialogBody>
    </Dialog>
  )
}
