import { Alert, Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ImportLine, type ImportOutcome, importKinds, listImports } from '../../../../src/domain/directory/contract.ts'
import { upload } from '../../app/api.ts'
import { useList } from '../../app/read.ts'
import { may, useSession } from '../../app/session.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { DropArea } from '../../ui/drop-area.tsx'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { ProgressRow } from '../../ui/progress.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from './answers.module.css'
import { BackToParties } from './back.tsx'
import { SubscriberLookup } from './subscriber-lookup.tsx'

type Kind = (typeof importKinds)[number]
type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly file: File; readonly part: number | null; readonly running: boolean }
  | { readonly kind: 'looked'; readonly file: File; readonly outcome: ImportOutcome }
  | { readonly kind: 'done'; readonly file: File; readonly outcome: ImportOutcome }
  | { readonly kind: 'failed'; readonly file: File; readonly text: string }

const limit = 64 * 1024 * 1024
const idOf = (line: ImportLine) => line.id

/** Files of customers and of who had which address: checked first, with their errors by line, then taken in whole. */
export function Imports() {
  const { t } = useTranslation('directory')
  const session = useSession()
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} back={<BackToParties />}>
      {may(session, 'import-parties') ? <TakeIn /> : <Text c="dimmed">{t('imports.managers')}</Text>}
      <Taken />
      {may(session, 'import-parties') && <SubscriberLookup />}
    </Page>
  )
}

function TakeIn() {
  const { t } = useTranslation('directory')
  const [kind, setKind] = useState<Kind>('customers')
  const [whole, setWhole] = useState(false)
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const trouble = useTroubleText()
  const queries = useQueryClient()
  const send = async (file: File, previewed?: string) => {
    const running = previewed !== undefined
    const query = new URLSearchParams({
      kind,
      name: file.name.slice(0, 255),
      whole: whole && kind === 'customers' ? 'yes' : 'no',
      ...(running ? { previewed } : {}),
    })
    setStage({ kind: 'sending', file, part: 0, running })
    try {
      const outcome = await upload<ImportOutcome>(`/api/imports${running ? '' : '/preview'}?${query}`, file, {
        // once it is all there, the node reads it and nobody can say how far it is
        onProgress: (sent, total) => setStage({ kind: 'sending', file, part: sent < total ? sent / total : null, running }),
      })
      setStage({ kind: running ? 'done' : 'looked', file, outcome })
      if (!running) return
      toast(t('imports.done'))
      await queries.invalidateQueries()
    } catch (cause) {
      setStage({ kind: 'failed', file, text: trouble(cause) })
    }
  }
  const busy = stage.kind === 'sending'
  return (
    <Section title={t('imports.take-in')} lead={t(`imports.means.${kind}`)}>
      <Stack gap="md">
        <Group align="end">
          <Select
            label={t('imports.kind-label')}
            data={importKinds.map((one) => ({ value: one, label: t(`imports.kind.${one}`) }))}
            value={kind}
            allowDeselect={false}
            disabled={busy}
            onChange={(value) => {
              setKind(importKinds.find((one) => one === value) ?? 'customers')
              setStage({ kind: 'idle' })
            }}
          />
          {kind === 'customers' && (
            <Checkbox
              label={t('imports.whole')}
              checked={whole}
              disabled={busy}
              onChange={(event) => setWhole(event.currentTarget.checked)}
            />
          )}
        </Group>
        <DropArea
          title={t('imports.drop')}
          text={t('imports.drop-text')}
          maxSize={limit}
          disabled={busy}
          onFiles={(files) => files[0] !== undefined && void send(files[0])}
        />
        <div aria-live="polite">
          {stage.kind === 'sending' && (
            <ProgressRow name={t(stage.running ? 'imports.taking' : 'imports.checking', { name: stage.file.name })} part={stage.part} />
          )}
          {stage.kind === 'failed' && (
            <Alert color="red" role="alert" title={stage.file.name}>
              {stage.text}
            </Alert>
          )}
          {(stage.kind === 'looked' || stage.kind === 'done') && (
            <Outcome stage={stage} onRun={() => void send(stage.file, stage.outcome.sha256)} />
          )}
        </div>
      </Stack>
    </Section>
  )
}

function Outcome({ stage, onRun }: { readonly stage: Extract<Stage, { kind: 'looked' | 'done' }>; readonly onRun: () => void }) {
  const { t } = useTranslation('directory')
  const { outcome, file } = stage
  const counts = useCounts()
  return (
    <Stack gap="sm">
      <Text fw={600}>
        <bdi>{file.name}</bdi> · {t('imports.rows', { count: outcome.rows })}
      </Text>
      {outcome.errorCount > 0 ? (
        <>
          <Alert color="red" role="alert" title={t('imports.errors', { count: outcome.errorCount })}>
            {t('imports.errors-text')}
          </Alert>
          <Errors outcome={outcome} />
        </>
      ) : (
        <>
          <Text>
            {stage.kind === 'done'
              ? t('imports.changed', { what: counts(outcome.counts) })
              : t('imports.would', { what: counts(outcome.counts) })}
          </Text>
          {stage.kind === 'looked' && (
            <Group>
              <Button onClick={onRun}>{t('imports.run')}</Button>
            </Group>
          )}
        </>
      )}
    </Stack>
  )
}

function useCounts(): (counts: Readonly<Record<string, number>>) => string {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  return (counts) =>
    Object.entries(counts)
      .map(([name, count]) => `${t(`imports.count.${name as 'added'}`)}: ${formatNumber(count, locale)}`)
      .join(' · ')
}

function Errors({ outcome }: { readonly outcome: ImportOutcome }) {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  return (
    <div className={classes.scroll}>
      <table className={classes.errors}>
        <thead>
          <tr>
            <th scope="col">{t('imports.line')}</th>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.why')}</th>
            <th scope="col">{t('imports.text')}</th>
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
              <td>{t(`imports.fault.${error.why}`)}</td>
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

function Taken() {
  const { t } = useTranslation('directory')
  const { locale } = usePreferences()
  const counts = useCounts()
  const source = useList(listImports, { query: {} }, { live: ['import'] })
  const columns: readonly Column<ImportLine>[] = [
    { id: 'name', head: t('imports.file'), priority: 1, width: 'minmax(10rem, 2fr)', cell: (one) => <bdi>{one.name}</bdi> },
    { id: 'kind', head: t('imports.kind-label'), priority: 2, width: 'minmax(8rem, 1fr)', cell: (one) => t(`imports.kind.${one.kind}`) },
    { id: 'counts', head: t('imports.outcome'), priority: 2, width: 'minmax(12rem, 3fr)', wrap: true, cell: (one) => counts(one.counts) },
    { id: 'size', head: t('imports.size'), priority: 3, width: 'max-content', align: 'end', cell: (one) => formatSize(one.size, locale) },
    { id: 'by', head: t('parties.who'), priority: 3, cell: (one) => <bdi>{one.by}</bdi> },
    { id: 'at', head: t('parties.when'), priority: 2, width: 'max-content', cell: (one) => <Time at={one.at} /> },
  ]
  return (
    <Section title={t('imports.taken')} flush>
      <ListView
        label={t('imports.taken')}
        source={source}
        columns={columns}
        idOf={idOf}
        bare
        empty={{ title: t('imports.none'), text: t('imports.none-why') }}
      />
    </Section>
  )
}
