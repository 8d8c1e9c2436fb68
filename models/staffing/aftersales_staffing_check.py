from odoo import api, fields, models

from .aftersales_staffing_ratio import BASES


class AftersalesStaffingCheck(models.Model):
    """Whether an outlet has the people of a post that its customers need, month by month (A3).

    ``aftersales.workshop._check_staffing`` writes it: on the first days of a month, and whenever a manager asks.
    """
    _name = 'aftersales.staffing.check'
    _description = "Staffing Check"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'month desc, workshop_id, id'
    _rec_name = 'job_id'
    _rec_names_search = ['job_id', 'workshop_id']

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    job_id = fields.Many2one('hr.job', string="Post", required=True, readonly=True, index=True, ondelete='cascade')
    month = fields.Date(required=True, readonly=True, index=True, help="Its first day.")
    staffing_basis = fields.Selection(BASES, string="Reckoned By", required=True, readonly=True)
    day_average = fields.Float(
        string="Customers a Day", readonly=True, aggregator='avg', digits=(16, 1),
        help="Orders received on a working day, in the last four weeks.")
    day_peak = fields.Integer(string="Most on a Day", readonly=True, aggregator='max')
    day_booked = fields.Float(
        string="Booked a Day", readonly=True, aggregator='avg', digits=(16, 1),
        help="Appointments on a working day, in the next two weeks.")
    basis_count = fields.Float(
        string="Reckoned With", readonly=True, aggregator=False, digits=(16, 1),
        help="What the need comes of. Of customers a day: the average, or what is booked where that is more.")
    unit_count = fields.Integer(string="One Person For", readonly=True, aggregator=False)
    needed_count = fields.Integer(string="People Needed", readonly=True)
    holder_count = fields.Integer(string="In the Post", readonly=True, help="People of the post at the outlet.")
    present_count = fields.Float(
        string="People There", readonly=True, digits=(16, 1),
        help="Of them, who are at work on a working day of the next two weeks; leaves are taken off.")
    short_count = fields.Float(string="People Short", readonly=True, digits=(16, 1))
    checked_date = fields.Datetime(string="Reckoned On", readonly=True)

    _one_a_month = models.UniqueIndex('(workshop_id, job_id, month)')

    # === ACTION METHODS ===#

    def action_check_now(self):
        """Reckon the month anew for all outlets whose companies are chosen."""
        self.check_access('read')
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)], limit=500)
        outlets._check_staffing()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_check_staffing(self):
        """Once a month, each outlet by its own."""
        today = fields.Date.today()
        self.env['aftersales.workshop']._work_through(
            ['|', ('staffing_due_date', '=', False), ('staffing_due_date', '<=', today)], '_check_staffing')
