from odoo import api, fields, models


class AftersalesOldPart(models.Model):
    """Who still owes the old part of what was given free: that account is closed against report and old part (旧件销账, H6)."""
    _inherit = 'aftersales.old.part'

    holder_id = fields.Many2one(
        'hr.employee', string="Owed By", compute='_compute_holder_id', store=True, index='btree_not_null',
        help="Who received the new part: on the account of the free issue, else who does the work.")
    owed_days = fields.Integer(
        string="Days Open", compute='_compute_owed_days', aggregator=None,
        help="Since the new part was issued, until the old one is in or given up.")
    issue_missing = fields.Char(related='issue_id.missing')

    # === COMPUTE METHODS ===#

    @api.depends('issue_id.employee_id', 'job_id.technician_id')
    def _compute_holder_id(self):
        for part in self:
            part.holder_id = part.issue_id.employee_id or part.job_id.technician_id

    @api.depends('issue_id.issued_date', 'handed_in_date', 'lost_date')
    def _compute_owed_days(self):
        now = fields.Datetime.now()
        for part in self:
            start = part.issue_id.issued_date or part.create_date
            part.owed_days = ((part.handed_in_date or part.lost_date or now) - start).days if start else 0

    # === BUSINESS METHODS ===#

    @api.model
    def _get_owed_domain(self):
        """What somebody received new free, or for a claim, and has not brought the old one of."""
        return [('stage', '=', 'due'), '|', ('issue_id', '!=', False), ('duty', '=', 'claim')]
