import { resolve } from 'node:path'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { enter } from './in-case.ts'
import { portOption } from './options.ts'

interface Options {
  readonly port: number
  readonly sample?: true
  readonly readOnly?: true
}

/** `coldtrail serve [CASE]` */
export const serveCommand: Register = (program, context, end) => {
  program
    .command('serve')
    .description('open the interface in a browser of this machine: prints the address, ends with Ctrl-C')
    .argument('[case]', 'folder of the case to open')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', portOption, 0)
    .option('--read-only', 'open the case without writing anything into it')
    .option('--sample', 'open the sample case, which is made the first time')
    .addHelpText(
      'after',
      examples('serve', 'serve intrusion.coldtrail --port 8080', 'serve --sample') +
        '\n\nOver SSH: ssh -L 8080:127.0.0.1:8080 jump-box coldtrail serve --port 8080',
    )
    .action(async (dir: string | undefined, options: Options) => end(await serve(context, dir, options)))
}

async function serve(context: Context, dir: string | undefined, { port, sample, readOnly }: Options): Promise<number> {
  if (dir !== undefined && sample) throw new Ended(exitCodes.usage, 'either a case or --sample, not both')
  const server = await context.serve(port)
  try {
    if (sample) await server.api.openSample({})
    else if (dir !== undefined) await enter(server, resolve(dir), false, readOnly)
    await context.terminal.print(`${server.url}\n`)
    if (context.terminal.watched) context.terminal.say('open this address in a browser of this machine; Ctrl-C ends')
    await new Promise<void>((ended) => {
      if (context.signal.aborted) ended()
      else context.signal.addEventListener('abort', () => ended(), { once: true })
    })
    return exitCodes.fine
  } finally {
    await server.close()
  }
}
