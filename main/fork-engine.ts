import { fork } from 'node:child_process'
import type { StartEngine } from './join-or-start.ts'

/** Starts the engine as a child of Node. It hangs on no terminal of ours and outlives us while another door needs it. */
export const forkEngine: StartEngine = (module, argument) => {
  const child = fork(module, [argument], {
    stdio: ['ignore', 'ignore', process.env.COLDTRAIL_LOG ? 'inherit' : 'ignore', 'ipc'],
    // Threads that wait for the disk: the more pieces of evidence are synced at once, the fewer ends of its journal.
    // And buffers that go back to the system when they are free: it costs an import a fifth of its CPU, and keeps one of
    // ten million events under 1.5 GB.
    env: { ...process.env, UV_THREADPOOL_SIZE: '32', MALLOC_MMAP_THRESHOLD_: String(1 << 20) },
  })
  return {
    onWord: (listener) => void child.on('message', (word) => listener(word as Parameters<typeof listener>[0])),
    onExit: (listener) => void child.on('exit', (code) => listener(code)).on('error', () => listener(null)),
    leave: () => {
      if (child.connected) child.disconnect()
      child.unref()
    },
  }
}
