from datetime import timedelta

from odoo import api, fields, models

# After the first failure a record rests so long; twice as long after each further one.
FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(days=1)


class AftersalesBatchFailure(models.Model):
    """A record that a scheduled action could not work on, and why: the end of the queue of ``aftersales.batch.mixin``.

    The row goes as soon as the record is worked on, or no longer waits for it.
    """
    _name = 'aftersales.batch.failure'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.document.link.mixin']
    _description = "Failure of a Scheduled Action"
    _order = 'date desc, id desc'
    _rec_name = 'document'

    method = fields.Char(required=True, readonly=True)
    task = fields.Char(required=True, readonly=True, help="The scheduled action that failed.")
    company_id = fields.Many2one('res.company', readonly=True, index='btree_not_null')
    date = fields.Datetime(string="Last Tried", required=True, readonly=True)
    tries = fields.Integer(required=True, readonly=True, default=0)
    retry_date = fields.Datetime(string="Tried Again", required=True, readonly=True)
    error = fields.Char(string="Reason", readonly=True)

    _one_row = models.UniqueIndex("(res_model, method, res_id)")

    # === ACTION METHODS ===#

    def action_retry(self):
        """Try again at the next run, before the rest is over."""
        self.check_access('write')
        # sudo: the dates are the system's, see aftersales.system.values.mixin
        self.sudo().retry_date = fields.Datetime.now()

    # === BUSINESS METHODS ===#

    @api.model
    def _note(self, record, method, error):
        """Count a failure of ``record``.

        :return: its row (sudo), and whether that is news: the first failure, or for another reason than before
        """
        # sudo: the queue is the system's
        failures = self.sudo()
        failure = failures.search([
            ('res_model', '=', record._name), ('method', '=', method), ('res_id', '=', record.id)])
        now, tries = fields.Datetime.now(), failure.tries + 1
        vals = {
            'date': now,
            'tries': tries,
            'retry_date': now + min(FIRST_REST * 2 ** min(tries - 1, 12), LONGEST_REST),
            'error': error,
        }
        if failure:
            is_news = failure.error != error
            failure.write(vals)
            return failure, is_news
        company = record.company_id if 'company_id' in record._fields else self.env['res.company']
        return failures.create({
            **vals, 'res_model': record._name, 'res_id': record.id, 'method': method, 'task': self._get_task(method),
            'company_id': company.id,
        }), True

    @api.model
    def _get_task(self, method):
        """The scheduled action's name as people know it."""
        cron = self.env['ir.cron'].sudo().browse(self.env.context.get('cron_id')).exists()
        return cron.name or method
