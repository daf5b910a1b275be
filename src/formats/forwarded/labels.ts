/** How mail programs label the header of a message that they forward inside of another, by language. Lower case, without colon. */

type Labels = { readonly from: string; readonly date: string; readonly to: string; readonly subject: string; readonly cc?: string }

const languages: readonly Labels[] = [
  { from: 'from', date: 'date|sent|sent on|sent at', to: 'to', subject: 'subject', cc: 'cc' },
  { from: 'von', date: 'datum|gesendet|gesendet am', to: 'an', subject: 'betreff', cc: 'kopie' },
  { from: 'de|expéditeur', date: 'date|envoyé|envoyé le|date d’envoi', to: 'à|a|pour|destinataire', subject: 'objet|sujet', cc: 'copie à' },
  { from: 'de|remitente', date: 'fecha|enviado|enviado el|enviado a las', to: 'para', subject: 'asunto' },
  { from: 'da|mittente', date: 'data|inviato|inviato il', to: 'a|destinatario', subject: 'oggetto' },
  { from: 'de|remetente', date: 'data|enviado|enviada|enviada em|enviado em', to: 'para', subject: 'assunto' },
  { from: 'van', date: 'datum|verzonden|verzonden op', to: 'aan', subject: 'onderwerp' },
  { from: 'od|od kogo', date: 'data|wysłano|wysłane', to: 'do', subject: 'temat', cc: 'dw' },
  { from: 'от|от кого', date: 'дата|отправлено|отправлен', to: 'кому', subject: 'тема', cc: 'копия' },
  { from: 'від', date: 'дата|надіслано|відправлено', to: 'кому', subject: 'тема' },
  { from: 'från', date: 'datum|skickat', to: 'till', subject: 'ämne', cc: 'kopia' },
  { from: 'fra', date: 'dato|sendt', to: 'til', subject: 'emne', cc: 'kopi' },
  { from: 'lähettäjä', date: 'päivämäärä|lähetetty', to: 'vastaanottaja', subject: 'aihe', cc: 'kopio' },
  { from: 'od', date: 'datum|odesláno|odoslané|dátum', to: 'komu', subject: 'předmět|predmet', cc: 'kopie' },
  { from: 'feladó', date: 'dátum|elküldve', to: 'címzett', subject: 'tárgy' },
  { from: 'de la', date: 'data|trimis|dată', to: 'către|catre', subject: 'subiect' },
  { from: 'kimden|gönderen', date: 'tarih|gönderilme|gönderme tarihi|gönderildi', to: 'kime|alıcı', subject: 'konu', cc: 'bilgi' },
  { from: 'από', date: 'ημερομηνία|στάλθηκε', to: 'προς', subject: 'θέμα', cc: 'κοιν' },
  { from: '发件人|寄件人|发送人', date: '日期|发送时间|发件日期|时间', to: '收件人', subject: '主题|标题', cc: '抄送' },
  { from: '寄件者', date: '日期|寄件日期|傳送時間|寄送時間', to: '收件者', subject: '主旨|主題', cc: '副本' },
  { from: '差出人|送信者', date: '日付|日時|送信日時|送信日', to: '宛先', subject: '件名', cc: 'cc' },
  { from: '보낸 사람|보낸사람|발신', date: '날짜|보낸 날짜|보낸날짜', to: '받는 사람|받는사람|수신', subject: '제목', cc: '참조' },
  { from: 'من|المرسل', date: 'التاريخ|تاريخ الإرسال|تم الإرسال|تاريخ', to: 'إلى|الى', subject: 'الموضوع|موضوع', cc: 'نسخة' },
  { from: 'מאת', date: 'תאריך|נשלח', to: 'אל|עבור', subject: 'נושא', cc: 'עותק' },
  { from: 'từ|người gửi', date: 'ngày|đã gửi|vào ngày', to: 'đến|tới', subject: 'chủ đề|tiêu đề' },
  { from: 'dari', date: 'tanggal|dikirim|tarikh', to: 'kepada|untuk', subject: 'subjek|perihal|hal' },
  { from: 'จาก', date: 'วันที่|ส่งเมื่อ', to: 'ถึง', subject: 'เรื่อง|หัวเรื่อง' },
]

export type LabelKind = 'from' | 'date' | 'to' | 'subject' | 'cc' | 'reply-to'

