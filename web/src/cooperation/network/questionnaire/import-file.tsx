import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionnaireOutcome, QuestionnaireView } from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import { upload } from '../../../app/api.ts'
import { useTroubleText } from '../../../app/trouble.ts'
import { DropArea } from '../../../ui/drop-area.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import network from '../network.module.css'

type Stage =
  | { readonly kind: 'idle' | 'sending' }
  | { readonly kind: 'looked'; readonly file: File; readonly outcome: QuestionnaireOutcome }
  | { readonly kind: 'failed'; readonly text: string }

const path = '/api/network/questionnaires/import'

/** A file of questions: checked first, with its errors row by row, then made a version. */
export function ImportFile({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('questionnaire')
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const [title, setTitle] = useState('')
  const trouble = useTroubleText()
  const queries = useQueryClient()
  const look = async (file: File) => {
    setStage({ kind: 'sending' })
    try {
      const outcome = await upload<QuestionnaireOutcome>(`${path}/preview`, file)
      setStage({ kind: 'looked', file, outcome })
      if (outcome.title !== null) setTitle(outcome.title)
    } catch (cause) {
      setStage({ kind: 'failed', text: trouble(cause) })
    }
  }
  const take = async (file: File, previewed: string) => {
    setStage({ kind: 'sending' })
    try {
      const query = new URLSearchParams({ previewed, ...(title.trim() === '' ? {} : { title: title.trim() }) })
      await upload<QuestionnaireView>(`${path}?${query}`, file)
      toast(t('import.done'))
      await queries.invalidateQueries()
      onDone()
    } catch (cause) {
      setStage({ kind: 'failed', text: trouble(cause) })
    }
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('import.lead')}
      </Text>
      <DropArea
        title={t('import.drop')}
        text={t('import.drop-text')}
        maxSize={2 * 1024 * 1024}
        disabled={stage.kind === 'sending'}
        onFiles={(files) => files[0] !== undefined && void look(files[0])}
      />
      <div aria-live="polite">
        {stage.kind === 'failed' && (
          <Alert color="red" role="alert">
            {stage.text}
          </Alert>
        )}
        {stage.kind === 'looked' && stage.outcome.errorCount > 0 && <Faults outcome={stage.outcome} />}
        {stage.kind === 'looked' && stage.outcome.errorCount === 0 && (
          <Stack gap="sm">
            <Text fw={600}>{t('import.found', { count: stage.outcome.questions.length })}</Text>
            <TextInput
              label={t('open.title')}
              maxLength={200}
              dir="auto"
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button onClick={() => void take(stage.file, stage.outcome.sha256)}>{t('import.act')}</Button>
            </Group>
          </Stack>
        )}
      </div>
    </Stack>
  )
}

function Faults({ outcome }: { readonly outcome: QuestionnaireOutcome }) {
  const { t } = useTranslation('questionnaire')
  const { locale } = usePreferences()
  return (
    <Stack gap="sm">
      <Alert color="red" role="alert" title={t('import.errors', { count: outcome.errorCount })}>
        {t('import.errors-text')}
      </Alert>
      <div className={network.scroll}>
        <table className={network.errors}>
          <thead>
            <tr>
              {(['line', 'column', 'why', 'text'] as const).map((one) => (
                <th key={one} scope="col">
                  {t(`import.${one}`)}
                </th>
              ))}
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
    </Stack>
  )
}
