import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import type { Context } from './cli/context.ts'
import { examples } from './cli/examples.ts'
import { Ended, exitCodeOf, exitCodes } from './cli/exit-codes.ts'
import { commands } from './cli/index.ts'
import { Terminal } from './cli/terminal.ts'
import { root } from './entry.ts'
import { judgePolicyFile } from './judge-policy-file.ts'
import { Lobby } from './lobby.ts'
import { ruleFiles } from './rule-files.ts'
import { serve } from './serve.ts'
import { signing } from './sign-file.ts'

/** The command line: results to stdout, progress and sentences to stderr, exit codes of cli/exit-codes.ts. */
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const terminal = new Terminal(process.stdout, process.stderr)
const stop = new AbortController()

const interrupted = () => {
  if (stop.signal.aborted) process.exit(exitCodes.cancelled)
  stop.abort()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)

const context: Context = {
  terminal,
  signal: stop.signal,
  open: () => new Lobby({ door: 'cli', version }),
  serve: openBrowserMode,
  rules: ruleFiles,
  judge: judgePolicyFile,
  signing,
}

const exitCode = await run(process.argv)
await terminal.said()
process.exit(exitCode)

async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.fine
  const program = new Command('coldtrail')
    .description('Incident response on AWS logs: collect, search and prove, offline.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(add --help for what can be said here)')
    .addHelpText(
      'after',
      `${examples('import ./AWSLogs --case intrusion.coldtrail', 'serve intrusion.coldtrail', 'import --help')}

Exit codes: 0 fine · 1 done with problems · 2 usage · 3 cannot open or write the case · 4 refused or not permitted · 10 findings at or above --fail-on · 130 cancelled
COLDTRAIL_LOG=debug says more when something goes wrong.`,
    )
  for (const register of commands) {
    register(program, context, (code) => {
      exitCode = code
    })
  }
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    return explain(error)
  }
}

function explain(error: unknown): number {
  // Whoever read our results has read enough.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return exitCodes.fine
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  const code = exitCodeOf(error)
  const sentence = code === exitCodes.cancelled ? 'cancelled' : error instanceof Error ? error.message : String(error)
  terminal.say(`coldtrail: ${sentence}`)
  if (process.env.COLDTRAIL_LOG === 'debug' && error instanceof Error) terminal.say(error.stack ?? '')
  return code
}

async function openBrowserMode(port: number): ReturnType<Context['serve']> {
  const rendererRoot = join(root, 'out', 'renderer')
  if (!existsSync(join(rendererRoot, 'index.html'))) {
    throw new Ended(exitCodes.problems, 'the interface is not built: run npm run build')
  }
  const lobby = new Lobby({ door: 'browser', version })
  const server = await serve({ port, rendererRoot, lobby }).catch((cause) => {
    throw new Ended(exitCodes.refused, `cannot listen on 127.0.0.1:${port}: ${cause.message}; choose another --port`, {
      cause,
    })
  })
  return {
    url: server.url,
    api: lobby.api,
    onNotice: (listener) => lobby.onNotice(listener),
    close: async () => {
      await server.close()
      await lobby.close()
    },
  }
}
