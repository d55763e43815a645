import { Button, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { Actor, WhoCan as Answer } from '../../../shared/iam.ts'
import { sentence, visible } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useIam } from '../../state/iam.ts'
import { ActorDetail } from './actor-detail.tsx'
import { ActorGrid } from './actor-grid.tsx'
import { Remarks } from './remarks.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'

/** Who may do an action on a resource: allowed, allowed if something holds, refused, and by which statement. */
export function WhoCan() {
  const { action, resource, at } = useIam()
  const asked = useLong('iamWhoCan', { action, resource, at }, action !== '')
  return (
    <div className="iam-column">
      <Question key={`${action} ${resource}`} action={action} resource={resource} />
      {action === '' ? (
        <Empty icon="people" title="Who may do what?">
          Write an action as IAM names it and, where it matters, the ARN of what it is done to.
        </Empty>
      ) : asked.data === undefined || asked.error !== null ? (
        <Waiting asked={asked} what={`Asking each identity for ${visible(action)}`} />
      ) : (
        <Answered answer={asked.data} stale={asked.stale} />
      )}
    </div>
  )
}

/** What people ask first when an account was entered. */
const often = [
  'iam:PassRole',
  'iam:CreateAccessKey',
  'iam:UpdateAssumeRolePolicy',
  'sts:AssumeRole',
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'kms:Decrypt',
  'cloudtrail:StopLogging',
  'ec2:RunInstances',
  'lambda:UpdateFunctionCode',
]

function Question({ action, resource }: { readonly action: string; readonly resource: string }) {
  const [verb, setVerb] = useState(action)
  const [object, setObject] = useState(resource)
  const wrong = verb.trim() !== '' && !/^[\w-]+:\w+$/.test(verb.trim())
  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (!wrong && verb.trim() !== '') useIam.setState({ action: verb.trim(), resource: object.trim() || '*' })
  }
  return (
    <form className="iam-question" onSubmit={ask}>
      <FormGroup label="Action" labelFor="who-action" helperText={wrong ? 'An action is written service:Action' : null}>
        <InputGroup
          id="who-action"
          className="mono"
          fill
          autoFocus={action === ''}
          value={verb}
          onValueChange={setVerb}
          placeholder="iam:PassRole"
          list="who-often"
          intent={wrong ? 'danger' : 'none'}
          spellCheck={false}
          autoComplete="off"
        />
        <datalist id="who-often">
          {often.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </FormGroup>
      <FormGroup label="on" labelFor="who-resource" helperText="An ARN; * is any resource.">
        <InputGroup
          id="who-resource"
          className="mono"
          fill
          value={object}
          onValueChange={setObject}
          placeholder="*"
          spellCheck={false}
          autoComplete="off"
        />
      </FormGroup>
      <Button type="submit" intent="primary" text="Ask" disabled={wrong || verb.trim() === ''} />
    </form>
  )
}

type Result = Actor['result']

function Answered({ answer, stale }: { readonly answer: Answer; readonly stale: boolean }) {
  const { principals, remarks } = answer
  const numbers = useMemo(() => countBy(principals), [principals])
  const first = (['allowed', 'allowed-if', 'denied'] as const).find((one) => numbers[one] > 0) ?? 'denied'
  const [picked, setPicked] = useState<Result | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const chosen = picked ?? first
  const shown = useMemo(() => principals.filter(({ result }) => result === chosen), [principals, chosen])
  const actor = open === null ? undefined : principals.find(({ principal }) => principal === open)
  return (
    <>
      <Remarks remarks={remarks} />
      <div className="iam-bar iam-narrow">
        <Tabs<Result>
          label="By answer"
          chosen={chosen}
          onChoose={(result) => {
            setPicked(result)
            setOpen(null)
          }}
          tabs={[
            { id: 'allowed', title: 'allowed', number: numbers.allowed },
            { id: 'allowed-if', title: 'allowed if', number: numbers['allowed-if'], about: 'Under conditions' },
            { id: 'denied', title: 'not allowed', number: numbers.denied, about: 'Denied, or allowed by nothing' },
          ]}
        />
        <span className="quiet cut">
          {visible(answer.action)} on {answer.resource === '*' ? 'any resource' : visible(answer.resource)}
        </span>
      </div>
      <Group orientation="horizontal" className={`iam-body${stale ? ' iam-stale' : ''}`}>
        <Panel minSize="380px">
          {shown.length === 0 ? (
            <Empty icon="people" title={sentence(`${nobody[chosen]}`)} />
          ) : (
            <ActorGrid key={chosen} actors={shown} onOpen={setOpen} isOpen={open !== null} />
          )}
        </Panel>
        {actor !== undefined && (
          <>
            <Separator className="separator" />
            <Panel defaultSize="44%" minSize="340px">
              <ActorDetail key={actor.principal} actor={actor} answer={answer} onClose={() => setOpen(null)} />
            </Panel>
          </>
        )}
      </Group>
    </>
  )
}

const nobody: Readonly<Record<Result, string>> = {
  allowed: 'nobody may do it without a condition',
  'allowed-if': 'nobody is allowed under conditions only',
  denied: 'everybody in the evidence may do it',
}

function countBy(actors: readonly Actor[]): Readonly<Record<Result, number>> {
  const of = (result: Result) => actors.filter((one) => one.result === result).length
  return { allowed: of('allowed'), 'allowed-if': of('allowed-if'), denied: of('denied') }
}
