from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MONTH_FIELDS = [f'value_{number:02}' for number in range(1, 13)]
VALUE = {'digits': (16, 2), 'bounds': (-1e12, 1e12), 'aggregator': None, 'tracking': True}


class AftersalesIndicatorTarget(models.Model):
    """What an outlet means to reach in a year, month by month; rows without an outlet are offers (sheet 2, N1).

    An offer binds nobody: a manager takes it over for his outlets, then changes it there.
    """
    _name = 'aftersales.indicator.target'
    _description = "Key Figure's Target"
    _inherit = ['aftersales.log.mixin']
    _order = 'year desc, workshop_id, indicator_id, id'
    _rec_name = 'indicator_id'
    _rec_names_search = ['indicator_id', 'workshop_id']

    indicator_id = fields.Many2one(
        'aftersales.indicator', string="Key Figure", required=True, index=True, ondelete='restrict', tracking=True)
    category = fields.Selection(related='indicator_id.category', store=True)
    unit = fields.Selection(related='indicator_id.unit')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', ondelete='cascade',
        help="Empty: an offer that binds no outlet.")
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index='btree_not_null', precompute=True)
    year = fields.Integer(help="Empty for an offer.", bounds=(0, 9998), aggregator=None, tracking=True)
    year_value = fields.Float(
        string="Value for the Year", help="Written into the twelve months: what is added up a twelfth each, else as it is.",
        **VALUE)
    value_01 = fields.Float(string="January", **VALUE)
    value_02 = fields.Float(string="February", **VALUE)
    value_03 = fields.Float(string="March", **VALUE)
    value_04 = fields.Float(string="April", **VALUE)
    value_05 = fields.Float(string="May", **VALUE)
    value_06 = fields.Float(string="June", **VALUE)
    value_07 = fields.Float(string="July", **VALUE)
    value_08 = fields.Float(string="August", **VALUE)
    value_09 = fields.Float(string="September", **VALUE)
    value_10 = fields.Float(string="October", **VALUE)
    value_11 = fields.Float(string="November", **VALUE)
    value_12 = fields.Float(string="December", **VALUE)
    warn_percent = fields.Float(
        string="Warn within (%)", default=5.0, digits=(5, 1), bounds=(0.0, 100.0), aggregator=None, tracking=True,
        help="So near to the target a figure is not good, but not bad either.")
    source = fields.Char(
        max_length=200, translate=True, help="Where the value comes from: a contract, the maker, the house itself.")

    _one_a_year = models.UniqueIndex(
        '(indicator_id, workshop_id, year) WHERE workshop_id IS NOT NULL',
        "This outlet has a target of this key figure and year already. Change that one.")

    @api.constrains('workshop_id', 'year')
    def _check_year(self):
        for target in self:
            if target.workshop_id and not 2000 <= target.year <= 9998:
                raise ValidationError(self.env._(
                    "%(indicator)s: enter the year of the target.", indicator=target.indicator_id.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._spread(vals) for vals in vals_list])
        targets._judge_figures()
        return targets

    def write(self, vals):
        if 'year_value' in vals and not vals.keys() & set(MONTH_FIELDS):
            for adds_up, targets in self.grouped(lambda target: target.indicator_id.adds_up).items():
                super(AftersalesIndicatorTarget, targets).write(self._spread(vals, adds_up))
        else:
            super().write(vals)
        self._judge_figures()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_and_judge(self):
        figures = self._get_figures_of()
        figures.sudo().write({'target': 0.0, 'has_target': False, 'verdict': 'none'})  # sudo: kept by the system

    # === ACTION METHODS ===#

    def action_adopt(self):
        """Take these offers over for this year, for the outlets of the chosen companies that have no target yet."""
        self.check_access('write')
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)], limit=500)
        year = self.env.company._get_today().year
        return self._copy_to(year, outlets, self.filtered(lambda target: not target.workshop_id))

    def action_copy_next_year(self):
        """The same targets for the year after theirs, where there is none yet."""
        self.check_access('write')
        made = self.browse()
        for (year, outlet), targets in self.filtered('workshop_id').grouped(
                lambda target: (target.year, target.workshop_id)).items():
            made += targets._copy_to(year + 1, outlet, targets)
        return made

    # === BUSINESS METHODS ===#

    @api.model
    def _spread(self, vals, adds_up=None):
        """The months of the year's value, where they are not given themselves; what is no number is the field's to refuse."""
        year_value = vals.get('year_value')
        if not isinstance(year_value, int | float) or not abs(year_value) <= 1e12 or vals.keys() & set(MONTH_FIELDS):
            return vals
        if adds_up is None:
            adds_up = self.env['aftersales.indicator'].browse(vals.get('indicator_id')).adds_up
        value = year_value / 12.0 if adds_up else year_value
        return {**vals, **dict.fromkeys(MONTH_FIELDS, value)}

    @api.onchange('year_value', 'indicator_id')
    def _onchange_year_value(self):
        for target in self:
            target.update({name: value for name, value in self._spread({
                'year_value': target.year_value}, target.indicator_id.adds_up).items() if name != 'year_value'})

    @api.model
    def _copy_to(self, year, outlets, targets):
        if not targets:
            raise UserError(self.env._("Choose the targets to copy."))
        there = {(target.indicator_id, target.workshop_id) for target in self.search([
            ('year', '=', year), ('workshop_id', 'in', outlets.ids)])}
        return self.create([
            {**target._prepare_copy(), 'year': year, 'workshop_id': outlet.id}
            for target in targets for outlet in outlets if (target.indicator_id, outlet) not in there])

    def _prepare_copy(self):
        return {
            'indicator_id': self.indicator_id.id, 'year_value': self.year_value, 'warn_percent': self.warn_percent,
            'source': self.source, **{name: self[name] for name in MONTH_FIELDS}}

    @api.model
    def _get_targets(self, indicators, workshops, month):
        """:return: dict of (indicator, workshop): (value, warn percent) of the month, in one query"""
        name = MONTH_FIELDS[month.month - 1]
        targets = self.search_fetch([
            ('indicator_id', 'in', indicators.ids), ('workshop_id', 'in', workshops.ids), ('year', '=', month.year),
        ], ['indicator_id', 'workshop_id', name, 'warn_percent'])
        return {(one.indicator_id, one.workshop_id): (one[name], one.warn_percent) for one in targets}

    def _get_figures_of(self):
        """The figures that these targets are compared with."""
        Figure = self.env['aftersales.indicator.figure'].sudo()  # sudo: the figures are the system's
        own = self.filtered('workshop_id')
        if not own:
            return Figure
        years = own.mapped('year')
        figures = Figure.search([
            ('indicator_id', 'in', own.indicator_id.ids), ('workshop_id', 'in', own.workshop_id.ids),
            ('month', '>=', f'{min(years):04}-01-01'), ('month', '<=', f'{max(years):04}-12-31')])
        wanted = {(one.indicator_id, one.workshop_id, one.year) for one in own}
        return figures.filtered(lambda one: (one.indicator_id, one.workshop_id, one.month.year) in wanted)

    def _judge_figures(self):
        self._get_figures_of()._judge()