const table = new Map<string, Set<LabelKind>>()
function note(label: string, kind: LabelKind): void {
  table.set(label, (table.get(label) ?? new Set()).add(kind))
}
for (const language of languages) {
  for (const kind of ['from', 'date', 'to', 'subject', 'cc'] as const)
    for (const label of (language[kind] ?? '').split('|')) if (label !== '') note(label, kind)
}
note('cc', 'cc')
for (const label of ['reply-to', 'antwort an', 'répondre à', 'responder a', 'rispondi a', 'antwoord aan', '回复', '返信先', 'odpowiedz do'])
  note(label, 'reply-to')

/** What a label may mean; several where languages disagree (`de`, `a`). */
export function labelKinds(label: string): ReadonlySet<LabelKind> | undefined {
  return table.get(label.normalize('NFC').toLowerCase().trim())
}

/** Lines that programs put before a forwarded message. */
const markers: readonly RegExp[] = [
  /^-{2,}\s*(?:forwarded|original) (?:message|mail|email|msg)\b.{0,80}$/i,
  /^begin forwarded message\s*:?$/i,
  /^-{2,}\s*(?:weitergeleitete|ursprüngliche|original)[ -]?(?:nachricht|e-?mail)\b.{0,80}$/i,
  /^anfang der weitergeleiteten (?:nachricht|e-?mail)\s*:?$/i,
  /^-{2,}\s*(?:message (?:transféré|transmis|d['’]origine|original)|courriel original|mail original)\b.{0,80}$/i,
  /^début du message (?:transféré|réexpédié)\s*:?$/i,
  /^-{2,}\s*(?:mensaje (?:reenviado|original)|mensagem (?:encaminhada|original)|forwarded message)\b.{0,80}$/i,
  /^(?:inicio del mensaje reenviado|início da mensagem (?:encaminhada|reenviada)|inizio messaggio inoltrato)\s*:?$/i,
  /^-{2,}\s*(?:messaggio (?:inoltrato|originale))\b.{0,80}$/i,
  /^-{2,}\s*(?:doorgestuurd|oorspronkelijk) ?bericht\b.{0,80}$/i,
  /^begin doorgestuurd bericht\s*:?$/i,
  /^-{2,}\s*(?:wiadomość (?:oryginalna|przekazana)|przekazana wiadomość)\b.{0,80}$/i,
  /^-{2,}\s*(?:пересылаемое сообщение|пересланное сообщение|исходное сообщение|конец пересылаемого|переслане повідомлення).{0,80}$/i,
  /^(?:начало переадресованного сообщения|начало переадресованного письма)\s*:?$/i,
  /^-{2,}\s*(?:vidarebefordrat|ursprungligt|videresendt|oprindelig|opprinnelig) ?(?:meddelande|besked|meddelelse|melding)\b.{0,80}$/i,
  /^-{2,}\s*(?:iletilen mesaj|orijinal (?:mesaj|ileti)|yönlendirilmiş ileti).{0,80}$/i,
  /^-{2,}\s*(?:转发(?:的)?邮件|原始邮件|转发邮件信息|轉寄郵件|原始郵件|轉寄的郵件|转发的邮件).{0,80}$/,
  /^(?:开始转发的邮件|以下是转发的邮件|以下為轉寄郵件|開始轉寄郵件)\s*[:：]?$/,
  /^-{2,}\s*(?:転送メッセージ|元のメッセージ|転送されたメッセージ|original message).{0,80}$/i,
  /^(?:転送されたメッセージ)\s*[:：]?$/,
  /^-{2,}\s*(?:전달된 메[세시]지|원본 메[세시]지|원본 메일).{0,80}$/,
  /^(?:전달된 메[세시]지)\s*[:：]?$/,
  /^-{2,}\s*(?:الرسالة (?:الأصلية|المعاد توجيهها|المحولة)|رسالة (?:معاد توجيهها|مُعاد توجيهها|محولة)).{0,80}$/,
  /^(?:بداية الرسالة المُعاد توجيهها|بدء الرسالة المعاد توجيهها)\s*:?$/,
  /^-{2,}\s*(?:הודעה שהועברה|הודעה מקורית|thư được chuyển tiếp|pesan terusan|diteruskan|ข้อความที่ส่งต่อ).{0,80}$/i,
]

/** Whether a line announces a forwarded message. */
export function isMarker(line: string): boolean {
  const bare = line.normalize('NFC').trim()
  return bare.length > 0 && bare.length < 160 && markers.some((marker) => marker.test(bare))
}
