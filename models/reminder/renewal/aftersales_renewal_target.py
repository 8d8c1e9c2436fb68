from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesRenewalTarget(models.Model):
    """How many insurances an outlet means to renew in a month, beside what became of it (J4)."""
    _name = 'aftersales.renewal.target'
    _description = "Target of Insurance Renewals"
    _order = 'month desc, workshop_id'
    _rec_name = 'workshop_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', related='workshop_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", required=True, index=True)
    month = fields.Date(required=True, help="Its first day.")
    target_rate = fields.Float(string="Target (%)", required=True, default=60, bounds=(0, 100), digits=(5, 1), aggregator='avg')
    due_count = fields.Integer(string="Ending", compute='_compute_figures')
    renewed_count = fields.Integer(string="Renewed", compute='_compute_figures')
    lost_count = fields.Integer(string="Lost", compute='_compute_figures')
    rate = fields.Float(string="Rate (%)", compute='_compute_figures', digits=(5, 1))
    missing_count = fields.Integer(
        string="Still to Renew", compute='_compute_figures', help="So many more have to be renewed to reach the target.")

    _month_uniq = models.UniqueIndex("(workshop_id, month)", "This outlet has a target for this month already.")

    @api.constrains('month')
    def _check_month(self):
        for target in self:
            if target.month.day != 1:
                raise ValidationError(self.env._("A target is for a whole month: enter its first day."))

    @api.depends('workshop_id', 'month', 'target_rate')
    def _compute_figures(self):
        """One query for all of them."""
        # sudo: whoever reads the target reads its figures
        rows = self.env['aftersales.renewal'].sudo()._read_group(
            [('workshop_id', 'in', self.workshop_id.ids), ('state', '!=', 'sold')],
            ['workshop_id', 'due_date:month'], ['__count', 'is_renewed:sum', 'is_lost:sum'])
        found = {(workshop, month): figures for workshop, month, *figures in rows}
        for target in self:
            due, renewed, lost = found.get((target.workshop_id, target.month), (0, 0, 0))
            target.due_count, target.renewed_count, target.lost_count = due, renewed, lost
            target.rate = 100 * renewed / due if due else 0
            target.missing_count = max(-int(-due * target.target_rate // 100) - renewed, 0)
