import { execFileSync } from 'node:child_process'

/** Engine processes and worker threads run the built files, so the tests build them first (a second or less). */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--node'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
