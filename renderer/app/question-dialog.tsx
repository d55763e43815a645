import { Button, Checkbox, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useEffect, useState } from 'react'
import type { Question } from '../../shared/question.ts'
import { api, onNotice } from '../api.ts'
import { sentence, visible } from '../format.ts'

/** Asks what running work wants to know: the code of an MFA device, keys. What is typed is sent and kept nowhere. */
export function QuestionDialog() {
  const question = useQuestions()[0]
  return question === undefined ? null : <Ask key={question.id} question={question} />
}

function useQuestions(): readonly Question[] {
  const [questions, setQuestions] = useState<readonly Question[]>([])
  useEffect(() => {
    const add = (more: readonly Question[]) =>
      setQuestions((now) => [...now, ...more.filter(({ id }) => !now.some((one) => one.id === id))])
    const closed = new Set<string>()
    const stop = onNotice((notice) => {
      if (notice.kind === 'question') add([notice.question])
      if (notice.kind !== 'question-closed') return
      closed.add(notice.question)
      setQuestions((now) => now.filter(({ id }) => id !== notice.question))
    })
    // Asked before this page was there to hear it.
    api.questions({}).then(
      (open) => add(open.filter(({ id }) => !closed.has(id))),
      () => {},
    )
    return stop
  }, [])
  return questions
}

/** Undefined until it is known. */
function useKeychainRefusal(kind: Question['kind']): string | null | undefined {
  const [refusal, setRefusal] = useState<string | null | undefined>(undefined)
  useEffect(() => {
    if (kind !== 'keys') return
    api.keychain({}).then(
      (keychain) => setRefusal(keychain.refusal),
      () => {},
    )
  }, [kind])
  return refusal
}

function Ask({ question: { id, kind, source, text, refused, fields, accessKeyId } }: { readonly question: Question }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [keeping, setKeeping] = useState(false)
  const refusal = useKeychainRefusal(kind)
  const canKeep = refusal === null && (typed.sessionToken ?? '').trim() === ''
  const answer = async (with_: Readonly<Record<string, string>> | null) => {
    try {
      const id_ = (accessKeyId ?? with_?.accessKeyId ?? '').trim()
      const secret = (with_?.secretAccessKey ?? '').trim()
      if (keeping && canKeep && secret !== '') await api.keepKeys({ source, accessKeyId: id_, secretAccessKey: secret })
      await api.answerQuestion({ question: id, answer: with_ === null ? null : { ...with_ } })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  const isComplete = fields.every(({ name, optional }) => optional || (typed[name] ?? '').trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) void answer(typed)
  }
  return (
    <Dialog
      isOpen
      title={kind === 'mfa' ? 'MFA code' : 'Keys'}
      icon={kind === 'mfa' ? 'mobile-phone' : 'key'}
      className="question"
      canOutsideClickClose={false}
      onClose={() => void answer(null)}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <p className="anywhere">
            <b>{visible(source)}</b> asks for the {visible(text)}
            {refused === undefined ? '' : ' again'}.
          </p>
          {refused !== undefined && (
            <p className="question-problem anywhere" role="alert">
              AWS refused the last one: {sentence(visible(refused))} A code can be used only once.
            </p>
          )}
          {fields.map(({ name, title, secret, optional }, at) => (
            <FormGroup
              key={name}
              label={title}
              labelFor={`question-${name}`}
              {...(optional ? { labelInfo: 'optional' } : {})}
            >
              <InputGroup
                id={`question-${name}`}
                className="mono"
                autoFocus={at === 0}
                type={secret ? 'password' : 'text'}
                inputMode={kind === 'mfa' ? 'numeric' : 'text'}
                autoComplete={kind === 'mfa' ? 'one-time-code' : 'off'}
                spellCheck={false}
                value={typed[name] ?? ''}
                onValueChange={(value) => setTyped({ ...typed, [name]: value })}
              />
            </FormGroup>
          ))}
          {kind === 'keys' && refusal === null && (
            <Checkbox
              checked={keeping && canKeep}
              disabled={!canKeep}
              label="Keep in the keychain of this computer until the source is changed"
              onChange={(event) => setKeeping(event.currentTarget.checked)}
            />
          )}
          {kind === 'keys' && (
            <p className="quiet">
              {refusal === null
                ? 'Else held in memory while the case is open. Never in the case; a session token is never kept.'
                : `Held in memory while the case is open, and written nowhere${refusal === undefined ? '' : `: ${refusal}`}.`}
            </p>
          )}
          {problem !== null && (
            <p className="question-problem" role="alert">
              {sentence(problem)}
            </p>
          )}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text="Decline" onClick={() => void answer(null)} />
              <Button type="submit" intent="primary" text="Answer" disabled={!isComplete} />
            </>
          }
        />
      </form>
    </Dialog>
  )
}
