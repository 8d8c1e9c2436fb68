from odoo import api, fields, models
from odoo.fields import Domain

# So many customers are read, decided and committed together.
BATCH = 1000


class AftersalesValueRun(models.Model):
    """How far the nightly pass of a company has come (J6).

    Its three steps go by batches, each committed with the place it has come to: who was never counted (a new company, or
    a database from before), who is marked, then everybody's class by what is counted. Killed anywhere, it goes on where
    it was; run twice, it finds nothing to do.
    """
    _name = 'aftersales.value.run'
    _description = "Nightly Pass of Value Classes"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.batch.mixin', 'mail.thread']
    _rec_name = 'company_id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    is_counted = fields.Boolean(string="Counted from Nothing", readonly=True)
    counted_to = fields.Integer(readonly=True, aggregator=None)
    batch_count = fields.Integer(string="Batches", readonly=True, aggregator=None)
    work_day = fields.Date(readonly=True, help="The day whose classes are being worked out.")
    worked_to = fields.Integer(readonly=True, aggregator=None)
    done_day = fields.Date(string="Worked Out For", readonly=True)

    _company_uniq = models.UniqueIndex("(company_id)", "This company has its pass already.")

    # === ACTION METHODS ===#

    def action_count_anew(self):
        """Count everybody from nothing in the nights to come, as for a new database."""
        self.check_access('write')
        # sudo: how far it has come is the system's
        self.sudo().write({'is_counted': False, 'counted_to': 0, 'work_day': False, 'done_day': False})

    # === BUSINESS METHODS ===#

    @api.model
    def _get_runs(self):
        # sudo: a scheduled action works for all companies
        known = self.sudo().search([('company_id', '!=', False)])
        outlets = self.env['aftersales.workshop'].sudo().search([('company_id', '!=', False)])
        missing = outlets.company_id - known.company_id
        return known | known.create([{'company_id': company.id} for company in missing])

    @api.model
    def _cron_work_out(self, batch_size=100):
        """Each company's pass, batch by batch; one that fails, or that somebody is in the way of, stops no other."""
        self._get_runs()
        commit = self.env['ir.cron']._commit_progress
        queue, remaining = self._get_batch_queue(Domain.TRUE, '_work_batch', batch_size, 'id')
        commit(remaining=remaining)
        for run in queue:
            before = None
            while run.batch_count != before:
                before = run.batch_count
                run._work_through_part(Domain.TRUE, '_work_batch')
                run.invalidate_recordset()
                if not commit(0, remaining=remaining):
                    return
            remaining -= 1
        commit(remaining=0)

    def _work_batch(self):
        """The next batch of each of these passes; what nothing is left to do of keeps its number of batches."""
        for run in self:
            if run._count_from_nothing() or run._count_marked() or run._work_out():
                run.batch_count += 1

    def _count_from_nothing(self):
        """:return: whether a batch was done, as of all three"""
        if self.is_counted:
            return False
        Count = self.env['aftersales.value.count']
        partner_ids = Count._get_next_partners(self.company_id, self.counted_to, BATCH)
        Count._count(self.company_id, partner_ids)
        self.write({'counted_to': partner_ids[-1]} if partner_ids else {'is_counted': True, 'counted_to': 0})
        return True

    def _count_marked(self):
        partner_ids = self.env['aftersales.value.mark']._take(self.company_id, BATCH)
        self.env['aftersales.value.count']._count(self.company_id, partner_ids)
        return bool(partner_ids)

    def _work_out(self):
        today = self.company_id._get_today()
        if self.done_day and self.done_day >= today:
            return False
        if self.work_day != today:  # yesterday's was not finished: today's makes it needless
            self.write({'work_day': today, 'worked_to': 0})
        last = self.env['aftersales.customer.value']._work_out(self.company_id, today, self.worked_to, BATCH)
        self.write({'worked_to': last} if last else {'done_day': today, 'worked_to': 0})
        return True
