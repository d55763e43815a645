import { join } from 'node:path'
import { app, Menu, protocol, session } from 'electron'
import { appFolder } from './app-folders.ts'
import { appScheme, serveApp } from './desktop/app-protocol.ts'
import { type AskedToOpen, askedToOpen } from './desktop/asked-to-open.ts'
import { engineProcesses } from './desktop/engine-process.ts'
import { guardApp, guardSession } from './desktop/guard.ts'
import { answerWindow } from './desktop/ipc.ts'
import { systemKeychain } from './desktop/keychain.ts'
import { askBeforeLeaving } from './desktop/leave.ts'
import { menuTemplate } from './desktop/menu.ts'
import { type MenuWork, menuActions } from './desktop/menu-actions.ts'
import { askedToPrint, printCommand, printReport } from './desktop/print-report.ts'
import { createWindow } from './desktop/window.ts'
import { root } from './entry.ts'
import { Lobby } from './lobby.ts'

/** The desktop door: one window on one case. It opens no port; the page is a file, its calls are messages. */
app.setName('Coldtrail')
const toPrint = askedToPrint(process.argv)
app.setPath('userData', toPrint ? `${toPrint.pdf}.profile` : join(appFolder(), 'desktop'))
guardApp(app)
protocol.registerSchemesAsPrivileged([appScheme])

let asked = askedToOpen(process.argv, app.isPackaged, process.cwd())
let open = (later: AskedToOpen): void => {
  asked = later
}

if (toPrint) {
  // Quitting would wait for windows; an error is told to whoever asked, on stderr.
  app
    .whenReady()
    .then(() => printReport(toPrint))
    .then(
      () => app.exit(0),
      (error: unknown) => {
        console.error(String(error))
        app.exit(1)
      },
    )
} else if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv, folder) => open(askedToOpen(argv, app.isPackaged, folder)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open({ kind: 'case', path })
  })
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(start)
} else {
  app.quit()
}

async function start(): Promise<void> {
  guardSession(session.defaultSession)
  serveApp(join(root, 'out', 'renderer'))
  process.env.COLDTRAIL_PRINTER = JSON.stringify(printCommand(root))
  const engines = engineProcesses()
  const keychain = systemKeychain(join(app.getPath('userData'), 'keys.json'))
  const lobby = new Lobby({ door: 'desktop', version: app.getVersion(), startEngine: engines.start, keychain })
  closeCaseBeforeQuitting(lobby, engines.ended)

  const shown = createWindow({
    preload: join(root, 'out', 'main', 'preload.cjs'),
    stateFile: join(app.getPath('userData'), 'window.json'),
    icon: join(root, 'assets', 'icons', 'icon.png'),
  })
  const { window } = shown
  let caseIsOpen = false
  const showMenu = () => {
    const state = { platform: process.platform, caseIsOpen, theme: shown.theme(), isPackaged: app.isPackaged }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(work, state)))
  }
  const caseChanged = (isOpen: boolean) => {
    caseIsOpen = isOpen
    showMenu()
  }
  const work: MenuWork = menuActions({ api: lobby.api, shown, root, caseChanged, themeChanged: showMenu })

  answerWindow(window, {
    call: (method, input, signal) => lobby.call(method, input, signal),
    onNotice: (listener) => lobby.onNotice(listener),
    answered: (method, reply) => {
      if (reply.ok && (method === 'createCase' || method === 'openCase' || method === 'openSample')) caseChanged(true)
      if (reply.ok && method === 'closeCase') caseChanged(false)
    },
  })
  lobby.onNotice((notice) => {
    if (notice.kind === 'engine-down') caseChanged(false)
  })
  askBeforeLeaving(window, lobby.api, () => caseIsOpen)
  showMenu()

  open = (later) => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
    void work.open(later)
  }
  if (asked.kind === 'nothing') await shown.load()
  else {
    window.show()
    await work.open(asked)
    if (window.webContents.getURL() === '') await shown.load()
  }
}

/** An engine ends with Electron: it gets the time to close its case in order. */
function closeCaseBeforeQuitting(lobby: Lobby, enginesEnded: (patienceMilliseconds: number) => Promise<void>): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void lobby.close()
    void enginesEnded(20_000).then(() => {
      closed = true
      app.quit()
    })
  })
}
