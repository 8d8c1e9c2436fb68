from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import date_utils, ormcache

from .measures import GRADES, JUDGED

STATES = [('draft', "Score in Preparation"), ('approved', "Score Approved")]


class AftersalesSupplierScore(models.Model):
    """What a supplier was worth in half a year (H4): computed and judged figures, weighed, and the grade that follows.

    Approved, it stays as it is. Its figures come from ``aftersales_supplier_score_figures.py``.
    """
    _name = 'aftersales.supplier.score'
    _description = "Supplier Score"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin']
    _order = 'period_start desc, id desc'
    _rec_names_search = ['partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'approved_id', 'approved_date'})
    _transitions = {'draft': {'approved': 'aftersales.group_manager'}, 'approved': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('parent_id', '=', False)]")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    period_start = fields.Date(
        string="Half-Year From", required=True, index=True, default=lambda self: self._default_period_start())
    period_end = fields.Date(string="To", compute='_compute_period_end', store=True, precompute=True)
    line_ids = fields.One2many('aftersales.supplier.score.line', 'score_id', string="Scored Figures")
    total_points = fields.Float(
        string="Score", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    quality_points = fields.Float(
        string="Quality", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    delivery_points = fields.Float(
        string="Delivery of Goods", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    price_points = fields.Float(
        string="Price", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    service_points = fields.Float(
        string="Supplier's Service", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    capacity_points = fields.Float(
        string="Capacity", digits=(5, 1), compute='_compute_total', store=True, aggregator='avg', bounds=(0, 100))
    grade = fields.Selection(GRADES, compute='_compute_total', store=True, index=True, tracking=True)
    change = fields.Float(
        string="Points Gained", digits=(5, 1), compute='_compute_change', help="Against the approved score before this one.")
    note = fields.Text(string="Agreed with the Supplier", copy=False, help="What he is to do better until the next score.")
    approved_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null')
    approved_date = fields.Datetime(string="Approved On", readonly=True, copy=False)

    _once_a_period = models.UniqueIndex(
        "(company_id, partner_id, period_start)", "This supplier has a score for this half-year already.")
    _latest_idx = models.Index("(company_id, partner_id, period_start DESC) WHERE state = 'approved'")

    # === DEFAULT METHODS ===#

    def _default_period_start(self):
        """The last half-year that is over."""
        today = fields.Date.context_today(self)
        if date_utils.get_quarter_number(today) > 2:
            return today.replace(month=1, day=1)
        return today.replace(year=today.year - 1, month=7, day=1)

    # === COMPUTE METHODS ===#

    @api.depends('period_start')
    def _compute_period_end(self):
        for score in self:
            start = score.period_start
            score.period_end = start + relativedelta(months=6, days=-1) if start else False

    @api.depends('line_ids.points', 'line_ids.weight', 'line_ids.is_counted', 'line_ids.criterion')
    def _compute_total(self):
        """Figures that there are none of do not count: the others share their weight."""
        for score in self:
            counted = score.line_ids.filtered('is_counted')
            for criterion in ('quality', 'delivery', 'price', 'service', 'capacity'):
                score[f'{criterion}_points'] = score._get_mean(counted.filtered(lambda line: line.criterion == criterion))  # noqa: B023
            score.total_points = score._get_mean(counted)
            score.grade = score.company_id._get_supplier_grade(score.total_points) if counted else False

    def _get_mean(self, lines):
        weight = sum(lines.mapped('weight'))
        return round(sum(line.points * line.weight for line in lines) / weight, 1) if weight else 0.0

    @api.depends('total_points', 'period_start', 'partner_id', 'company_id')
    def _compute_change(self):
        earlier = self.search([
            ('partner_id', 'in', self.partner_id.ids), ('company_id', 'in', self.company_id.ids), ('state', '=', 'approved')],
            order='period_start desc')
        for score in self:
            before = earlier.filtered(lambda other: (
                other.partner_id == score.partner_id and other.company_id == score.company_id  # noqa: B023
                and score.period_start and other.period_start < score.period_start))[:1]  # noqa: B023
            score.change = score.total_points - before.total_points if before else 0.0

    @api.depends('partner_id', 'period_start')
    def _compute_display_name(self):
        for score in self:
            start = score.period_start
            half = f'{start.year}/{1 if date_utils.get_quarter_number(start) < 3 else 2}' if start else ''
            score.display_name = ' · '.join(filter(None, [score.partner_id.name, half]))

    # === CONSTRAINT METHODS ===#

    @api.constrains('period_start')
    def _check_period_start(self):
        for score in self:
            if score.period_start.strftime('%m-%d') not in ('01-01', '07-01'):
                raise ValidationError(self.env._("A half-year begins on the first of January or of July. Choose one of them."))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        scores = super().create([self._read_inputs(vals) for vals in vals_list])
        scores._work_out()
        return scores

    def write(self, vals):
        self.env.registry.clear_cache()
        result = super().write(self._read_inputs(vals))
        if {'partner_id', 'period_start', 'company_id'} & vals.keys():
            self._work_out()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === ACTION METHODS ===#

    def action_work_out(self):
        """Reads the computed figures anew; what was judged stays."""
        self.check_access('write')
        self._check_open()
        self._work_out()

    def action_approve(self):
        """A manager says that it holds: from here on it stays as it is."""
        self._claim_for_update()
        self._transition('approved')

    # === BUSINESS METHODS ===#

    @api.model
    @ormcache('company_id')
    def _get_ranks(self, company_id):
        """:return: dict of the id of a supplier: 0 for grade A, 2 for grade D, by his last approved score; others are 1"""
        ranks, told = {'a': 0, 'd': 2}, {}
        # sudo: whom to buy from first is told to whoever buys
        for score in self.sudo().search_fetch(
                [('company_id', '=', company_id), ('state', '=', 'approved')], ['partner_id', 'grade'],
                order='period_start desc'):
            told.setdefault(score.partner_id.commercial_partner_id.id, ranks.get(score.grade, 1))
        return {partner: rank for partner, rank in told.items() if rank != 1}

    def _is_frozen(self):
        return self.state == 'approved'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(score)s is approved: it stays as it is.", score=self.display_name)

    def _check_approved(self):
        for score in self:
            judged = score.line_ids.filtered(lambda line: line.measure in JUDGED)
            if not all(judged.mapped('is_counted')):
                raise UserError(self.env._(
                    "%(score)s: judge the quality system, the service and the capacity, each with a word why.",
                    score=score.display_name))
            if score.period_end >= fields.Date.context_today(score):
                raise UserError(self.env._("%(score)s: the half-year is not over yet.", score=score.display_name))

    def _after_approved(self, source):
        # sudo: who approved it and when is the system's
        self.sudo().write({'approved_id': self.env.uid, 'approved_date': fields.Datetime.now()})

    def _work_out(self):
        """Lines for all figures; the computed ones of all scores at once."""
        figures = self._get_figures()
        for company, scores in self.sudo().grouped('company_id').items():  # sudo: figures are the system's
            criteria = self.env['aftersales.supplier.criterion']._get_criteria(company)
            for score in scores:
                score.line_ids = [
                    score._prepare_line_command(criterion, *figures.get((score.id, criterion.measure), (None, 0, 0)))
                    for criterion in criteria]

    def _prepare_line_command(self, criterion, value, part, whole):
        self.ensure_one()
        vals = {'measure': criterion.measure, 'weight': criterion.weight}
        if criterion.measure not in JUDGED:
            vals.update(
                value=value or 0.0, is_counted=value is not None,
                points=criterion._get_points(value) if value is not None else 0.0,
                told_part=part, told_whole=whole, words=False)
        line = self.line_ids.filtered(lambda line: line.measure == criterion.measure)
        return Command.update(line.id, vals) if line else Command.create(vals)
