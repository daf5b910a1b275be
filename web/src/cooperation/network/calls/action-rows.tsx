import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CallActionListed, type CallItemView, settleCallAction } from '../../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { callKinds } from './words.tsx'

type Action = CallItemView['actions'][number] & Partial<Pick<CallActionListed, 'call'>>

/** What is to be done, by whom and until when; where it stems from another call, from which. */
export function ActionRows({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation('calls')
  const settle = useQuickAct(settleCallAction, callKinds)
  const today = new Date().toISOString().slice(0, 10)
  return (
    <ul className={formClasses.rows}>
      {actions.map(({ id, text, member, due, doneAt, may, call }) => (
        <li key={id}>
          <div className={classes.grow}>
            <p className={classes.text} dir="auto">
              {text}
            </p>
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
                  void settle(
                    { params: { id }, body: { done: doneAt === null } },
                    t(doneAt === null ? 'actions.is-done' : 'actions.is-open'),
                  )
                }
              >
                {t(doneAt === null ? 'actions.do' : 'actions.undo')}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
