from odoo import api, fields, models
from odoo.exceptions import UserError

SCALE = [('1', "1 Very Low"), ('2', "2 Low"), ('3', "3 Middle"), ('4', "4 High"), ('5', "5 Very High")]
# From which level a risk counts as what; the map is read from above.
RATINGS = ((15, 'high'), (6, 'middle'), (1, 'low'))


class AftersalesRisk(models.Model):
    """A risk on the map of 5 × 5 (N6): how probable, how grave, what is done about it, by whom, looked at each quarter."""
    _name = 'aftersales.risk'
    _description = "Risk"
    _inherit = ['aftersales.review.mixin']
    _order = 'level desc, next_date, id'
    _rec_names_search = ['name', 'cause']

    name = fields.Char(string="Risk", required=True, max_length=200, tracking=True, index='trigram')
    area = fields.Selection([
        ('safety', "Safety at Work"), ('car', "Fault of cars"), ('legal', "Law"), ('data', "Data"), ('money', "Finance"),
        ('supply', "Supply"), ('staff', "People"), ('reputation', "Reputation"), ('environment', "Environment"),
    ], required=True, default='safety', index=True, tracking=True)
    description = fields.Text(tracking=True)
    cause = fields.Text(tracking=True)
    probability = fields.Selection(SCALE, required=True, default='3', index=True, tracking=True)
    effect = fields.Selection(SCALE, required=True, default='3', index=True, tracking=True)
    level = fields.Integer(
        string="Risk Score", compute='_compute_level', store=True, bounds=(1, 25), aggregator='max', tracking=True)
    rating = fields.Selection(
        [('low', "Low Risk"), ('middle', "Middle Risk"), ('high', "High Risk")], string="Risk Rating",
        compute='_compute_level', store=True, help="Level = probability × effect. Below 6: low; from 15: high.")
    level_before = fields.Integer(string="Level Last Time", readonly=True, copy=False, bounds=(0, 25))
    trend = fields.Selection([('up', "Rising"), ('same', "As before"), ('down', "Falling")], compute='_compute_trend')
    controls = fields.Text(string="What Holds It Now", tracking=True)
    treatment = fields.Selection(
        [('avoid', "Avoid"), ('reduce', "Reduce"), ('transfer', "Transfer the Risk"), ('accept', "Accept the Risk")],
        required=True, default='reduce', tracking=True)
    action_ids = fields.One2many('aftersales.action', 'risk_id', string="Improvement Actions")

    @api.depends('probability', 'effect')
    def _compute_level(self):
        for risk in self:
            risk.level = int(risk.probability or 1) * int(risk.effect or 1)
            risk.rating = self._get_rating(risk.level)

    @api.depends('level', 'level_before')
    def _compute_trend(self):
        for risk in self:
            before = risk.level_before or risk.level
            risk.trend = 'same' if risk.level == before else 'up' if risk.level > before else 'down'

    @api.model
    def _get_rating(self, level):
        return next(rating for least, rating in RATINGS if level >= least)

    def action_looked_at(self):
        """It was weighed again today: what it says now holds until the next date."""
        self.check_access('write')
        for risk in self:
            if risk.treatment != 'accept' and risk.rating == 'high' and not risk.action_ids.filtered(
                    lambda action: action.state != 'cancelled'):
                raise UserError(self.env._(
                    "%(risk)s is high and nothing is done about it: enter an improvement action, or that it is accepted.",
                    risk=risk.name))
            risk._note_looked_at(risk.company_id._get_today())
        for risk in self.sudo():  # sudo: the stamp is the system's
            risk.level_before = risk.level
