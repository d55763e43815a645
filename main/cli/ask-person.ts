import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Problem } from '../../shared/problem.ts'
import type { Question, QuestionAnswer } from '../../shared/question.ts'
import type { Context, Door } from './context.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { printable, printableLines } from './printable.ts'

/**
 * Asks for a passphrase on the terminal, without echo; where there is none it is the first line of the standard input.
 * Error `cancelled`: nothing was typed.
 */
export async function askPassphrase({ signal }: Context, text: string): Promise<string> {
  if (process.stdin.isTTY !== true) {
    for await (const line of createInterface({ input: process.stdin })) return line
    throw new Ended(exitCodes.usage, `${text}: there is no terminal to ask on, and the standard input is empty`)
  }
  const fields = [{ name: 'passphrase', title: 'Passphrase', secret: true, optional: false }]
  const answer = await askFields(text, fields, signal)
  if (!answer?.passphrase) throw new Problem('cancelled', 'no passphrase was given')
  return answer.passphrase
}

/** Answers questions of running work on the terminal; without one they are declined, and the work says what it lacked. */
export function answerOnTerminal({ terminal, signal }: Context, door: Door): () => void {
  let last: Promise<unknown> = Promise.resolve()
  return door.onNotice((notice) => {
    if (notice.kind !== 'question') return
    const { question } = notice
    last = last.then(async () => {
      const answer = process.stdin.isTTY === true ? await askOn(question, signal) : null
      if (answer === null)
        terminal.say(`${question.source} asks for the ${question.text}, and there is no terminal to ask on`)
      await door.api.answerQuestion({ question: question.id, answer }).catch(() => undefined)
    })
  })
}

function askOn({ source, text, refused, fields }: Question, signal: AbortSignal): Promise<QuestionAnswer | null> {
  const said = refused === undefined ? '' : `${source}: AWS refused the last one: ${printable(refused)}\n`
  return askFields(`${said}${source}: ${text}`, fields, signal)
}

async function askFields(
  text: string,
  fields: Question['fields'],
  signal: AbortSignal,
): Promise<QuestionAnswer | null> {
  const answer: Record<string, string> = {}
  let isHidden = false
  // What a person types is echoed by this stream, and secrets are not.
  const echo = new Writable({
    write: (part, _, done) => {
      if (!isHidden) process.stderr.write(part)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true })
  try {
    process.stderr.write(`${printableLines(text)}\n`)
    for (const { name, title, secret, optional } of fields) {
      process.stderr.write(`${title}${optional ? ' (may be empty)' : ''}: `)
      isHidden = secret
      answer[name] = await lines.question('', { signal })
      if (secret) process.stderr.write('\n')
      isHidden = false
    }
    return answer
  } catch {
    return null
  } finally {
    lines.close()
  }
}
