from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from . import reckoner


class AftersalesStatute(models.Model):
    """A version of a law, or of a rule of the house, with the cars it is about and its figures as data (I6).

    A vehicle keeps the version that was in force at its sale.
    """
    _name = 'aftersales.statute'
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _description = "Statute"
    _order = 'kind desc, code, date_from desc, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, copy=False, help="The same for all versions of a law.")
    kind = fields.Selection(
        [('law', "Law"), ('house', "Rule of the house")], required=True, default='law',
        help="A car has one law, that of its sale; rules of the house hold beside it for all cars.")
    citation = fields.Char(translate=True, help="Where it was published, as letters quote it.")
    note = fields.Text(translate=True)
    country_ids = fields.Many2many(
        'res.country', string="Sold In", help="Countries of the selling company. None: everywhere.")
    state_ids = fields.Many2many(
        'res.country.state', string="States", help="Only cars sold there. None: in the whole country.")
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Leave it empty for all companies.")
    date_from = fields.Date(string="Sold From", required=True, tracking=True)
    date_to = fields.Date(string="Sold Until", tracking=True)
    distance_unit = fields.Selection(
        [('kilometers', "km"), ('miles', "mi")], required=True, default='kilometers', string="Distances In")
    rule_ids = fields.One2many('aftersales.statute.rule', 'statute_id', string="Rules", copy=True)

    fee_rate = fields.Float(
        string="Fee (%)", digits=(7, 4), tracking=True, bounds=(0, 100),
        help="Percent of the price for each so many km or miles used; at most, where the maker states less.")
    fee_distance = fields.Float(
        string="For Each", digits=(12, 0), default=1000.0, tracking=True, bounds=(1, 9_999_999))
    fee_until = fields.Selection(
        [('now', "Until the car is given back"), ('first_repair', "Until its first repair of the fault")],
        required=True, default='now', string="Distance Counted")
    fee_rate_after = fields.Float(
        string="Part of the Rest (%)", digits=(5, 2), bounds=(0, 100),
        help="How much of the distance after the first repair counts as well.")

    reply_days = fields.Integer(
        string="Reply Within", bounds=(0, 3660), help="Working days after the customer's written request.")
    completion_days = fields.Integer(
        string="Exchange or Return Within", bounds=(0, 3660), help="Working days after the customer's written request.")
    record_years = fields.Integer(string="Records Kept (Years)", default=6, bounds=(0, 100))

    _code_uniq = models.UniqueIndex(
        '(code, date_from)', "Two versions of a statute cannot come into force on the same day.")
    _dates_check = models.Constraint(
        'CHECK (date_to >= date_from)', "A statute cannot end before it comes into force.")
    _days_check = models.Constraint(
        'CHECK (reply_days BETWEEN 0 AND 366 AND completion_days BETWEEN 0 AND 366 AND record_years BETWEEN 0 AND 100)',
        "Deadlines are a number of working days within a year, and records are kept at most 100 years.")

    @api.depends('name', 'code', 'date_from')
    def _compute_display_name(self):
        for statute in self:
            statute.display_name = statute.name or statute.code

    @api.constrains('state_ids', 'country_ids')
    def _check_states(self):
        for statute in self:
            if statute.state_ids.country_id - statute.country_ids:
                raise ValidationError(self.env._(
                    "%(statute)s: its states belong to other countries than those it is for.", statute=statute.display_name))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for statute, vals in zip(self, vals_list):
            if 'code' not in (default or {}):
                vals['code'] = self.env._("%s (copy)", statute.code)
        return vals_list

    # === BUSINESS METHODS: WHICH ONE ===#

    @api.model
    def _get_in_force(self, kind, company, buyer=None):
        """All versions that cars sold by ``company`` may fall under, the latest first.

        :param buyer: where he lives tells where the car was sold, where that is known; else where the company is
        """
        statutes = self.search(
            Domain('kind', '=', kind) & Domain('company_id', 'in', [False, company.id]), order='date_from desc, id')
        place = buyer.sudo() if buyer and buyer.sudo().country_id else company.sudo().partner_id
        country, state = place.country_id, place.state_id
        return statutes.filtered(lambda statute: (
            (not statute.country_ids or country in statute.country_ids)
            and (not statute.state_ids or state in statute.state_ids)))

    def _pick(self, day):
        """Of these versions the one a car sold on ``day`` falls under; the law of a state before that of its country."""
        fitting = self.filtered(lambda statute: (
            day and statute.date_from <= day and (not statute.date_to or day <= statute.date_to)))
        return fitting.sorted(lambda statute: (not statute.state_ids, -statute.date_from.toordinal(), statute.id))[:1]

    # === BUSINESS METHODS: RECKONING ===#

    def _get_unit_km(self):
        return reckoner.KM_PER_MILE if self.distance_unit == 'miles' else 1.0

    def _prepare_fee(self):
        self.ensure_one()
        return reckoner.Fee(
            rate=self.fee_rate, per_km=self.fee_distance * self._get_unit_km(),
            is_until_first=self.fee_until == 'first_repair', rate_after=self.fee_rate_after)

    def _prepare_rules(self):
        """The rules as the reckoner takes them; their keys are the ids of the records."""
        return [rule._prepare_rule() for rule in self.rule_ids]

    def _reckon(self, car, now):
        """:return: list of ``reckoner.Standing``, a rule each in the statute's order"""
        self.ensure_one()
        return reckoner.reckon(car, self._prepare_rules(), now, self._prepare_fee())
