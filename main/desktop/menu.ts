import type { MenuItemConstructorOptions } from 'electron'
import type { Theme } from './window-state.ts'

/** What the menu can start. Each does its work through the same Api as the page, or the window. */
export interface MenuActions {
  newCase(): void
  openCase(): void
  openSample(): void
  importFiles(): void
  importFolder(): void
  exportEvents(): void
  closeCase(): void
  theme(theme: Theme): void
  shortcuts(): void
  documents(): void
  about(): void
}

export interface MenuState {
  readonly platform: string
  /** Without an open case there is nothing to import into, to export or to close. */
  readonly caseIsOpen: boolean
  readonly theme: Theme
  /** Reloading and the developer tools: only while developing. */
  readonly isPackaged: boolean
}

/** The application's menu, as macOS or as Windows and Linux expect it. */
export function menuTemplate(actions: MenuActions, state: MenuState): MenuItemConstructorOptions[] {
  const mac = state.platform === 'darwin'
  const menus = [fileMenu(actions, state), editMenu(), viewMenu(actions, state), helpMenu(actions, mac)]
  return mac ? [macMenu(actions), ...menus, { role: 'windowMenu' }] : menus
}

function macMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: 'Coldtrail',
    submenu: [
      { id: 'about', label: 'About Coldtrail', click: actions.about },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}

function fileMenu(actions: MenuActions, { caseIsOpen, platform }: MenuState): MenuItemConstructorOptions {
  const enabled = caseIsOpen
  return {
    label: '&File',
    submenu: [
      { id: 'new-case', label: 'New case…', accelerator: 'CmdOrCtrl+N', click: actions.newCase },
      { id: 'open-case', label: 'Open case…', accelerator: 'CmdOrCtrl+O', click: actions.openCase },
      { id: 'open-sample', label: 'Open the sample case', click: actions.openSample },
      { type: 'separator' },
      { id: 'import-files', label: 'Import files…', accelerator: 'CmdOrCtrl+I', enabled, click: actions.importFiles },
      {
        id: 'import-folder',
        label: 'Import folder…',
        accelerator: 'CmdOrCtrl+Shift+I',
        enabled,
        click: actions.importFolder,
      },
      { id: 'export-events', label: 'Export all events…', enabled, click: actions.exportEvents },
      { type: 'separator' },
      { id: 'close-case', label: 'Close case', enabled, click: actions.closeCase },
      { type: 'separator' },
      platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  }
}

function editMenu(): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      { type: 'separator' },
      { role: 'selectAll' },
    ],
  }
}

function viewMenu(actions: MenuActions, { theme, isPackaged }: MenuState): MenuItemConstructorOptions {
  const choice = (value: Theme, label: string): MenuItemConstructorOptions => ({
    id: `theme-${value}`,
    label,
    type: 'radio',
    checked: theme === value,
    click: () => actions.theme(value),
  })
  const developing: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'forceReload' }, { role: 'toggleDevTools', accelerator: 'F12' }]
  return {
    label: '&View',
    submenu: [
      {
        label: 'Theme',
        submenu: [choice('system', 'As the system'), choice('light', 'Light'), choice('dark', 'Dark')],
      },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...developing,
    ],
  }
}

function helpMenu(actions: MenuActions, mac: boolean): MenuItemConstructorOptions {
  const about: MenuItemConstructorOptions[] = mac
    ? []
    : [{ type: 'separator' }, { id: 'about', label: 'About Coldtrail', click: actions.about }]
  return {
    label: '&Help',
    role: 'help',
    submenu: [
      { id: 'shortcuts', label: 'Keyboard shortcuts', click: actions.shortcuts },
      { id: 'documents', label: 'Documentation folder', click: actions.documents },
      ...about,
    ],
  }
}
