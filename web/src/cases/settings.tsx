import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { IconChevronLeft, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ActionRule,
  actionKinds,
  addActionRule,
  type CaseSettings,
  caseKinds,
  changeCaseSettings,
  endActionRule,
  listActionRules,
  partyRoles,
  readCaseSettings,
} from '../../../src/domain/cases/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useFields } from '../app/form.tsx'
import { useList, useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { endOfDay } from '../ui/due.ts'
import { formatNumber } from '../ui/format.ts'
import { Page, pageClasses, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './cases.module.css'
import { Listed } from './listed.tsx'
import { DialogForm } from './page/dialog-form.tsx'
import { By } from './words.tsx'

/** How the organisation wants its cases handled, and the rules that approve in place of a person. */
export function CaseSettingsPage() {
  const { t } = useTranslation('cases')
  const session = useSession()
  const manages = isAtLeast(session, 'manager')
  const settings = useRead(readCaseSettings, {}, { live: ['case-settings'] })
  return (
    <Page
      narrow
      title={t('settings.title')}
      lead={t('settings.lead')}
      back={
        <Link to="/cases" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('queue.title')}
        </Link>
      }
    >
      <Section title={t('settings.handling')}>
        <Answer of={settings}>{(found) => <SettingsForm settings={found} manages={manages} />}</Answer>
      </Section>
      <Rules manages={manages} />
    </Page>
  )
}

function SettingsForm({ settings, manages }: { readonly settings: CaseSettings; readonly manages: boolean }) {
  const { t } = useTranslation('cases')
  const act = useAct(changeCaseSettings, ['case-settings', 'case'])
  const within = (most: number) => (value: number) =>
    Number.isInteger(value) && value >= 1 && value <= most ? null : t('settings.between', { most })
  const { silenceDays, nearHours, triage, triageReports } = settings
  const form = useFields(
    { silenceDays, nearHours, triage, triageReports },
    { silenceDays: within(3_650), nearHours: within(720), triageReports: within(100_000) },
    act.failure,
  )
  const submit = form.onSubmit(async (body) => {
    const done = await act.run({ body })
    if (done !== undefined) toast(t('ui:saved'))
  })
  const number = (name: 'silenceDays' | 'nearHours' | 'triageReports', most: number) => (
    <NumberInput
      {...form.props(name)}
      label={t(`settings.${name}`)}
      description={t(`settings.${name}-hint`)}
      min={1}
      max={most}
      allowDecimal={false}
      readOnly={!manages}
      onChange={(value) => form.set(name, Number(value))}
    />
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        {number('silenceDays', 3_650)}
        {number('nearHours', 720)}
        <Switch label={t('settings.triage')} description={t('settings.triage-hint')} disabled={!manages} {...form.checked('triage')} />
        {form.values.triage && number('triageReports', 100_000)}
        <Group justify="space-between">
          <small className={classes.dim}>
            {settings.changedAt === null || settings.changedBy === null ? (
              t('settings.as-given')
            ) : (
              <>
                <By who={settings.changedBy} /> · <Time at={settings.changedAt} />
              </>
            )}
          </small>
          {manages ? (
            <Button type="submit" loading={act.running}>
              {t('ui:save')}
            </Button>
          ) : (
            <small className={classes.dim}>{t('settings.managers')}</small>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function Rules({ manages }: { readonly manages: boolean }) {
  const { t } = useTranslation('cases')
  const source = useList(listActionRules, { query: { ended: 'true' } }, { live: ['action-rule'] })
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('rules.title')}
      lead={t('rules.lead')}
      actions={
        manages && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t('rules.add')}
          </Button>
        )
      }
    >
      <Listed
        source={source}
        label={t('rules.title')}
        none={t('rules.none')}
        idOf={(rule) => rule.id}
        row={(rule) => <RuleRow rule={rule} manages={manages} />}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('rules.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <RuleForm onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  )
}

function RuleRow({ rule, manages }: { readonly rule: ActionRule; readonly manages: boolean }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const confirm = useConfirm()
  const end = useQuickAct(endActionRule, ['action-rule'])
  const list = (all: readonly string[], any: string) =>
    all.length === 0 ? any : new Intl.ListFormat(locale, { type: 'disjunction' }).format(all)
  const ask = async () => {
    const sure = await confirm({ title: t('rules.end-title'), consequence: t('rules.end-means'), act: t('rules.end') })
    if (sure) await end({ params: { id: rule.id } }, t('rules.ended-said'))
  }
  return (
    <div className={classes.line} data-ended={rule.endedAt !== null}>
      <div>
        <span>
          <strong>{t(`action.${rule.actionKind}`)}</strong> {rule.endedAt !== null && <Badge>{t('rules.ended')}</Badge>}
        </span>
        <small>
          {list(
            rule.caseKinds.map((one) => t(`kind.${one}`)),
            t('rules.any-kind'),
          )}
          {' · '}
          {list(
            rule.roles.map((one) => t(`role.${one}`)),
            t('rules.any-role'),
          )}
        </small>
        <small>
          {t('rules.used', { used: formatNumber(rule.used, locale), perDay: formatNumber(rule.perDay, locale) })}
          {rule.until !== null && (
            <>
              {' · '}
              {t('rules.until')} <Time at={rule.until} style="date" />
            </>
          )}
          {' · '}
          <By who={rule.setBy} />
        </small>
        {rule.note !== '' && <small dir="auto">{rule.note}</small>}
      </div>
      {manages && rule.endedAt === null && (
        <Button size="compact-sm" variant="default" onClick={() => void ask()}>
          {t('rules.end')}
        </Button>
      )}
    </div>
  )
}

function RuleForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const { zone } = usePreferences()
  const act = useAct(addActionRule, ['action-rule'])
  const form = useFields(
    { actionKind: 'notify' as string, caseKinds: [] as string[], roles: [] as string[], perDay: 20, until: '', note: '' },
    { perDay: (value) => (Number.isInteger(value) && value >= 1 && value <= 10_000 ? null : t('settings.between', { most: 10_000 })) },
    act.failure,
  )
  const submit = form.onSubmit(async ({ actionKind, caseKinds: ofCases, roles, perDay, until, note }) => {
    const done = await act.run({
      body: {
        actionKind: actionKind as Exclude<ActionRule['actionKind'], 'reply'>,
        caseKinds: ofCases as ActionRule['caseKinds'],
        roles: roles as ActionRule['roles'],
        perDay,
        until: until === '' ? null : endOfDay(until, zone),
        note,
      },
    })
    if (done !== undefined) onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('rules.add')} onSubmit={submit}>
      <p className={classes.dim}>{t('rules.means')}</p>
      <Select
        label={t('actions.kind')}
        // a hotline is told by a person, always, and so is whoever wrote
        data={actionKinds.filter((one) => one !== 'hotline' && one !== 'reply').map((one) => ({ value: one, label: t(`action.${one}`) }))}
        allowDeselect={false}
        {...form.props('actionKind')}
      />
      <MultiSelect
        label={t('rules.kinds')}
        placeholder={form.values.caseKinds.length === 0 ? t('rules.any-kind') : ''}
        data={caseKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        value={form.values.caseKinds}
        onChange={(all) => form.set('caseKinds', all)}
      />
      <MultiSelect
        label={t('rules.roles')}
        placeholder={form.values.roles.length === 0 ? t('rules.any-role') : ''}
        data={partyRoles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        value={form.values.roles}
        onChange={(all) => form.set('roles', all)}
      />
      <Group grow align="start" gap="sm">
        <NumberInput
          {...form.props('perDay')}
          label={t('rules.perDay')}
          min={1}
          max={10_000}
          allowDecimal={false}
          onChange={(value) => form.set('perDay', Number(value))}
        />
        <TextInput type="date" label={t('rules.until-day')} {...form.props('until')} />
      </Group>
      <TextInput label={t('rules.note')} dir="auto" maxLength={500} {...form.props('note')} />
    </DialogForm>
  )
}
