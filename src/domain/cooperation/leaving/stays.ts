/**
 * What stays of an organisation that left, each with its reason: nothing else has it as owner. `cooperation.erase_own` (db/migrations) says the same in SQL.
 * People's accounts are theirs, and the network keeps its own record of who was its member. Files that went with requests do not stay: what the other side fetched it has;
 * the messages name them by hash.
 */
export const stays: Readonly<Record<string, string>> = {
  'cooperation.leaving': 'when it left, by whose decision, and how much was deleted: the proof of deletion',
  'cooperation.request':
    'a request that was sent: whoever was asked must be able to show on which ground it gave data; its words go when they would have gone',
  'cooperation.request_message': 'what it said to the other side of a request; its words go when they would have gone',
  'platform.access_grant': 'that the other side of a request sees it',
  'cooperation.shared_copy':
    'that something was shown, by hash and moments, emptied of its content: receipts, fetchings and tombstones of others refer to it',
  'cooperation.tombstone': 'that others were asked to delete what it had shown, and whether they confirmed',
  'cooperation.share_receipt': 'that another read what it was shown: the reader’s own word',
  'cooperation.share_fetch': 'that another fetched bytes, and the mark under which it may carry them on: the reader’s own word',
  'cooperation.attachment_receipt':
    'that another fetched a file of a request, and the mark under which it may carry it on: the reader’s own word',
  'platform.log_record':
    'the place of its leaves in the append-only log, emptied; but of requests and of its leaving, whose records others prove by',
  'platform.log_subject': 'how many leaves those have',
}
