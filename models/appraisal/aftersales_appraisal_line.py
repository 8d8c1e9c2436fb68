from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang

from .aftersales_appraisal_indicator import BETTER, MEASURES, SCOPES, SHARES

BY_HAND = frozenset({'actual', 'has_figure', 'note'})


class AftersalesAppraisalLine(models.Model):
    """One figure of a sheet: what was asked for, what it came to, on what it rests, how many points that is."""
    _name = 'aftersales.appraisal.line'
    _description = "Figure of a Performance Sheet"
    _order = 'sheet_id.id, sequence, id'

    sheet_id = fields.Many2one(
        'aftersales.appraisal.sheet', string="Performance Sheet", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True, precompute=True)
    sheet_state = fields.Selection(related='sheet_id.state', string="Status")
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        'aftersales.appraisal.indicator', string="Indicator", required=True, index=True, ondelete='restrict', readonly=True)
    name = fields.Char(
        string="Indicator of Its Day", translate=True, readonly=True, help="As it was called when it was measured.")
    measure = fields.Selection(MEASURES, string="Measured By", required=True, default='hand', readonly=True)
    scope = fields.Selection(SCOPES, string="Counted Of Whom", required=True, default='person', readonly=True)
    better = fields.Selection(BETTER, string="Direction", required=True, default='more', readonly=True)
    cap = fields.Float(string="At Most Reached (%)", default=100.0, digits=(5, 1), readonly=True, aggregator=None)
    formula = fields.Text(string="How It Is Counted", translate=True, readonly=True)
    has_part = fields.Boolean(compute='_compute_has_part')
    weight = fields.Float(digits=(5, 1), readonly=True, aggregator=None)
    target = fields.Float(
        digits=(12, 2), readonly=True, aggregator=None,
        help="0 where more is better: no target is set, its weight is left out.")
    actual = fields.Float(string="Reached Value", digits=(12, 2), bounds=(-1e9, 1e9), aggregator='avg')
    actual_text = fields.Char(string="What Was Reached", compute='_compute_actual_text')
    has_figure = fields.Boolean(string="Has Data", help="What has no data counts neither for nor against anybody.")
    is_counted = fields.Boolean(
        string="Counted in the Score", compute='_compute_points', store=True,
        help="It has data, and a target is set.")
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
            line.is_counted = line.has_figure and bool(line.target or line.better == 'less')
            line.attainment = line.is_counted and line.indicator_id._get_attainment(
                line.better, line.actual, line.target, line.cap)
            line.points = line.weight * line.attainment / 100.0

    @api.depends('actual', 'has_figure')
    @api.depends_context('lang')
    def _compute_actual_text(self):
        """0 is a figure, no data is none."""
        for line in self:
            has_figure = line.has_figure or line.actual
            line.actual_text = formatLang(self.env, line.actual, digits=2) if has_figure else self.env._("no data")

    @api.depends('measure')
    def _compute_has_part(self):
        for line in self:
            line.has_part = line.measure in SHARES

    def init(self):
        """Lines that were measured before they kept their names get those of today."""
        self._keep_names(SQL("name IS NULL"))

    def write(self, vals):
        if not self.env.su:
            for line in self:
                if line.sheet_id.state != 'draft' or line.measure != 'hand' or vals.keys() - BY_HAND:
                    raise UserError(self.env._(
                        "%(indicator)s: only what is entered by hand can be changed, and only until the sheet is shown.",
                        indicator=line.name))
        if 'actual' in vals and 'has_figure' not in vals:
            vals = {**vals, 'has_figure': True}
        return super().write(vals)

    def action_view_records(self):
        """All records that the figure counts, as whoever looks may see them."""
        return self._view_records()

    def action_view_part(self):
        """Those of them that make the share: jobs that came back, calls that are done."""
        return self._view_records(part=True)

    # === BUSINESS METHODS ===#

    def _view_records(self, part=False):
        self.ensure_one()
        self.check_access('read')
        if self.measure == 'hand':
            raise UserError(self.env._("%(indicator)s is entered by hand.", indicator=self.name))
        if part and not self.has_part:
            raise UserError(self.env._("%(indicator)s is no share of anything.", indicator=self.name))
        return self.indicator_id._get_source_action(self, part)

    @api.model
    def _keep_names(self, which):
        """What an indicator is called and how it is counted stays on the line in every language."""
        self.env.cr.execute(SQL(
            "UPDATE aftersales_appraisal_line line SET name = indicator.name, formula = indicator.formula "
            "FROM aftersales_appraisal_indicator indicator WHERE indicator.id = line.indicator_id AND line.%s", which))
