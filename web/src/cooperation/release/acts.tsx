import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconExternalLink, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  approveRelease,
  type ChangeLine,
  changeRelease,
  declineRelease,
  type ReleaseView,
  recallRelease,
  retryRelease,
} from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { ApiFailure } from '../../app/api.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'
import { HandForm } from './hand-form.tsx'
import classes from './release.module.css'
import { useTerms } from './terms.tsx'

const live = ['release', 'mail', 'action', 'case']

/** What may be decided about it. Approving names the hash of what is on the page; a draft that changed meanwhile says what is other. */
export function Acts({ release, onDone }: { readonly release: ReleaseView; readonly onDone?: () => void }) {
  const { t } = useTranslation('cooperation')
  const approve = useAct(approveRelease, live)
  const retry = useAct(retryRelease, live)
  const [asking, setAsking] = useState<'decline' | 'recall' | 'call-back' | 'change' | 'by-hand'>()
  const { may, sha256 } = release
  const done = (words: string) => {
    toast(words)
    onDone?.()
  }
  const go = async () => {
    if (sha256 !== null && (await approve.run({ params: { id: release.id }, body: { sha256 } })) !== undefined) done(t('done.approved'))
  }
  const again = async () => {
    if (sha256 !== null && (await retry.run({ params: { id: release.id }, body: { sha256 } })) !== undefined) done(t('done.retried'))
  }
  const close = () => setAsking(undefined)
  return (
    <Stack gap="sm" className="t-no-print">
      <FormNote failure={approve.failure ?? retry.failure} />
      <Changes failure={approve.failure} />
      <Group gap="xs">
        {may.decide && (
          <Button leftSection={<IconCheck size={16} />} loading={approve.running} onClick={() => void go()}>
            {t('act.approve')}
          </Button>
        )}
        {may.byHand && (
          <>
            <Button
              component="a"
              href={release.recipient.value}
              target="_blank"
              rel="noreferrer noopener"
              rightSection={<IconExternalLink size={16} />}
            >
              {t('act.open-page')}
            </Button>
            <Button variant="default" leftSection={<IconCheck size={16} />} onClick={() => setAsking('by-hand')}>
              {t('act.by-hand')}
            </Button>
          </>
        )}
        {may.retry && (
          <Button loading={retry.running} onClick={() => void again()}>
            {t('act.retry')}
          </Button>
        )}
        {may.change && (
          <Button variant="default" onClick={() => setAsking('change')}>
            {t('act.change')}
          </Button>
        )}
        {may.keepBack && (
          <Button variant="default" leftSection={<IconX size={16} />} onClick={() => setAsking('decline')}>
            {t('act.decline')}
          </Button>
        )}
        {may.recall && (
          <Button variant="default" onClick={() => setAsking('recall')}>
            {t('act.recall')}
          </Button>
        )}
        {may.callBack && (
          <Button color="red" variant="outline" onClick={() => setAsking('call-back')}>
            {t('act.call-back')}
          </Button>
        )}
      </Group>
      <Modal
        opened={asking !== undefined}
        onClose={close}
        size={asking === 'change' ? 'lg' : 'md'}
        title={asking === undefined ? '' : t(`act.${asking}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {asking === 'change' && <ChangeForm release={release} onDone={close} />}
        {asking === 'by-hand' && <HandForm release={release} onDone={close} />}
        {(asking === 'decline' || asking === 'recall' || asking === 'call-back') && (
          <ReasonForm release={release} act={asking} onDone={close} />
        )}
      </Modal>
    </Stack>
  )
}

function changesIn(failure: Error | null): readonly ChangeLine[] {
  if (!(failure instanceof ApiFailure) || failure.code !== 'cooperation.draft-changed') return []
  const { changed } = (failure.detail ?? {}) as { changed?: readonly ChangeLine[] }
  return Array.isArray(changed) ? changed : []
}

function Changes({ failure }: { readonly failure: Error | null }) {
  const { t } = useTranslation('cooperation')
  const changes = changesIn(failure)
  if (changes.length === 0) return null
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
      <Text fw={600}>{t('changes.title')}</Text>
      <ul className={classes.list}>
        {changes.map((one) => (
          <li key={`${one.what} ${one.before} ${one.after}`}>
            {t(`changed.${one.what}`)}
            {one.before !== null && one.what !== 'part-changed' && (
              <div>
                <del>
                  <bdi>{one.before}</bdi>
                </del>
              </div>
            )}
            {one.after !== null && one.what !== 'part-changed' && (
              <div>
                <ins>
                  <bdi>{one.after}</bdi>
                </ins>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

type ReasonProps = { readonly release: ReleaseView; readonly act: 'decline' | 'recall' | 'call-back'; readonly onDone: () => void }

function ReasonForm({ release, act, onDone }: ReasonProps) {
  const { t } = useTranslation('cooperation')
  const decline = useAct(declineRelease, live)
  const recall = useAct(recallRelease, live)
  const doing = act === 'decline' ? decline : recall
  const form = useFields({ reason: '' }, { reason: useChecks().required }, doing.failure)
  const submit = form.onSubmit(async ({ reason }) => {
    if ((await doing.run({ params: { id: release.id }, body: { reason } })) === undefined) return
    toast(t(`done.${act}`))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={doing.failure} />
        <Text>{t(`act.${act}-why`)}</Text>
        <Textarea label={t('field.reason')} autosize minRows={2} maxRows={8} maxLength={2_000} data-autofocus {...form.props('reason')} />
        <Group justify="flex-end">
          <Button type="submit" loading={doing.running} {...(act === 'call-back' ? { color: 'red' } : {})}>
            {t(`act.${act}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ChangeForm({ release, onDone }: { readonly release: ReleaseView; readonly onDone: () => void }) {
  const { t } = useTranslation('cooperation')
  const act = useAct(changeRelease, live)
  const required = useChecks().required
  const initial = { title: release.draft?.title ?? release.title, text: release.draft?.text ?? '', ground: release.ground }
  const form = useFields(initial, { title: required, text: required, ground: required }, act.failure)
  const terms = useTerms(release)
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ params: { id: release.id }, body: { ...values, ...terms.body } })) === undefined) return
    toast(t('done.changed'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Textarea label={t('column.title')} autosize minRows={1} maxLength={200} {...form.props('title')} />
        <Textarea label={t('field.text')} autosize minRows={8} maxRows={24} maxLength={20_000} data-autofocus {...form.props('text')} />
        <Textarea label={t('field.ground')} autosize minRows={1} maxLength={500} {...form.props('ground')} />
        {terms.part}
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={() =>
              void act.run({ params: { id: release.id }, body: { title: null, text: null } }).then((done) => done !== undefined && onDone())
            }
          >
            {t('act.reset')}
          </Button>
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
