import { Button } from '@blueprintjs/core'
import { type IamFinding, iamKey } from '../../../shared/iam.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useCase } from '../../state/case.ts'
import { useIam } from '../../state/iam.ts'
import { judgedAt } from '../../state/judged-at.ts'
import { pin } from '../../state/pin.ts'

/** Puts a weakness, or a way to more rights, into the report, judged as of the time that is looked at. */
export function PinIam({
  kind,
  finding,
  title,
}: {
  readonly kind: 'finding' | 'path'
  readonly finding: IamFinding
  /** What it is called here. */
  readonly title: string
}) {
  const readOnly = useCase(({ info }) => info?.readOnly ?? true)
  const pinIt = async () => {
    const { to, at: looked } = useIam.getState()
    const at = await judgedAt(looked)
    if (at === null) return
    const only = { kind, key: iamKey(finding), to: kind === 'path' ? to : null }
    await pin(kind === 'path' ? 'This way' : 'This weakness', {
      title,
      content: { kind: 'iam', at, only },
    })
  }
  useShortcuts('IAM', [{ keys: 'p', does: 'Pin what is open to the report', run: () => void pinIt() }])
  return (
    <Button
      size="small"
      icon="pin"
      text="Pin"
      title={readOnly ? 'This case is open read-only' : 'Pin to the report (P)'}
      disabled={readOnly}
      onClick={() => void pinIt()}
    />
  )
}
