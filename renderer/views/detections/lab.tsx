import { Button } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useAsk } from '../../ask.ts'
import { YamlEditor } from '../../parts/yaml/yaml-editor.tsx'
import { useDetections } from '../../state/detections.ts'
import { SaveRuleDialog } from './save-rule-dialog.tsx'
import { Tried } from './tried.tsx'

/** A place to write a rule: beside it, as one types, whether it holds, what its own examples say, and what it would find in this case. */
export function Lab({ readOnly }: { readonly readOnly: boolean }) {
  const lab = useDetections((state) => state.lab)
  const text = lab ?? begin
  const [settled, setSettled] = useState(text)
  const [saving, setSaving] = useState(false)
  useEffect(() => {
    const later = setTimeout(() => setSettled(text), 400)
    return () => clearTimeout(later)
  }, [text])
  const tried = useAsk('tryRule', { text: settled, limit: 50 })
  return (
    <Group orientation="horizontal" className="detect-found">
      <Panel minSize="320px">
        <div className="detect-column lab-editor">
          <div className="lab-bar">
            <h2>Rule</h2>
            <span className="quiet cut">Sigma, with hits and misses beside it</span>
            <Button
              size="small"
              variant="minimal"
              icon="document"
              text="New"
              onClick={() => useDetections.setState({ lab: begin })}
            />
            <Button
              size="small"
              icon="floppy-disk"
              text="Save…"
              title={readOnly ? 'This case is open read-only' : undefined}
              disabled={readOnly || tried.data === undefined || tried.data.rules.length === 0}
              onClick={() => setSaving(true)}
            />
          </div>
          <YamlEditor text={text} label="Text of the rule" onText={(next) => useDetections.setState({ lab: next })} />
        </div>
      </Panel>
      <Separator className="separator" />
      <Panel defaultSize="46%" minSize="320px">
        <Tried tried={tried} waiting={settled !== text || tried.stale} />
      </Panel>
      {saving && tried.data !== undefined && (
        <SaveRuleDialog text={text} title={tried.data.rules[0]?.title ?? ''} onClose={() => setSaving(false)} />
      )}
    </Group>
  )
}

/** What a new rule begins as: it loads, and finds something in most cases. */
const begin = `title: Root signed in to the console
id: 5a0c6f04-4a52-4c4c-9d1b-6f3a8f0a2f11
status: experimental
description: Say what it means that this happened, and to whom.
logsource:
  product: aws
  service: cloudtrail
detection:
  login:
    eventName: ConsoleLogin
    userIdentity.type: Root
    responseElements.ConsoleLogin: Success
  condition: login
level: medium
tags: [attack.initial-access, attack.t1078.004]
falsepositives:
  - What it looks like when it is harmless
next:
  - What to ask when it has found something
hits:
  - eventSource: signin.amazonaws.com
    eventName: ConsoleLogin
    userIdentity: {type: Root}
    responseElements: {ConsoleLogin: Success}
misses:
  - eventSource: signin.amazonaws.com
    eventName: ConsoleLogin
    userIdentity: {type: Root}
    responseElements: {ConsoleLogin: Failure}
`
