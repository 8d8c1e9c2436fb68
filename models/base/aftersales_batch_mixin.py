import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

# Another transaction was in the way: whoever meets it tries again.
IN_THE_WAY = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)

# Records are locked, read and committed so many at a time.
COMMIT_EVERY = 10
# The same for what is worked on together.
COMMIT_TOGETHER = 50
# So many tasks given to one person at once are told by mail, too.
MOST_MAILS = 5


class AftersalesBatchMixin(models.AbstractModel):
    """Documents that a scheduled action works through, one that fails stopping none of the others.

    A record that fails for whatever reason keeps its reason (``aftersales.batch.failure`` and its own log), goes to
    the end of the queue and is tried again after a while. A transaction that was in the way is no failure of the
    record: it stays where it is in the queue.
    """
    _name = 'aftersales.batch.mixin'
    _description = "Worked Through by the System"

    # === HOOKS ===#

    def _get_failure_document(self):
        """Where people read why the system failed; rooms without a log of their own name the document they belong to."""
        self.ensure_one()
        return self

    def _note_batch_failure(self, method, error):
        """Keep why the record failed, with the rights of the system; extended where the record itself has a place."""
        self.ensure_one()
        failure, is_news = self.env['aftersales.batch.failure']._note(self, method, self._describe_failure(error))
        if is_news:
            self._log_batch_failure(failure)

    # === BUSINESS METHODS ===#

    def _create_tasks(self, type_xmlid, tasks):
        """Give people tasks about many documents at once, as ``activity_schedule`` does one by one.

        Whoever gets many at once finds them in his list: a mail of each would hide the others.

        :param tasks: dict of document: values of the task (``user_id``, ``summary``, ``note``)
        """
        today, by_user = fields.Date.context_today(self), {}
        for document, vals in tasks.items():
            by_user.setdefault(vals['user_id'], []).append({
                'activity_type_id': self.env['ir.model.data']._xmlid_to_res_id(type_xmlid, raise_if_not_found=True),
                'automated': True,
                'date_deadline': today,
                'res_model_id': self.env['ir.model']._get_id(document._name),
                'res_id': document.id,
                **vals,
            })
        is_told = self.env.context.get('mail_activity_quick_update')  # whoever calls writes to them himself
        for vals_list in by_user.values():
            self.env['mail.activity'].with_context(
                mail_activity_quick_update=is_told or len(vals_list) > MOST_MAILS).create(vals_list)

    def _forget_batch_failures(self):
        """What made the records fail was put right: they are worked on at the next run, like new ones."""
        # sudo: what failed is kept by the system
        self.env['aftersales.batch.failure'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids)]).unlink()

    @api.model
    def _work_through(self, domain, method, batch=200, order='id', together=False):
        """Call ``method`` of each record of ``domain``: at most ``batch`` of them, each in a savepoint of its own.

        With ``together`` it is called once for as many as are committed at a time, which reads and writes them at
        once; only where that fails, each is worked on alone, so that one bad record still stops nobody. A number says
        how many at once, where each is read in few words.

        What failed before comes after what was not tried yet. Progress is committed on the way, and the action
        stops when its time is up; it is then run again soon by core.

        :param str method: name of a method without arguments that works on one record, or ``together`` on several
        :param str order: which records are worked on first
        """
        commit = self.env['ir.cron']._commit_progress
        queue, remaining = self._get_batch_queue(Domain(domain), method, batch, order)
        commit(remaining=remaining)
        size = (COMMIT_TOGETHER if together is True else together) or COMMIT_EVERY
        for ids in split_every(size, queue.ids):
            if not commit(self.browse(ids)._work_through_part(domain, method, together)):
                break

    @api.model
    def _get_batch_queue(self, domain, method, batch, order):
        """:return: the records to work on now, and how many wait to be worked on now: these, and one for whatever is left.

        Core asks only whether any are left, and to count them may take longer than to work on these.
        """
        # sudo: what failed is kept by the system
        failures = self.env['aftersales.batch.failure'].sudo().search(
            [('res_model', '=', self._name), ('method', '=', method)], order='retry_date, id')
        ids = failures.mapped('res_id')
        waiting = set(self.search(domain & Domain('id', 'in', ids)).ids) if ids else set()
        failures.filtered(lambda failure: failure.res_id not in waiting).unlink()
        due = failures.exists().filtered(lambda failure: failure.retry_date <= fields.Datetime.now()).mapped('res_id')
        found = self.search(domain & Domain('id', 'not in', ids), limit=batch + 1, order=order)
        fresh = found[:batch]
        return fresh + self.browse(due[:batch - len(fresh)]), len(found) + len(due)

    def _work_through_part(self, domain, method, together=False):
        """Lock these records, look again whether they still wait, and work on each of those that do.

        :return: how many are done with, well or not
        """
        try:
            with self.env.cr.savepoint():
                locked = self.try_lock_for_update(allow_referencing=True)
        except IN_THE_WAY:
            return 0
        if together and len(locked) > 1 and locked._work_together(domain, method):
            return len(self)
        put_off = [record for record in locked if not record._work_or_note_failure(domain, method)]
        return len(self) - len(put_off)

    def _work_together(self, domain, method):
        """Work on all of the records that still wait, at once.

        :return: False when one of them stood in the way, and nothing was done
        """
        try:
            with self.env.cr.savepoint():
                getattr(self.filtered_domain(domain), method)()
        except Exception:
            _logger.info("%s of %s: one of them stands in the way, each is worked on alone", method, self, exc_info=True)
            return False
        return True

    def _work_or_note_failure(self, domain, method):
        """Work on the record if it still waits.

        :return: False when another transaction was in the way, so that the record has to wait for the next run"""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self.filtered_domain(domain):
                    getattr(self, method)()
        except IN_THE_WAY:
            _logger.info("%s of %s waits for another transaction", method, self)
            return False
        except Exception as error:
            if self.exists():
                _logger.warning("%s of %s failed; it is tried again later", method, self, exc_info=True)
                self._note_batch_failure(method, error)
        return True

    @api.model
    def _describe_failure(self, error):
        """A sentence for people as it is; of anything else its kind, too."""
        text = str(error)
        return (text if isinstance(error, UserError) else f'{type(error).__name__}: {text}')[:500]

    def _log_batch_failure(self, failure):
        """Say on the record itself why; a record whose log cannot be written either has its reason in the list."""
        try:
            with self.env.cr.savepoint():
                document = self._get_failure_document().sudo()
                if hasattr(document, '_message_log'):
                    document._message_log(body=self.env._(
                        "%(task)s: this failed here and is tried again later. %(reason)s",
                        task=failure.task, reason=failure.error))
        except IN_THE_WAY:
            _logger.info("The failure of %s could not be logged on it", self)
        except Exception:
            _logger.warning("The failure of %s could not be logged on it", self, exc_info=True)
