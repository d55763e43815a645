import { create } from 'zustand'
import { Problem } from '../../shared/problem.ts'
import { api, door } from '../api.ts'
import { type Dropped, type LooseFile, readDropped } from './dropped.ts'

export interface Uploading {
  readonly files: number
  readonly filesDone: number
  readonly bytes: number
  readonly bytesDone: number
  cancel(): void
}

export interface IntakeState {
  /** Files and folders of the machine that Coldtrail runs on. */
  readonly paths: readonly string[]
  /** Files of this browser; they are sent before the import starts. */
  readonly files: readonly LooseFile[]
  readonly uploading: Uploading | null
  readonly problem: string | null
  add(dropped: Dropped): void
  /** Takes a path, or every file under a name, off the list. */
  remove(name: string): void
  clear(): void
  /** Sends what has to be sent, then starts the import as a job of the case. */
  start(inPlace: boolean): Promise<void>
}

/** What waits to be imported into the open case. */
export const useIntake = create<IntakeState>((set, get) => ({
  paths: [],
  files: [],
  uploading: null,
  problem: null,
  add: ({ paths, files }) =>
    set((state) => ({
      problem: null,
      paths: [...new Set([...state.paths, ...paths])],
      files: [...new Map([...state.files, ...files].map((one) => [one.name, one])).values()],
    })),
  remove: (name) =>
    set((state) => ({
      paths: state.paths.filter((path) => path !== name),
      files: state.files.filter((one) => topOf(one) !== name),
    })),
  clear: () => set({ paths: [], files: [], problem: null }),
  async start(inPlace) {
    const { paths, files } = get()
    set({ problem: null })
    try {
      if (paths.length > 0) await api.startImport({ paths: [...paths], inPlace })
      if (paths.length > 0) set({ paths: [] })
      if (files.length > 0) {
        const folder = await send(files, (uploading) => set({ uploading }))
        await api.startImport({ paths: [folder], named: 'upload' })
        set({ files: [] })
      }
    } catch (error) {
      const cancelled = error instanceof Problem && error.code === 'cancelled'
      set({ problem: cancelled ? null : error instanceof Error ? error.message : String(error) })
    }
    set({ uploading: null })
  },
}))

/** Puts what was dropped on the list. */
export async function takeDropped(transfer: DataTransfer): Promise<void> {
  const dropped = await readDropped(transfer)
  useIntake.getState().add(dropped)
}

/** The first part of a relative name: the folder or file that the person chose. */
export function topOf(file: LooseFile): string {
  return file.name.split('/')[0] ?? file.name
}

/** Two at a time: one leaves the loopback idle while the server finishes a file. */
const atOnce = 2

async function send(files: readonly LooseFile[], tell: (uploading: Uploading) => void): Promise<string> {
  if (door === null)
    throw new Problem('failed', 'this window has no server to send files to: choose them by their path')
  const { upload } = door
  const abort = new AbortController()
  const batch = crypto.randomUUID()
  const sizes = files.map((one) => one.file.size)
  const sent = files.map(() => 0)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  let filesDone = 0
  let folder = ''
  const say = () =>
    tell({
      files: files.length,
      filesDone,
      bytes,
      bytesDone: sent.reduce((sum, size) => sum + size, 0),
      cancel: () => abort.abort(),
    })
  say()

  const waiting = [...files.entries()]
  const sendNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, { name, file }] = next
      folder = await upload(
        batch,
        name,
        file,
        (count) => {
          sent[at] = count
          say()
        },
        abort.signal,
      )
      sent[at] = sizes[at] ?? 0
      filesDone += 1
      say()
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, sendNext))
  } catch (error) {
    abort.abort()
    throw error
  }
  return folder
}
