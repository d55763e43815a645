import { type App, type Session, shell, type WebContents } from 'electron'
import { isStartPage, mayOpenOutside } from './policy.ts'

/** Keeps whatever the page shows where it is: log text is written by attackers, and a link in it must lead nowhere. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!(event.isMainFrame && isStartPage(event.url))) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!(event.isMainFrame && isStartPage(event.url))) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    // As parsed, for whoever takes it next may read `\` or `@` differently than the check did.
    if (mayOpenOutside(url)) void shell.openExternal(new URL(url).href).catch(() => undefined)
    return { action: 'deny' }
  })
}

/** Denies every permission, both when asked and when checked, and every request to a network: a page has no business there. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    (_request, answer) => answer({ cancel: true }),
  )
}

const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']

/** Before the app is ready: every renderer sandboxed; in a packaged app no way to attach a debugger from outside. */
export function guardApp(app: App): void {
  app.enableSandbox()
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  if (app.isPackaged) for (const name of debugging) app.commandLine.removeSwitch(name)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
}
