import { ActionIcon, Button, Modal, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addCaseLink,
  type CaseLine,
  type CaseView,
  linkKinds,
  listCaseLinks,
  removeCaseLink,
} from '../../../../src/domain/cases/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Section } from '../../ui/page.tsx'
import { CasePicker } from '../case-picker.tsx'
import classes from '../cases.module.css'
import { CaseStateBadge, caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

/** Other cases that have to do with this one. */
export function Links({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const links = useRead(listCaseLinks, { params: { id: view.id } }, { live: ['case'] })
  const remove = useQuickAct(removeCaseLink, caseChanges)
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('links.title')}
      id="links"
      actions={
        view.may.write && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t('links.add')}
          </Button>
        )
      }
    >
      <Answer of={links}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t('links.none')}</p>
          ) : (
            <ul className={classes.listed} aria-label={t('links.title')}>
              {items.map((link) => (
                <li key={link.id}>
                  <div className={classes.line}>
                    <div>
                      <Link to="/cases/$id" params={{ id: link.case.code }} className={classes.link} dir="auto">
                        {link.case.title}
                      </Link>
                      <small>
                        {t(`links.${link.outgoing ? 'kind' : 'from'}.${link.kind}`)} · <bdi className={classes.code}>{link.case.code}</bdi>{' '}
                        <CaseStateBadge state={link.case.state} />
                      </small>
                    </div>
                    {view.may.write && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('links.remove', { code: link.case.code })}
                        onClick={() => void remove({ params: { id: link.id } }, t('links.removed'))}
                      >
                        <IconX size={16} />
                      </ActionIcon>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('links.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <LinkForm view={view} onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  )
}

function LinkForm({ view, onDone }: { readonly view: CaseView; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const act = useAct(addCaseLink, caseChanges)
  const [other, setOther] = useState<CaseLine | null>(null)
  const [kind, setKind] = useState<(typeof linkKinds)[number]>('related')
  const [missing, setMissing] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (other === null) return setMissing(true)
    const done = await act.run({ params: { id: view.id }, body: { case: other.id, kind } })
    if (done !== undefined) onDone()
  }
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('links.add')} onSubmit={(event) => void submit(event)}>
      <Select
        label={t('links.how')}
        data={linkKinds.map((one) => ({ value: one, label: t(`links.kind.${one}`) }))}
        allowDeselect={false}
        value={kind}
        onChange={(one) => setKind((one ?? 'related') as typeof kind)}
      />
      <CasePicker
        label={t('links.which')}
        closed
        not={view.id}
        value={other}
        onChange={setOther}
        error={missing && other === null ? t('ui:field.required') : undefined}
      />
    </DialogForm>
  )
}
