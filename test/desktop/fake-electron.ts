import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

/**
 * The part of Electron that the desktop door uses, for tests in plain Node: everything it is told is recorded, and a
 * test plays the events. Importing the real package would start a download.
 */
export class FakeFrame {
  url: string
  origin: string
  parent: FakeFrame | null
  constructor(url: string, parent: FakeFrame | null = null, origin: string = originOf(url)) {
    this.url = url
    this.origin = origin
    this.parent = parent
  }
}

export class FakeWebContents extends EventEmitter {
  mainFrame = new FakeFrame('app://coldtrail/index.html')
  url = ''
  destroyed = false
  openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  send = vi.fn()
  sendInputEvent = vi.fn()
  printToPDF = vi.fn(async (_options: object) => Buffer.from('%PDF-1.7 printed'))
  getURL = () => this.url
  isDestroyed = () => this.destroyed
  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }) => {
    this.openWindow = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  readonly options: Record<string, unknown>
  readonly webContents = new FakeWebContents()
  bounds = { x: 5, y: 6, width: 1500, height: 950 }
  maximized = false
  minimized = false
  destroyed = false
  loadURL = vi.fn(async (url: string) => {
    this.webContents.url = url
  })
  show = vi.fn()
  focus = vi.fn()
  restore = vi.fn()
  setBackgroundColor = vi.fn()
  isDestroyed = () => this.destroyed
  isMaximized = () => this.maximized
  isMinimized = () => this.minimized
  getNormalBounds = () => this.bounds
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  maximize(): void {
    this.maximized = true
  }
  /** Closes unless a listener prevents it, as the real one does. */
  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    this.webContents.destroyed = true
    this.emit('closed')
  }
}

export class FakeUtilityProcess extends EventEmitter {
  kill = vi.fn(() => this.emit('exit', null))
}

class FakeApp extends EventEmitter {
  isPackaged = false
  hasLock = true
  commandLine = { appendSwitch: vi.fn(), removeSwitch: vi.fn() }
  enableSandbox = vi.fn()
  setName = vi.fn()
  setPath = vi.fn((name: string, path: string) => void this.paths.set(name, path))
  getPath = (name: string) => this.paths.get(name) ?? `/fake/${name}`
  getVersion = () => '0.1.0'
  requestSingleInstanceLock = () => this.hasLock
  whenReady = () => Promise.resolve()
  quit = vi.fn()
  exit = vi.fn((_code: number) => undefined)
  readonly paths = new Map<string, string>()
}

export const app = new FakeApp()

export const ipcMain = Object.assign(new EventEmitter(), {
  handlers: new Map<string, (event: unknown, ...values: unknown[]) => Promise<unknown>>(),
  handle(channel: string, handler: (event: unknown, ...values: unknown[]) => Promise<unknown>) {
    if (ipcMain.handlers.has(channel)) throw new Error(`a second handler for '${channel}'`)
    ipcMain.handlers.set(channel, handler)
  },
  removeHandler(channel: string) {
    ipcMain.handlers.delete(channel)
  },
})

export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged: (schemes: unknown[]) => void protocol.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    void protocol.handlers.set(scheme, handler),
}

export class FakeSession extends EventEmitter {
  permissionRequest: ((contents: unknown, permission: string, answer: (allow: boolean) => void) => void) | null = null
  permissionCheck: ((contents: unknown, permission: string) => boolean) | null = null
  devicePermission: (() => boolean) | null = null
  spellChecker = true
  blocked: {
    urls: string[]
    listener: (request: unknown, answer: (response: { cancel?: boolean }) => void) => void
  } | null = null
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: FakeSession['devicePermission']): void {
    this.devicePermission = handler
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }
  webRequest = {
    onBeforeRequest: (filter: { urls: string[] }, listener: NonNullable<FakeSession['blocked']>['listener']) => {
      this.blocked = { urls: filter.urls, listener }
    },
  }
}

export const session = {
  defaultSession: new FakeSession(),
  partitions: new Map<string, FakeSession>(),
  fromPartition: (name: string) => {
    const made = session.partitions.get(name) ?? new FakeSession()
    session.partitions.set(name, made)
    return made
  },
}

/** A keychain that turns bytes around; a test says what the system has. */
export const safeStorage = {
  available: true,
  backend: 'gnome_libsecret',
  isEncryptionAvailable: () => safeStorage.available,
  getSelectedStorageBackend: () => safeStorage.backend,
  encryptString: (text: string) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (bytes: Buffer) => {
    if (bytes.length === 0) throw new Error('cannot be decrypted')
    return Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString()
  },
}

export const Menu = {
  buildFromTemplate: vi.fn((template: unknown) => template),
  setApplicationMenu: vi.fn(),
}

export const dialog = {
  showOpenDialog: vi.fn(async (..._asked: unknown[]) => ({ canceled: true, filePaths: [] as string[] })),
  showSaveDialog: vi.fn(async (..._asked: unknown[]) => ({ canceled: true, filePath: '' })),
  showMessageBox: vi.fn(async (..._asked: unknown[]) => ({ response: 0 })),
  showErrorBox: vi.fn(),
}

export const shell = {
  openExternal: vi.fn(async (_url: string) => undefined),
  openPath: vi.fn(async (_path: string) => ''),
}

export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: true })
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const utilityProcess = {
  started: [] as FakeUtilityProcess[],
  fork: vi.fn((_module: string, _args: string[], _options: object) => {
    const started = new FakeUtilityProcess()
    utilityProcess.started.push(started)
    return started
  }),
}

/** An event whose default can be prevented, with whatever else it carries. */
export function preventable<T extends object>(details?: T): T & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return Object.assign(event, details)
}

/** As Chromium does for the schemes that have an origin. */
function originOf(url: string): string {
  const [, scheme, host] = /^(\w+):\/\/([^/]*)/.exec(url) ?? []
  return scheme === undefined || scheme === 'file' ? 'null' : `${scheme}://${host}`
}
