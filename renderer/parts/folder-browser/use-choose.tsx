import { type ReactNode, useState } from 'react'
import { bridge } from '../../api.ts'
import { type Choosing, FolderBrowser } from './folder-browser.tsx'

type Asked = Parameters<NonNullable<typeof bridge.choose>>[0]

interface Question {
  readonly choosing: Choosing
  readonly title: string
  readonly start: string | null
  resolve(paths: readonly string[]): void
}

const browsing: Readonly<
  Record<'case' | 'import-files' | 'import-folder', { readonly choosing: Choosing; readonly title: string }>
> = {
  case: { choosing: 'case', title: 'Open case' },
  'import-files': { choosing: 'files', title: 'Choose files' },
  'import-folder': { choosing: 'folder', title: 'Choose a folder' },
}

/** Asks for paths: by the system's own dialog where the door has one, else by the folder browser, which `dialog` holds. */
export function useChoose(): {
  readonly choose: (what: 'case' | 'import-files' | 'import-folder', start: string | null) => Promise<readonly string[]>
  readonly dialog: ReactNode
} {
  const [question, setQuestion] = useState<Question | null>(null)
  const answer = (paths: readonly string[]) => {
    question?.resolve(paths)
    setQuestion(null)
  }
  return {
    choose: (what: keyof typeof browsing & Asked, start) =>
      bridge.choose === undefined
        ? new Promise((resolve) => setQuestion({ ...browsing[what], start, resolve }))
        : bridge.choose(what, start ?? ''),
    dialog: question && (
      <FolderBrowser
        choosing={question.choosing}
        title={question.title}
        start={question.start}
        onChoose={answer}
        onClose={() => answer([])}
      />
    ),
  }
}
