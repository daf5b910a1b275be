import { Button, Group, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Action, type CaseView, listCaseActions, readPlaybook, type Suggestion } from '../../../../src/domain/cases/contract.ts'
import { useList, useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { By } from '../words.tsx'
import { type ActionAct, ActionDialog } from './action-dialogs.tsx'
import pageStyles from './page.module.css'
import { ProposeForm } from './propose.tsx'

const tones: Readonly<Record<Action['state'], Tone>> = {
  proposed: 'accent',
  approved: 'note',
  declined: 'plain',
  withdrawn: 'plain',
  running: 'note',
  done: 'good',
  failed: 'bad',
}

/** What is done about a case: what was proposed, decided and became of it, and what the playbook would do next. */
export function Actions({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(listCaseActions, { params: { id: view.id }, query: {} }, { live: ['case', 'action'] })
  const [proposing, setProposing] = useState<Suggestion | 'own'>()
  return (
    <Section
      title={t('actions.title')}
      id="actions"
      actions={
        view.may.close && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setProposing('own')}>
            {t('actions.propose')}
          </Button>
        )
      }
    >
      <Listed
        source={source}
        label={t('actions.title')}
        none={t('actions.none')}
        idOf={(action) => action.id}
        row={(action) => <ActionRow action={action} writes={view.may.write} />}
      />
      {view.may.close && <Playbook view={view} onPropose={setProposing} />}
      <Modal
        opened={proposing !== undefined}
        onClose={() => setProposing(undefined)}
        title={t('actions.propose')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {proposing !== undefined && (
          <ProposeForm view={view} suggestion={proposing === 'own' ? undefined : proposing} onDone={() => setProposing(undefined)} />
        )}
      </Modal>
    </Section>
  )
}

function ActionRow({ action, writes }: { readonly action: Action; readonly writes: boolean }) {
  const { t } = useTranslation('cases')
  const [act, setAct] = useState<ActionAct>()
  const { recipient } = action
  const acts = writes ? actsOn(action) : []
  return (
    <article className={pageStyles.noted}>
      <header>
        <strong>{t(`action.${action.kind}`)}</strong>
        <Badge tone={tones[action.state]}>{t(`action-state.${action.state}`)}</Badge>
        {action.outcome !== null && <Badge>{t(`outcome.${action.outcome}`)}</Badge>}
        <Time at={action.stateAt} style="relative" />
      </header>
      <p className={pageStyles.about}>
        {recipient !== null && (
          <>
            {t('actions.to')} <bdi>{recipient.name}</bdi>
            {recipient.address !== null && (
              <>
                {' '}
                <Mono>{recipient.address}</Mono>
              </>
            )}
            {recipient.role !== null && ` (${t(`role.${recipient.role}`)})`}
            {' · '}
          </>
        )}
        {t('actions.proposed-by')} <By who={action.proposedBy} />
        {action.approvedBy !== null && (
          <>
            {' · '}
            {t(action.rule === null ? 'actions.approved-by' : 'actions.by-rule')} {action.rule === null && <By who={action.approvedBy} />}
          </>
        )}
        {action.reference !== null && (
          <>
            {' · '}
            {t('actions.reference')} <Mono>{action.reference}</Mono>
          </>
        )}
      </p>
      {action.endedWhy !== null && <q dir="auto">{action.endedWhy}</q>}
      {action.things.length > 0 && (
        <details className={classes.details}>
          <summary>{t('actions.things', { count: action.things.length })}</summary>
          <ul className={pageStyles.things}>
            {action.things.map((thing) => (
              <li key={`${thing.kind} ${thing.value}`}>
                <small>{t(`thing.${thing.kind}`)}</small> <Mono>{defang(thing.value)}</Mono>
              </li>
            ))}
          </ul>
        </details>
      )}
      {acts.length > 0 && (
        <Group gap="xs" className="t-no-print">
          {acts.map((one) => (
            <Button key={one} size="compact-sm" variant="default" onClick={() => setAct(one)}>
              {t(`actions.${one}.do`)}
            </Button>
          ))}
        </Group>
      )}
      <ActionDialog action={action} act={act} onClose={() => setAct(undefined)} />
    </article>
  )
}

/** What can be said of an action now; approving is asked where its bytes are shown. */
function actsOn({ state }: Action): readonly ActionAct[] {
  if (state === 'proposed') return ['decline', 'withdraw']
  if (state === 'approved') return ['withdraw', 'outcome']
  return state === 'running' || state === 'done' || state === 'failed' ? ['outcome'] : []
}

function Playbook({ view, onPropose }: { readonly view: CaseView; readonly onPropose: (one: Suggestion) => void }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const { data } = useRead(readPlaybook, { params: { id: view.id } }, { live: ['case', 'action'] })
  const left = (data?.items ?? []).filter((one) => !one.taken)
  if (left.length === 0) return null
  const hours = (count: number) => formatNumber(count, locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' })
  return (
    <div className={pageStyles.playbook}>
      <h3>{t('playbook.title')}</h3>
      <ul>
        {left.map((one) => (
          <li key={`${one.kind} ${one.ground}`}>
            <div>
              <strong>{t(`action.${one.kind}`)}</strong>
              <small>
                {t(`playbook.ground.${one.ground}`)} ·{' '}
                {one.within === 0 ? t('playbook.now') : t('playbook.within', { hours: hours(one.within) })}
                {one.recipients.length > 0 && (
                  <>
                    {' · '}
                    {t('actions.to')} <bdi>{one.recipients.map(({ name }) => name).join(', ')}</bdi>
                  </>
                )}
              </small>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('playbook.propose-of', { action: t(`action.${one.kind}`) })}
              onClick={() => onPropose(one)}
            >
              {t('playbook.propose')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
