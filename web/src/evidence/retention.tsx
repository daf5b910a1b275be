import { Alert, Button, Group, Modal, NumberInput, Radio, Stack, Text } from '@mantine/core'
import { IconInfoCircle, IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listRetention,
  mostDays,
  previewRetention,
  type RetentionPreviewView,
  type RetentionRuleView,
  runRetention,
  setRetention,
} from '../../../src/domain/evidence/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { formatNumber, formatSize } from '../ui/format.ts'
import { Page, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import classes from './rows.module.css'

/** How long each kind of data is kept, and what goes now. */
export function Retention() {
  const { t } = useTranslation('evidence')
  const session = useSession()
  const manages = isAtLeast(session, 'manager')
  const rules = useRead(listRetention, {}, { live: ['retention'] })
  return (
    <Page narrow title={t('retention.title')} lead={t('retention.lead')}>
      <Answer of={rules}>
        {({ items }) => (
          <Section title={t('retention.periods')} flush>
            <ul className={classes.rows}>
              {items.map((rule) => (
                <Rule key={rule.kind} rule={rule} manages={manages} />
              ))}
            </ul>
          </Section>
        )}
      </Answer>
      {manages && <Preview />}
    </Page>
  )
}

function usePeriod(): (days: number | null) => string {
  const { t } = useTranslation('evidence')
  return (days) => (days === null ? t('retention.kept') : t('retention.days', { count: days }))
}

function Rule({ rule, manages }: { readonly rule: RetentionRuleView; readonly manages: boolean }) {
  const { t } = useTranslation('evidence')
  const period = usePeriod()
  const [changing, setChanging] = useState(false)
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{t(`retention.kind.${rule.kind}`)}</strong>
        <p>{t(`retention.means.${rule.kind}`)}</p>
        {!rule.enforced && <p className={classes.aside}>{t('retention.not-enforced')}</p>}
      </div>
      <div className={classes.value}>
        <strong>{period(rule.days)}</strong>
        <small>
          {rule.own ? (
            <>
              {rule.setByName !== null && <bdi>{rule.setByName}</bdi>} {rule.setAt !== null && <Time at={rule.setAt} style="date" />}
            </>
          ) : (
            t('retention.default')
          )}
        </small>
      </div>
      {manages && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPencil size={14} />}
          onClick={() => setChanging(true)}
          aria-label={t('retention.change-of', { kind: t(`retention.kind.${rule.kind}`) })}
        >
          {t('retention.change')}
        </Button>
      )}
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t('retention.change-of', { kind: t(`retention.kind.${rule.kind}`) })}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <RuleForm rule={rule} onDone={() => setChanging(false)} />
      </Modal>
    </li>
  )
}

function RuleForm({ rule, onDone }: { readonly rule: RetentionRuleView; readonly onDone: () => void }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const act = useAct(setRetention, ['retention'])
  const number = (value: number) => formatNumber(value, locale)
  const form = useFields(
    { how: rule.days === null ? 'kept' : 'days', days: rule.days ?? rule.defaultDays },
    {
      days: (value) =>
        Number.isInteger(value) && value >= rule.leastDays && value <= mostDays
          ? null
          : t('retention.between', { least: number(rule.leastDays), most: number(mostDays) }),
    },
    act.failure,
  )
  const submit = form.onSubmit(async ({ how, days }) => {
    const done = await act.run({ params: { kind: rule.kind }, body: { days: how === 'kept' ? null : days } })
    if (done !== undefined) onDone()
  })
  const days = form.props('days')
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <Radio.Group label={t('retention.how')} value={form.values.how} onChange={(value) => form.set('how', value)}>
          <Stack gap="xs" mt={4}>
            <Radio value="days" label={t('retention.for-days')} />
            <Radio value="kept" label={t('retention.kept')} />
          </Stack>
        </Radio.Group>
        {form.values.how === 'days' && (
          <NumberInput
            {...days}
            label={t('retention.how-many')}
            description={t('retention.default-is', { days: number(rule.defaultDays) })}
            min={1}
            max={mostDays}
            allowDecimal={false}
            onChange={(value) => form.set('days', Number(value))}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Preview() {
  const { t } = useTranslation('evidence')
  const confirm = useConfirm()
  const preview = useRead(previewRetention, {}, { live: ['retention', 'item'] })
  const run = useQuickAct(runRetention, ['retention', 'item'])
  const due = preview.data?.items.some((one) => one.count > 0 || one.more) === true
  const ask = async () => {
    const sure = await confirm({
      title: t('retention.run-title'),
      consequence: t('retention.run-consequence'),
      act: t('retention.run'),
      typed: t('retention.run-typed'),
      grave: true,
    })
    if (sure) await run({}, t('retention.run-asked'))
  }
  return (
    <Section
      title={t('retention.now')}
      lead={t('retention.now-lead')}
      flush
      actions={
        <Button variant="default" size="compact-sm" leftSection={<IconPlayerPlay size={14} />} disabled={!due} onClick={() => void ask()}>
          {t('retention.run')}
        </Button>
      }
    >
      <Answer of={preview}>
        {({ items }) =>
          items.length === 0 ? (
            <Alert variant="light" color="gray" m="md" icon={<IconInfoCircle size={18} />}>
              {t('retention.nothing-due')}
            </Alert>
          ) : (
            <ul className={classes.rows}>
              {items.map((one) => (
                <Due key={one.kind} due={one} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  )
}

function Due({ due }: { readonly due: RetentionPreviewView }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{t(`retention.kind.${due.kind}`)}</strong>
        <p>
          {t('retention.before')} <Time at={due.before} style="date" />
        </p>
        {due.kind === 'original' && due.samples.length > 0 && (
          <p className={classes.samples}>
            {t('retention.samples')}{' '}
            {due.samples.map((id, at) => (
              <Link key={id} to="/evidence/$id" params={{ id }}>
                {formatNumber(at + 1, locale)}
              </Link>
            ))}
          </p>
        )}
      </div>
      <div className={classes.value}>
        {due.more ? (
          <strong>{t('retention.more-due', { number: formatNumber(due.count, locale) })}</strong>
        ) : due.count === 0 ? (
          <Text c="dimmed">{t('retention.none-due')}</Text>
        ) : (
          <>
            <strong>{t('retention.due', { count: due.count })}</strong>
            <small>
              {due.items > 0 ? t('retention.with', { items: formatNumber(due.items, locale), size: formatSize(due.bytes, locale) }) : ''}
            </small>
          </>
        )}
        {due.held > 0 && <Badge tone="warn">{t('retention.held', { count: due.held })}</Badge>}
      </div>
    </li>
  )
}
