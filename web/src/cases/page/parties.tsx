import { ActionIcon, Button, Menu, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import {
  addCaseParty,
  type CaseView,
  changeCaseParty,
  listCaseParties,
  partyRoles,
  removeCaseParty,
} from '../../../../src/domain/cases/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { useChecks, useFields } from '../../app/form.tsx'
import { useList } from '../../app/read.ts'
import { Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

type Party = AnswerOf<typeof listCaseParties>['items'][number]

/** Who has to do with a case, and as what. */
export function Parties({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const source = useList(listCaseParties, { params: { id: view.id }, query: {} }, { live: ['case'] })
  const [form, setForm] = useState<Party | 'new'>()
  return (
    <Section
      title={t('parties.title')}
      id="parties"
      actions={
        view.may.close && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setForm('new')}>
            {t('parties.add')}
          </Button>
        )
      }
    >
      <Listed
        source={source}
        label={t('parties.title')}
        none={t('parties.none')}
        idOf={(party) => party.id}
        row={(party) => <PartyRow party={party} writes={view.may.close} onChange={() => setForm(party)} />}
      />
      <Modal
        opened={form !== undefined}
        onClose={() => setForm(undefined)}
        title={t(form === 'new' ? 'parties.add' : 'parties.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {form !== undefined && <PartyForm view={view} party={form === 'new' ? undefined : form} onDone={() => setForm(undefined)} />}
      </Modal>
    </Section>
  )
}

function PartyRow({ party, writes, onChange }: { readonly party: Party; readonly writes: boolean; readonly onChange: () => void }) {
  const { t } = useTranslation('cases')
  const confirm = useConfirm()
  const remove = useQuickAct(removeCaseParty, caseChanges)
  const ask = async () => {
    const sure = await confirm({
      title: t('parties.remove-title', { party: party.name }),
      consequence: t('parties.remove-means'),
      act: t('take-out'),
    })
    if (sure) await remove({ params: { id: party.id } }, t('parties.removed'))
  }
  return (
    <div className={classes.line}>
      <div>
        <bdi>{party.name}</bdi>
        <small>
          {t(`role.${party.role}`)}
          {party.address !== null && (
            <>
              {' · '}
              <Mono>{party.address}</Mono>
            </>
          )}
        </small>
        {party.note !== null && <small dir="auto">{party.note}</small>}
      </div>
      {writes && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('parties.more', { party: party.name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onChange}>{t('parties.change')}</Menu.Item>
            <Menu.Item color="red" onClick={() => void ask()}>
              {t('take-out')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}

function PartyForm({ view, party, onDone }: { readonly view: CaseView; readonly party: Party | undefined; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const { required } = useChecks()
  const add = useAct(addCaseParty, caseChanges)
  const change = useAct(changeCaseParty, caseChanges)
  const act = party === undefined ? add : change
  const form = useFields(
    { role: (party?.role ?? 'host') as string, name: party?.name ?? '', address: party?.address ?? '', note: party?.note ?? '' },
    { name: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ role, name, address, note }) => {
    const body = {
      role: role as Party['role'],
      party: party?.party ?? null,
      name,
      address: address.trim() === '' ? null : address,
      note: note.trim() === '' ? null : note,
    }
    const done =
      party === undefined ? await add.run({ params: { id: view.id }, body }) : await change.run({ params: { id: party.id }, body })
    if (done !== undefined) onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={party === undefined ? t('parties.add') : t('ui:save')} onSubmit={submit}>
      <Select
        label={t('parties.role')}
        data={partyRoles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        allowDeselect={false}
        {...form.props('role')}
      />
      <TextInput label={t('parties.name')} dir="auto" maxLength={300} data-autofocus {...form.props('name')} />
      <TextInput label={t('parties.address')} dir="ltr" maxLength={320} {...form.props('address')} />
      <Textarea label={t('parties.note')} dir="auto" autosize minRows={2} maxLength={2_000} {...form.props('note')} />
    </DialogForm>
  )
}
