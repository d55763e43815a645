import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { startPage, webPreferences } from './policy.ts'
import { readWindowState, smallest, type Theme, writeWindowState } from './window-state.ts'

export interface ColdtrailWindow {
  readonly window: BrowserWindow
  theme(): Theme
  setTheme(theme: Theme): void
  /** Loads the page, again if it is there already: it asks afresh which case is open. */
  load(): Promise<void>
}

/** Makes the one window, where and how it was left; its page is loaded separately. */
export function createWindow(options: {
  preload: string
  stateFile: string
  icon?: string | undefined
}): ColdtrailWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  let state = readWindowState(options.stateFile, displays)
  nativeTheme.themeSource = state.theme

  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.x === null || state.y === null ? {} : { x: state.x, y: state.y }),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Coldtrail',
    backgroundColor: background(),
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    webPreferences: { ...webPreferences, devTools: !app.isPackaged, preload: options.preload },
  })
  if (state.maximized) window.maximize()

  const remember = () => {
    try {
      writeWindowState(options.stateFile, state)
    } catch (error) {
      console.error(`cannot remember the window in ${options.stateFile}: ${String(error)}`)
    }
  }
  const recolour = () => window.setBackgroundColor(background())
  nativeTheme.on('updated', recolour)
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds()
    state = { ...state, x, y, width, height, maximized: window.isMaximized() }
    remember()
  })
  window.on('closed', () => nativeTheme.off('updated', recolour))

  const load = async () => {
    try {
      await window.loadURL(startPage)
    } catch (error) {
      if (!window.isDestroyed())
        dialog.showErrorBox('Coldtrail cannot show its page', `${String(error)}\nBuild it with: npm run build`)
    }
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void offerReload(window, reason, load)
  })
  return {
    window,
    theme: () => state.theme,
    setTheme: (theme) => {
      state = { ...state, theme }
      nativeTheme.themeSource = theme
      remember()
    },
    load,
  }
}

/** The colours of an empty page, so that a window never flashes white in a dark room. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1c2127' : '#f6f7f9'
}

async function offerReload(window: BrowserWindow, reason: string, load: () => Promise<void>): Promise<void> {
  if (window.isDestroyed()) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The page of this window ended',
    detail: `Reason: ${reason}. The case and any import that runs are not affected.`,
    buttons: ['Load it again', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) await load()
  else window.destroy()
}
