import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { approveCallMinutes, type CallItemView, type CallWhole, withdrawCallPaper } from '../../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { ActionRows } from './action-rows.tsx'
import classes from './calls.module.css'
import { ItemActs } from './item-acts.tsx'
import { PaperFiles } from './paper-files.tsx'
import { ReportRows } from './report-rows.tsx'
import { callKinds, useItemTitle } from './words.tsx'

type ItemProps = { readonly call: CallWhole; readonly item: CallItemView }

/** An item of the agenda with all that belongs to it. Its number is its place among those that the reader sees. */
export function ItemSection({ call, item, number }: ItemProps & { readonly number: number }) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const seen = call.inside?.audience.items.find((one) => one.item === item.id)?.members
  return (
    <Section title={`${number}. ${titleOf(item)}`} {...(item.note === '' ? {} : { lead: <bdi>{item.note}</bdi> })}>
      {item.duration !== null && (
        <Text size="sm" c="dimmed">
          {t('item.minutes-long', { count: item.duration })}
        </Text>
      )}
      {seen !== undefined && seen.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('item.industry', { who: seen.map(({ name }) => name).join(', ') })}
        </Text>
      )}
      <Part title={t('item.present')} of={item.attendance}>
        <p className={classes.text} dir="auto">
          {item.attendance.map(({ name }) => name).join(' · ')}
        </p>
      </Part>
      <Part title={t('item.papers')} of={item.papers}>
        <Papers papers={item.papers} open={call.may.contribute || call.may.run} />
      </Part>
      <Part title={t('item.reports')} of={item.reports}>
        <ReportRows reports={item.reports} />
      </Part>
      <Part title={t('item.minutes')} of={item.minutes}>
        <Minutes call={call} item={item} />
      </Part>
      <Part title={t('item.decisions')} of={item.decisions}>
        <ul className={formClasses.rows}>
          {item.decisions.map(({ id, kind, text }) => (
            <li key={id}>
              <p className={`${classes.text} ${classes.grow}`} dir="auto">
                {text}
              </p>
              <Badge tone={kind === 'decision' ? 'good' : 'note'}>{t(`decision.${kind}`)}</Badge>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('actions.title')} of={item.actions}>
        <ActionRows actions={item.actions} />
      </Part>
      <ItemActs call={call} item={item} />
    </Section>
  )
}

function Part({ title, of, children }: { readonly title: string; readonly of: readonly unknown[]; readonly children: ReactNode }) {
  if (of.length === 0) return null
  return (
    <>
      <h3 className={classes.part}>{title}</h3>
      {children}
    </>
  )
}

function Papers({ papers, open }: Pick<CallItemView, 'papers'> & { readonly open: boolean }) {
  const { t } = useTranslation('calls')
  const confirm = useConfirm()
  const withdraw = useQuickAct(withdrawCallPaper, callKinds)
  const ask = async (id: string) => {
    const yes = await confirm({ title: t('paper.withdraw'), consequence: t('paper.withdraw-what'), act: t('paper.withdraw'), grave: true })
    if (yes) await withdraw({ params: { id } }, t('paper.withdrawn'))
  }
  return (
    <ul className={formClasses.rows}>
      {papers.map((paper) => (
        <li key={paper.id}>
          {paper.withdrawnAt !== null ? (
            <Text c="dimmed">{t('paper.withdrawn')}</Text>
          ) : (
            <div className={classes.grow}>
              <details>
                <summary>
                  <bdi>{paper.title}</bdi>
                </summary>
                <p className={classes.text} dir="auto">
                  {paper.text}
                </p>
              </details>
              <PaperFiles paper={paper} open={open} />
            </div>
          )}
          <Group gap="xs">
            <span className={classes.dim}>
              {t(`paper.${paper.kind}`)} · <bdi>{paper.member?.name ?? t('secretariat')}</bdi>
            </span>
            {paper.may.withdraw && (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => void ask(paper.id)}>
                {t('paper.withdraw')}
              </Button>
            )}
          </Group>
        </li>
      ))}
    </ul>
  )
}

/** The latest revision, and those before it on demand. */
function Minutes({ call, item }: ItemProps) {
  const { t } = useTranslation('calls')
  const approve = useQuickAct(approveCallMinutes, callKinds)
  const [latest, ...before] = item.minutes
  if (latest === undefined) return null
  const { revision, approvedAt } = latest
  return (
    <>
      <p className={classes.text} dir="auto">
        {latest.text}
      </p>
      <Group gap="xs" mt="xs">
        <Badge tone={approvedAt === null ? 'warn' : 'good'}>{t(approvedAt === null ? 'minutes.draft' : 'minutes.approved')}</Badge>
        <span className={classes.dim}>
          {t('minutes.revision', { number: revision })} · <Time at={approvedAt ?? latest.at} style="relative" />
        </span>
        {call.may.run && approvedAt === null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void approve({ params: { id: item.id }, body: { revision } }, t('minutes.approved'))}
          >
            {t('minutes.approve')}
          </Button>
        )}
      </Group>
      {before.length > 0 && (
        <details>
          <summary className={classes.dim}>{t('minutes.before', { count: before.length })}</summary>
          {before.map((one) => (
            <div key={one.revision}>
              <h4 className={classes.part}>
                {t('minutes.revision', { number: one.revision })} {one.approvedAt !== null && `· ${t('minutes.approved')}`}
              </h4>
              <p className={classes.text} dir="auto">
                {one.text}
              </p>
            </div>
          ))}
        </details>
      )}
    </>
  )
}
