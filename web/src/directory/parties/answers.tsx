import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AnsweringView, AnswersFound } from '../../../../src/domain/directory/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/code.tsx'
import { Country } from '../../ui/country.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import classes from './answers.module.css'
import { useEvery } from './every.ts'

const tones: Readonly<Record<AnsweringView['role'], Tone>> = {
  customer: 'accent',
  host: 'note',
  network: 'note',
  registrar: 'note',
  registry: 'plain',
  cert: 'plain',
  authority: 'plain',
}

type Take = ((answer: AnsweringView, contact: AnsweringView['contacts'][number]) => void) | undefined
type Props = { readonly found: AnswersFound; readonly compact?: boolean; readonly onTake?: Take }

/** Who answers, nearest first, each with who says so and of when that is; and whether anybody outside was asked. */
export function Answers({ found, compact = false, onTake }: Props) {
  const { t } = useTranslation('directory')
  return (
    <>
      {found.items.length === 0 ? (
        <p className={classes.none}>{t(found.thing.kind === 'file' ? 'lookup.none-file' : 'lookup.none')}</p>
      ) : (
        <ol className={classes.answers} aria-label={t('lookup.answers')}>
          {found.items.map((one) => (
            <AnswerRow
              key={`${one.role} ${one.source} ${one.party.id ?? one.party.name} ${one.of ?? ''}`}
              answer={one}
              compact={compact}
              onTake={onTake}
            />
          ))}
        </ol>
      )}
      {found.outside !== 'asked' && found.outside !== 'remembered' && (
        <p className={classes.outside} role="note">
          {t(`lookup.outside.${found.outside}`)}
        </p>
      )}
    </>
  )
}

type RowProps = { readonly answer: AnsweringView; readonly compact: boolean; readonly onTake: Take }

function AnswerRow({ answer, compact, onTake }: RowProps) {
  const { t } = useTranslation('directory')
  const { party, contacts } = answer
  return (
    <li>
      <div className={classes.head}>
        <Badge tone={tones[answer.role]}>{t(`lookup.role.${answer.role}`)}</Badge>
        <strong>
          {party.id === null ? (
            <bdi>{party.name}</bdi>
          ) : (
            <Link to="/parties/$id" params={{ id: party.id }}>
              <bdi>{party.name}</bdi>
            </Link>
          )}
        </strong>
        {party.reference !== null && party.reference !== party.name && <bdi className={classes.dim}>{party.reference}</bdi>}
        {party.country !== null && (
          <span className={classes.dim}>
            <Country code={party.country} />
          </span>
        )}
      </div>
      {answer.of !== null && (
        <div className={classes.of}>
          <bdi dir="ltr">{answer.of}</bdi>
        </div>
      )}
      {contacts.length === 0 ? (
        <div className={classes.dim}>{t('lookup.no-contact')}</div>
      ) : (
        <ul className={classes.contacts}>
          {contacts.slice(0, compact ? 1 : 10).map((contact) => (
            <li key={`${contact.purpose} ${contact.address}`}>
              <Copyable text={contact.address} what={t('lookup.contact')} />
              <Wish contact={contact} />
              {onTake !== undefined && (
                <Button variant="light" size="compact-xs" onClick={() => onTake(answer, contact)}>
                  {t('lookup.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.source}>
        {t(`lookup.source.${answer.source}`)} · <Time at={answer.date} style="date" /> · <Time at={answer.date} style="relative" />
        {answer.note !== null && <Badge tone="warn">{t(`lookup.note.${answer.note}`)}</Badge>}
      </div>
    </li>
  )
}

/** In which form a contact wants its mail, and how often. */
function Wish({ contact }: { readonly contact: AnsweringView['contacts'][number] }) {
  const { t } = useTranslation('directory')
  const every = useEvery()
  if (contact.id === null) return contact.purpose === 'abuse' ? null : <span className={classes.dim}>{t('parties.purpose.other')}</span>
  return (
    <span className={classes.dim}>
      {t(`parties.purpose.${contact.purpose as 'abuse'}`)} · {t(`parties.format.${contact.format}`)}
      {contact.atMostEvery !== null && ` · ${every(contact.atMostEvery)}`}
    </span>
  )
}
