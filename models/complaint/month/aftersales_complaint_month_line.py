from odoo import fields, models
from odoo.tools import format_amount

SEVERITIES = [('general', "General"), ('serious', "Serious"), ('critical', "Critical")]


class AftersalesComplaintMonthLine(models.Model):
    """A complaint as it stood when its month was counted."""
    _name = 'aftersales.complaint.month.line'
    _description = "Complaint of a Month"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'month_id.id, number, id'
    _rec_name = 'number'
    _frozen_with = 'month_id'

    month_id = fields.Many2one(
        'aftersales.complaint.month', string="Table", required=True, readonly=True, index=True, ondelete='cascade')
    month = fields.Date(related='month_id.month', store=True, index=True)
    company_id = fields.Many2one(related='month_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='month_id.workshop_id', store=True, index=True)
    currency_id = fields.Many2one(related='month_id.currency_id')
    complaint_id = fields.Many2one('aftersales.complaint', required=True, readonly=True, index=True, ondelete='restrict')
    number = fields.Char(required=True, readonly=True)
    category_id = fields.Many2one('aftersales.complaint.category', readonly=True, index='btree_not_null', ondelete='restrict')
    cause_id = fields.Many2one(
        'aftersales.complaint.cause', string="Class of Cause", readonly=True, index='btree_not_null', ondelete='restrict')
    severity = fields.Selection(SEVERITIES, readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True, index='btree_not_null', ondelete='restrict')
    technician_id = fields.Many2one('hr.employee', readonly=True, index='btree_not_null', ondelete='restrict')
    department_id = fields.Many2one(
        'hr.department', string="Responsible Unit", readonly=True, index='btree_not_null', ondelete='restrict')
    supplier_id = fields.Many2one(
        'res.partner', string="Other Company", readonly=True, index='btree_not_null', ondelete='restrict')
    share = fields.Float(string="Share of the Unit (%)", readonly=True, digits=(5, 2), aggregator='avg')
    is_confirmed = fields.Boolean(string="Root Cause Confirmed", readonly=True)
    is_unfounded = fields.Boolean(string="Unfounded", readonly=True)
    is_late = fields.Boolean(string="Closed Late", readonly=True)
    is_recurrence = fields.Boolean(string="Recurred", readonly=True)
    days_taken = fields.Float(string="Days to the End", readonly=True, digits=(8, 1), aggregator='avg')
    cost = fields.Monetary(readonly=True, groups='aftersales.group_price')
    recovered = fields.Monetary(readonly=True, groups='aftersales.group_price')
    action_open = fields.Integer(string="Actions Open", readonly=True)
    action_done = fields.Integer(string="Actions Done", readonly=True)
    action_effective = fields.Integer(string="Actions Effective", readonly=True)

    # === BUSINESS METHODS ===#

    def _is_different(self, row):
        """Whether the case is no longer closed, or costs something else now; ``row`` is its row of the analysis."""
        self.ensure_one()
        return not row or not row.closed or bool(
            self.currency_id.compare_amounts(row.cost_net, self.cost - self.recovered))

    def _describe_difference(self, row):
        self.ensure_one()
        if not row or not row.closed:
            return self.env._("%(number)s was taken up again.", number=self.number)
        return self.env._(
            "%(number)s costs %(now)s now, %(then)s in the table.", number=self.number,
            now=format_amount(self.env, row.cost_net, self.currency_id),
            then=format_amount(self.env, self.cost - self.recovered, self.currency_id))

    def _tell_of_reopening(self):
        """A case of a locked month goes on: month and case say so, the table stays."""
        for line in self.filtered(lambda line: line.month_id._is_frozen()):
            line.month_id._message_log(body=self.env._(
                "%(complaint)s was taken up again. The table stays; the difference is shown beside it.",
                complaint=line.complaint_id._get_html_link()))
            line.complaint_id._message_log(body=self.env._(
                "The case stands in the locked table of %(month)s, which stays as it is.",
                month=line.month_id._get_html_link()))
