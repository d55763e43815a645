import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { Bridge, Notice } from '../shared/api.ts'

/** Everything the page gets of this machine. Neither ipcRenderer nor an event object ever reaches it. */
const bridge: Bridge = {
  invoke: (method, input, call) => ipcRenderer.invoke('coldtrail:invoke', method, input, call),
  cancel: (call) => ipcRenderer.send('coldtrail:cancel', call),
  onNotice: (listener) => {
    const told = (_event: IpcRendererEvent, notice: Notice) => listener(notice)
    ipcRenderer.on('coldtrail:notice', told)
    return () => {
      ipcRenderer.removeListener('coldtrail:notice', told)
    }
  },
  pathOf: (file) => {
    try {
      return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]) || null
    } catch {
      return null
    }
  },
  choose: (what, suggested) => ipcRenderer.invoke('coldtrail:choose', what, suggested),
}

contextBridge.exposeInMainWorld('coldtrail', bridge)
