import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactFileOutcome } from '../../../../src/domain/cooperation/contract/network/contact-exchange.ts'
import type { FileOutcome } from '../../../../src/domain/cooperation/contract/network/exchange.ts'
import { upload } from '../../app/api.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { DropArea } from '../../ui/drop-area.tsx'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { ProgressRow } from '../../ui/progress.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from './network.module.css'

type Outcome = FileOutcome | ContactFileOutcome
type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly file: File; readonly part: number | null; readonly running: boolean }
  | { readonly kind: 'looked' | 'done'; readonly file: File; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly file: File; readonly text: string }

const limit = 16 * 1024 * 1024

type FlowProps = {
  /** of the route that takes it in; the one that looks at it lies below */
  readonly path: string
  /** what a row is where it does not say */
  readonly query: Readonly<Record<string, string>>
  readonly fields: (busy: boolean) => React.ReactNode
  /** what it would add, or has */
  readonly added: (count: number, done: boolean) => string
}

/** A file that is checked first, with its errors by line, then taken in whole. What was looked at is gone once it would be asked with something else. */
export function ImportFlow({ path, query, fields, added }: FlowProps) {
  const { t } = useTranslation('network')
  const of = JSON.stringify(query)
  const [staged, setStaged] = useState<{ readonly of: string; readonly stage: Stage }>({ of, stage: { kind: 'idle' } })
  const stage: Stage = staged.of === of ? staged.stage : { kind: 'idle' }
  const setStage = (next: Stage) => setStaged({ of, stage: next })
  const trouble = useTroubleText()
  const queries = useQueryClient()
  const send = async (file: File, previewed?: string) => {
    const running = previewed !== undefined
    const asked = new URLSearchParams({ ...query, ...(running ? { previewed } : {}) })
    setStage({ kind: 'sending', file, part: 0, running })
    try {
      const outcome = await upload<Outcome>(`${path}${running ? '' : '/preview'}?${asked}`, file, {
        // once it is all there, the node reads it and nobody can say how far it is
        onProgress: (sent, total) => setStage({ kind: 'sending', file, part: sent < total ? sent / total : null, running }),
      })
      setStage({ kind: running ? 'done' : 'looked', file, outcome })
      if (!running) return
      toast(t('import.done'))
      await queries.invalidateQueries()
    } catch (cause) {
      setStage({ kind: 'failed', file, text: trouble(cause) })
    }
  }
  const busy = stage.kind === 'sending'
  return (
    <Stack gap="md">
      {fields(busy)}
      <DropArea
        title={t('import.drop')}
        text={t('import.drop-text')}
        maxSize={limit}
        disabled={busy}
        onFiles={(files) => files[0] !== undefined && void send(files[0])}
      />
      <div aria-live="polite">
        {stage.kind === 'sending' && (
          <ProgressRow name={t(stage.running ? 'import.taking' : 'import.checking', { name: stage.file.name })} part={stage.part} />
        )}
        {stage.kind === 'failed' && (
          <Alert color="red" role="alert" title={stage.file.name}>
            {stage.text}
          </Alert>
        )}
        {(stage.kind === 'looked' || stage.kind === 'done') && (
          <Told
            done={stage.kind === 'done'}
            name={stage.file.name}
            outcome={stage.outcome}
            added={added}
            onRun={() => void send(stage.file, stage.outcome.sha256)}
          />
        )}
      </div>
    </Stack>
  )
}

type ToldProps = Pick<FlowProps, 'added'> & {
  readonly done: boolean
  readonly name: string
  readonly outcome: Outcome
  readonly onRun: () => void
}

function Told({ done, name, outcome, added: tell, onRun }: ToldProps) {
  const { t } = useTranslation('network')
  const { added, known } = outcome.counts
  return (
    <Stack gap="sm">
      <Text fw={600}>
        <bdi>{name}</bdi> · {t(`import.format.${outcome.format}`)} · {t('import.rows', { count: outcome.rows })}
      </Text>
      {outcome.errorCount > 0 ? (
        <>
          <Alert color="red" role="alert" title={t('import.errors', { count: outcome.errorCount })}>
            {t('import.errors-text')}
          </Alert>
          <Errors outcome={outcome} />
        </>
      ) : (
        <>
          <Text>{tell(added, done)}</Text>
          {known > 0 && <Text c="dimmed">{t('import.known', { count: known })}</Text>}
          {!done && added > 0 && (
            <Group>
              <Button onClick={onRun}>{t('import.run')}</Button>
            </Group>
          )}
        </>
      )}
    </Stack>
  )
}

function Errors({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  return (
    <div className={classes.scroll}>
      <table className={classes.errors}>
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.why')}</th>
            <th scope="col">{t('import.text')}</th>
          </tr>
        </thead>
        <tbody>
          {outcome.errors.map((error, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may have the same fault twice, and the list never changes
            <tr key={i}>
              <td>{formatNumber(error.line, locale)}</td>
              <td>
                <bdi>{error.column}</bdi>
              </td>
              <td>{t(`import.fault.${error.why}`)}</td>
              <td>
                <bdi dir="auto">{error.text}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
