import { type BrowserWindow, dialog } from 'electron'
import type { Api } from '../../shared/api.ts'

/**
 * Before the window closes while work runs, asks: closing it would stop an import that took all night. The window
 * closes at once when no case is open, nothing runs, or its engine does not answer.
 */
export function askBeforeLeaving(window: BrowserWindow, api: Api, caseIsOpen: () => boolean): void {
  let leaving = false
  let asking = false
  window.on('close', (event) => {
    if (leaving || !caseIsOpen()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void mayLeave(window, api).then((yes) => {
      asking = false
      leaving = yes
      if (yes && !window.isDestroyed()) window.close()
    })
  })
}

async function mayLeave(window: BrowserWindow, api: Api): Promise<boolean> {
  const running = await Promise.race([runningJobs(api), afterTwoSeconds()])
  if (running.length === 0) return true
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'Work is still running',
    detail: `${running.join('\n')}\n\nClosing stops it. What is committed stays; the same import continues where it stopped.`,
    buttons: ['Keep working', 'Stop and close'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}

async function runningJobs(api: Api): Promise<readonly string[]> {
  const jobs = await api.jobs({}).catch(() => [])
  return jobs.filter((job) => job.state === 'running').map((job) => job.title)
}

function afterTwoSeconds(): Promise<readonly string[]> {
  return new Promise((resolve) => setTimeout(() => resolve([]), 2000).unref())
}
