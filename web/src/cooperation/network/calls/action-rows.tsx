import { Button, Modal, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CallActionListed, type CallItemView, settleCallAction } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { useFields } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { Frame } from './item-forms.tsx'
import { callKinds } from './words.tsx'

type Action = CallItemView['actions'][number] & Partial<Pick<CallActionListed, 'call'>>

/** What is to be done, by whom and until when; where it stems from another call, from which. */
export function ActionRows({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation('calls')
  const settle = useQuickAct(settleCallAction, callKinds)
  const [settling, setSettling] = useState<string>()
  const today = new Date().toISOString().slice(0, 10)
  return (
    <ul className={formClasses.rows}>
      {actions.map(({ id, text, member, due, doneAt, outcome, may, call }) => (
        <li key={id}>
          <div className={classes.grow}>
            <p className={classes.text} dir="auto">
              {text}
            </p>
            {outcome !== '' && (
              <p className={classes.text} dir="auto">
                {t('actions.outcome')}: {outcome}
              </p>
            )}
            <div className={classes.dim}>
              <bdi>{member.name}</bdi>
              {due !== null && (
                <>
                  {' · '}
                  {t('actions.due')} <Time at={`${due}T12:00:00Z`} style="date" zone="UTC" />
                </>
              )}
              {call !== undefined && (
                <>
                  {' · '}
                  <Link to="/calls/$id" params={{ id: call.id }} className={classes.link}>
                    <bdi>{call.title}</bdi>, <Time at={call.startsAt} style="date" />
                  </Link>
                </>
              )}
            </div>
          </div>
          <span>
            {doneAt !== null ? (
              <Badge tone="good">{t('actions.done')}</Badge>
            ) : (
              due !== null && due < today && <Badge tone="bad">{t('actions.late')}</Badge>
            )}{' '}
            {may.settle && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() =>
                  doneAt === null ? setSettling(id) : void settle({ params: { id }, body: { done: false, outcome } }, t('actions.is-open'))
                }
              >
                {t(doneAt === null ? 'actions.do' : 'actions.undo')}
              </Button>
            )}
          </span>
        </li>
      ))}
      <Modal
        opened={settling !== undefined}
        onClose={() => setSettling(undefined)}
        title={t('actions.do')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {settling !== undefined && <SettleForm id={settling} onDone={() => setSettling(undefined)} />}
      </Modal>
    </ul>
  )
}

/** That it is done, and what came of it. */
function SettleForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('calls')
  const act = useAct(settleCallAction, callKinds)
  const form = useFields({ outcome: '' }, {}, act.failure)
  const submit = form.onSubmit(async ({ outcome }) => {
    if ((await act.run({ params: { id }, body: { done: true, outcome } })) === undefined) return
    toast(t('actions.is-done'))
    onDone()
  })
  return (
    <Frame act={act} submit={submit} label={t('actions.do')}>
      <Textarea
        label={t('actions.outcome')}
        description={t('actions.outcome-what')}
        autosize
        minRows={2}
        maxLength={4_000}
        dir="auto"
        data-autofocus
        {...form.props('outcome')}
      />
    </Frame>
  )
}
