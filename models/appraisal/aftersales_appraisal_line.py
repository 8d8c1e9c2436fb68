from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_appraisal_indicator import BETTER, MEASURES

BY_HAND = frozenset({'actual', 'has_figure', 'note'})


class AftersalesAppraisalLine(models.Model):
    """One figure of a sheet: what was asked for, what it came to, on what it rests, how many points that is."""
    _name = 'aftersales.appraisal.line'
    _description = "Figure of a Performance Sheet"
    _order = 'sheet_id.id, sequence, id'
    _rec_name = 'indicator_id'

    sheet_id = fields.Many2one(
        'aftersales.appraisal.sheet', string="Performance Sheet", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True, precompute=True)
    sheet_state = fields.Selection(related='sheet_id.state', string="Status")
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        'aftersales.appraisal.indicator', string="Indicator", required=True, index=True, ondelete='restrict', readonly=True)
    measure = fields.Selection(MEASURES, string="Measured By", required=True, default='hand', readonly=True)
    better = fields.Selection(BETTER, string="Direction", required=True, default='more', readonly=True)
    cap = fields.Float(string="At Most Reached (%)", default=100.0, digits=(5, 1), readonly=True, aggregator=None)
    formula = fields.Text(related='indicator_id.formula')
    weight = fields.Float(digits=(5, 1), readonly=True, aggregator=None)
    target = fields.Float(digits=(12, 2), readonly=True, aggregator=None)
    actual = fields.Float(string="Reached Value", digits=(12, 2), bounds=(-1e9, 1e9), aggregator='avg')
    has_figure = fields.Boolean(string="Has Data", help="What has no data counts neither for nor against anybody.")
    count = fields.Integer(string="Records (n)", readonly=True)
    words = fields.Char(string="How It Was Reckoned", readonly=True)
    note = fields.Char(string="Remark", max_length=300)
    attainment = fields.Float(
        string="Target Reached (%)", compute='_compute_points', store=True, digits=(5, 1), aggregator='avg')
    points = fields.Float(
        string="Weighted Points", compute='_compute_points', store=True, digits=(7, 2), help="Weight × reached ÷ 100")

    @api.depends('actual', 'target', 'weight', 'has_figure', 'better', 'cap')
    def _compute_points(self):
        for line in self:
            line.attainment = line.has_figure and line.indicator_id._get_attainment(
                line.better, line.actual, line.target, line.cap)
            line.points = line.weight * line.attainment / 100.0

    def write(self, vals):
        if not self.env.su:
            for line in self:
                if line.sheet_id.state != 'draft' or line.measure != 'hand' or vals.keys() - BY_HAND:
                    raise UserError(self.env._(
                        "%(indicator)s: only what is entered by hand can be changed, and only until the sheet is shown.",
                        indicator=line.indicator_id.name))
        if 'actual' in vals and 'has_figure' not in vals:
            vals = {**vals, 'has_figure': True}
        return super().write(vals)

    def action_view_records(self):
        """The records behind the figure, as whoever looks may see them."""
        self.ensure_one()
        self.check_access('read')
        if self.measure == 'hand':
            raise UserError(self.env._("%(indicator)s is entered by hand.", indicator=self.indicator_id.name))
        sheet = self.sheet_id
        employee = sheet.employee_id.sudo()  # sudo: whose records they are; the records are read by whoever looks
        return self.indicator_id._get_source_action(
            self.measure, employee, sheet.company_id, sheet.month, self.indicator_id.name)
