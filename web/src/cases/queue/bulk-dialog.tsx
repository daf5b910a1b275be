import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import { type BulkAct, bulkAtMost, type CaseLine, previewBulk, startBulk } from '../../../../src/domain/cases/contract.ts'
import { useAct } from '../../app/act.ts'
import type { InputOf } from '../../app/api.ts'
import { FormNote } from '../../app/form.tsx'
import { problemAreas, wordsKey } from '../../app/problem-words.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import classes from '../cases.module.css'
import { CaseStateBadge } from '../words.tsx'
import { actOf, BulkFields, type BulkKind, type BulkWish, nothingWished } from './bulk-fields.tsx'
import { BulkRunView } from './bulk-run.tsx'

type Target = Pick<InputOf<typeof previewBulk>['body'], 'ids' | 'filter'>
type Preview = AnswerOf<typeof previewBulk>

type Props = {
  readonly kind: BulkKind
  readonly target: Target
  /** what is merged into where nothing else is chosen */
  readonly first: CaseLine | undefined
  readonly onClose: (done: boolean) => void
}

/** Asks what is to be done with many, shows what would happen, does it, and tells of each. */
export function BulkDialog({ kind, target, first, onClose }: Props) {
  const { t } = useTranslation('cases')
  const [wish, setWish] = useState<BulkWish>(() => ({ ...nothingWished, into: kind === 'merge' ? (first ?? null) : null }))
  const [shown, setShown] = useState<{ readonly act: BulkAct; readonly preview: Preview }>()
  const [run, setRun] = useState<string>()
  const preview = useAct(previewBulk, [])
  const start = useAct(startBulk, ['case', 'bulk'])
  const act = actOf(kind, wish)
  const look = async () => {
    if (act === undefined) return
    const done = await preview.run({ body: { ...target, act } })
    if (done !== undefined) setShown({ act, preview: done.answer })
  }
  const go = async () => {
    if (shown === undefined) return
    const done = await start.run({ body: { ...target, act: shown.act, previewed: shown.preview.previewed } })
    if (done !== undefined) setRun(done.answer.id)
  }
  const close = () => onClose(run !== undefined)
  return (
    <Modal opened onClose={close} title={t(`bulk.title.${kind}`)} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {run !== undefined ? (
        <Stack gap="md">
          <BulkRunView id={run} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('ui:close')}</Button>
          </Group>
        </Stack>
      ) : shown === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void look()
          }}
        >
          <Stack gap="md">
            <FormNote failure={preview.failure} />
            <BulkFields kind={kind} wish={wish} onChange={setWish} />
            <Group justify="flex-end">
              <Button type="submit" disabled={act === undefined} loading={preview.running}>
                {t('bulk.preview')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="md">
          <FormNote failure={start.failure} />
          <PreviewShown kind={kind} preview={shown.preview} />
          <Group justify="space-between">
            <Button
              variant="default"
              onClick={() => {
                start.reset()
                setShown(undefined)
              }}
            >
              {t('bulk.back')}
            </Button>
            <Button
              onClick={() => void go()}
              loading={start.running}
              disabled={shown.preview.possible === 0}
              color={kind === 'close' || kind === 'merge' ? 'red' : 'petrol'}
              data-autofocus
            >
              {t(`bulk.do.${kind}`, { count: shown.preview.possible })}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function PreviewShown({ kind, preview }: { readonly kind: BulkKind; readonly preview: Preview }) {
  const { t } = useTranslation(['cases', ...problemAreas])
  const { locale } = usePreferences()
  const rest = preview.possible - preview.sample.length
  return (
    <div className={classes.preview}>
      <p role="status">
        <strong>{t('bulk.would', { count: preview.possible })}</strong>{' '}
        {preview.found > preview.taken &&
          t('bulk.found-more', { found: formatNumber(preview.found, locale), most: formatNumber(bulkAtMost, locale) })}
      </p>
      {preview.refused.length > 0 && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle size={18} />} title={t('bulk.not')}>
          <ul>
            {preview.refused.map(({ code, cases }) => (
              <li key={code}>
                {t('bulk.refused', { count: cases })}: {t(wordsKey(code))}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {preview.sample.length > 0 && (
        <ul className={classes.sample} aria-label={t('bulk.sample')}>
          {preview.sample.map((line) => (
            <li key={line.id}>
              <bdi className={classes.code}>{line.code}</bdi>
              <bdi>{line.title}</bdi>
              <CaseStateBadge state={line.state} />
            </li>
          ))}
          {rest > 0 && <li className={classes.dim}>{t('bulk.and-more', { count: rest })}</li>}
        </ul>
      )}
      <p className={classes.dim}>{t(preview.undoable ? 'bulk.undoable' : 'bulk.not-undoable')}</p>
      {kind === 'merge' && <p className={classes.dim}>{t('merge.means')}</p>}
    </div>
  )
}
