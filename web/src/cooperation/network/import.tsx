import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileOutcome } from '../../../../src/domain/cooperation/contract/network/exchange.ts'
import { categories, memberKinds } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { upload } from '../../app/api.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { DropArea } from '../../ui/drop-area.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { ProgressRow } from '../../ui/progress.tsx'
import { toast } from '../../ui/toast.tsx'
import { BackToMembers } from './back.tsx'
import classes from './network.module.css'

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly file: File; readonly part: number | null; readonly running: boolean }
  | { readonly kind: 'looked' | 'done'; readonly file: File; readonly outcome: FileOutcome }
  | { readonly kind: 'failed'; readonly file: File; readonly text: string }

type Supposed = { readonly kind: (typeof memberKinds)[number]; readonly category: string | null }

const limit = 16 * 1024 * 1024

/** A file of members: checked first, with its errors by line, then taken in whole. */
export function ImportMembers() {
  const { t } = useTranslation('network')
  const [supposed, suppose] = useState<Supposed>({ kind: 'agency', category: null })
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const trouble = useTroubleText()
  const queries = useQueryClient()
  const send = async (file: File, previewed?: string) => {
    const running = previewed !== undefined
    const query = new URLSearchParams({
      kind: supposed.kind,
      ...(supposed.kind === 'industry' && supposed.category !== null ? { category: supposed.category } : {}),
      ...(running ? { previewed } : {}),
    })
    setStage({ kind: 'sending', file, part: 0, running })
    try {
      const outcome = await upload<FileOutcome>(`/api/network/members/import${running ? '' : '/preview'}?${query}`, file, {
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
  const change = (next: Supposed) => {
    suppose(next)
    setStage({ kind: 'idle' })
  }
  return (
    <Page title={t('import.title')} lead={t('import.lead')} back={<BackToMembers />} narrow>
      <Section title={t('import.file')} lead={t('import.columns')}>
        <Stack gap="md">
          <SupposedFields supposed={supposed} disabled={busy} onChange={change} />
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
              <Outcome
                done={stage.kind === 'done'}
                name={stage.file.name}
                outcome={stage.outcome}
                onRun={() => void send(stage.file, stage.outcome.sha256)}
              />
            )}
          </div>
        </Stack>
      </Section>
    </Page>
  )
}

type SupposedProps = { readonly supposed: Supposed; readonly disabled: boolean; readonly onChange: (supposed: Supposed) => void }

/** What a row is where it does not say, as in a list of teams. */
function SupposedFields({ supposed, disabled, onChange }: SupposedProps) {
  const { t } = useTranslation('network')
  return (
    <Group align="end">
      <Select
        label={t('import.kind')}
        data={memberKinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
        value={supposed.kind}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => onChange({ ...supposed, kind: memberKinds.find((one) => one === value) ?? 'agency' })}
      />
      {supposed.kind === 'industry' && (
        <Select
          label={t('field.category')}
          data={categories.filter((one) => one !== 'other').map((one) => ({ value: one, label: t(`category.${one}`) }))}
          value={supposed.category}
          clearable
          searchable
          disabled={disabled}
          onChange={(category) => onChange({ ...supposed, category })}
        />
      )}
    </Group>
  )
}

type OutcomeProps = { readonly done: boolean; readonly name: string; readonly outcome: FileOutcome; readonly onRun: () => void }

function Outcome({ done, name, outcome, onRun }: OutcomeProps) {
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
          <Text>{done ? t('import.added', { count: added }) : t('import.would-add', { count: added })}</Text>
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

function Errors({ outcome }: { readonly outcome: FileOutcome }) {
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
